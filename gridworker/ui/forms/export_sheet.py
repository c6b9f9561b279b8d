"""A list leaves as a table or on paper: few fields, and numbers covered unless somebody says why not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from gridworker.documents.table import columns
from gridworker.domain.kinds import KINDS
from gridworker.environment.language import Words
from gridworker.operations.export import Wanted, export, least
from gridworker.operations.list_table import list_table
from gridworker.operations.listing import count_since
from gridworker.ui.forms.record_form import REQUIRED
from gridworker.ui.forms.sheet_draft import SheetDraft
from gridworker.ui.forms.table_print import PRINT, PRINT_KEY, TablePrint
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.sign_line import SignLine

EXPORT_KEY = "Ctrl+E"
EXPORT = Words("导出或打印", "Export or print")
_TITLE = Words("导出或打印：{kind}", "Export or print: {kind}")
_WHICH = Words("哪些记录", "Which records")
_THESE = Words("列表里的 {count} 条", "The {count} listed")
_ALL = Words("全部 {count} 条", "All {count}")
_HOW = Words("号码和姓名", "Names and numbers")
_MASKED, _PLAIN = Words("打码", "Covered"), Words("完整", "In full")
_WHY = Words("为什么要完整的", "What they are needed for")
_NOTED = Words(
    "完整导出会留下查阅记录：谁、什么时候、为什么。请妥善保管文件。",
    "An export in full is kept in the access log: who, when and why. Keep the file safe.",
)
_FIELDS = Words("哪些项（先选了最少的几项，够用就不要多选）", "Which fields (the fewest are picked)")
_EVERY, _LEAST = Words("全选", "All"), Words("恢复最少", "The fewest")
_NEEDED = Words("请写明原因。", "Please give the reason.")
_NO_FIELD = Words("请至少选一项。", "Please pick a field.")
_CANCEL = Words("取消", "Cancel")
_WRITE = Words("导出这 {count} 条", "Export {count}")
_WRITTEN = Words("已导出 {rows} 条：{file}", "{rows} exported: {file}")


class ExportSheet(Sheet):
    """Accepted with what is `wanted`, a `reason` where it leaves in full (else None), and whether it `prints`."""

    def __init__(
        self, session: Session, kind: str, listed: Sequence[str] | None, total: int, parent: QWidget
    ) -> None:
        said, named = session.said, session.labels.kind(kind)
        super().__init__(parent, said(_TITLE, kind=named), 680)
        self._session, self._kind, self._listed, self._total = session, kind, listed, total
        self.wanted, self.prints = Wanted(), False
        self.reason: str | None = None
        self.which = self._which_records()
        self.how = SegmentedChoice([Choice("masked", said(_MASKED)), Choice("plain", said(_PLAIN))])
        self.how.setAccessibleName(said(_HOW))
        self.how.set_value("masked")
        self.why = LineField(enter_moves=False)
        self._why = LabelledField(said(_WHY), self.why, required_word=said(REQUIRED))
        self._noted = SignLine("shield_lock", Tone.NEUTRAL, said(_NOTED), Type.LABEL)
        offered = columns(KINDS[kind], session.language)
        self.fields = ChipGroup([Choice(one.name, one.header) for one in offered], multi=True, keys=False)
        self.fields.set_value(least(kind))
        self._fields = LabelledField(said(_FIELDS), self.fields)
        self.every = Button(said(_EVERY), Weight.TEXT, key="F2")
        self.print = Button(said(PRINT), Weight.PLAIN, "print", PRINT_KEY)
        self.go = Button("", Weight.PRIMARY, "save", "F9")
        self._lay_out()
        self._listen()
        self._on_which()
        self._on_how()
        self.how.setFocus()
        self.draft = SheetDraft(session, self)

    def _which_records(self) -> SegmentedChoice:
        """What the list shows, and all records where these are more."""
        said = self._session.said
        choices = [Choice("all", said(_ALL, count=f"{self._total:,}"))]
        if self._listed is not None and len(self._listed) < self._total:
            choices.insert(0, Choice("listed", said(_THESE, count=f"{len(self._listed):,}")))
        which = SegmentedChoice(choices)
        which.setAccessibleName(said(_WHICH))
        which.set_value(choices[0].code)
        return which

    def _lay_out(self) -> None:
        said = self._session.said
        inside = ScrollColumn(gap=SPACE_8, side=4)
        inside.column.addWidget(self._fields)
        inside.column.addWidget(self.every, 0, Qt.AlignmentFlag.AlignLeft)
        inside.column.addStretch(1)
        inside.setMinimumHeight(self.theme.px(190))
        self.column.addWidget(LabelledField(said(_WHICH), self.which))
        self.column.addWidget(LabelledField(said(_HOW), self.how))
        self.column.addWidget(self._noted)
        self.column.addWidget(self._why)
        self.column.addWidget(inside, 1)
        self.foot(Button(said(_CANCEL), Weight.TEXT, key="Esc"), self.print, self.go)

    def _listen(self) -> None:
        self.which.changed.connect(self._on_which)
        self.how.changed.connect(self._on_how)
        self.why.returnPressed.connect(self._on_go)
        for button, key, does in (
            (self.every, "F2", self._on_every),
            (self.print, PRINT_KEY, self._on_print),
            (self.go, "F9", self._on_go),
        ):
            button.clicked.connect(does)
            QShortcut(QKeySequence(key), self, does)

    @property
    def _ids(self) -> Sequence[str] | None:
        return self._listed if self.which.value() == "listed" else None

    @Slot()
    def _on_which(self) -> None:
        count = self._total if self._ids is None else len(self._ids)
        self.go.set_text(self._session.said(_WRITE, count=f"{count:,}"))
        for button in (self.go, self.print):
            button.setEnabled(count > 0)

    @Slot()
    def _on_how(self) -> None:
        plain = self.how.value() == "plain"
        self._noted.setVisible(plain)
        self._why.setVisible(plain)
        if plain:
            self.why.setFocus()

    @Slot()
    def _on_every(self) -> None:
        """All fields, or the fewest again."""
        every = [one.name for one in columns(KINDS[self._kind], self._session.language)]
        all_picked = len(self.fields.value()) == len(every)
        self.fields.set_value(least(self._kind) if all_picked else every)
        self.every.set_text(self._session.said(_EVERY if all_picked else _LEAST))

    @Slot()
    def _on_print(self) -> None:
        self._take(prints=True)

    @Slot()
    def _on_go(self) -> None:
        self._take(prints=False)

    def _take(self, *, prints: bool) -> None:
        if composing() or not self.go.isEnabled():
            return
        plain, fields, said = self.how.value() == "plain", self.fields.value(), self._session.said
        self._why.set_error(said(_NEEDED) if plain and not self.why.value() else "")
        self._fields.set_error("" if fields else said(_NO_FIELD))
        if self._why.error:
            self.why.setFocus()
        elif not fields:
            self.fields.setFocus()
        else:
            self.wanted = Wanted(self._ids, fields, self._session.language)
            self.reason, self.prints = self.why.value() if plain else None, prints
            self.accept()


async def ask_export(
    session: Session, kind: str, parent: QWidget, listed: Sequence[str] | None = None
) -> None:
    """Asks what of a list (`listed` are its records, None where it shows none) leaves and how; writes or shows it."""
    total = await session.run(count_since, kind, 0)
    asked = ExportSheet(session, kind, listed, total, parent)
    if not await session.background.answered(asked):
        return
    if asked.prints:
        table = await session.run(list_table, kind, asked.wanted, asked.reason)
        TablePrint(session, table, parent).open()
        return
    said = session.said
    dialog = QFileDialog(parent, said(_TITLE, kind=session.labels.kind(kind)))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(f"{session.labels.kind(kind)}.xlsx")
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)
    if not await session.background.answered(dialog) or not chosen:
        return
    out, plain = Path(chosen[0]), asked.reason is not None
    rows = await session.run(
        export, kind, "xlsx", out, plain=plain, reason=asked.reason or "", wanted=asked.wanted
    )
    session.said_done.emit(said(_WRITTEN, rows=f"{rows:,}", file=out.name), None)
