"""A list leaves as a table: numbers covered unless somebody says what they are needed for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from gridworker.environment.language import Words
from gridworker.operations.export import export
from gridworker.ui.forms.sheet_draft import SheetDraft
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.text import Paragraph

EXPORT_KEY = "Ctrl+E"
EXPORT = Words("导出表格", "Export as a table")
_TITLE = Words("导出表格：{kind}", "Export as a table: {kind}")
_ALL = Words("全部{kind}，号码按文本存放。", "All records of the kind {kind}; numbers are kept as text.")
_HOW = Words("号码和姓名", "Names and numbers")
_MASKED, _PLAIN = Words("打码", "Covered"), Words("完整", "In full")
_WHY = Words("为什么要完整的", "What they are needed for")
_NOTED = Words(
    "完整导出会留下查阅记录：谁、什么时候、为什么。请妥善保管文件。",
    "An export in full is kept in the access log: who, when and why. Keep the file safe.",
)
_NEEDED = Words("请写明原因。", "Please give the reason.")
_CANCEL = Words("取消", "Cancel")
_WRITE = Words("选位置并导出", "Export")
_WRITTEN = Words("已导出 {rows} 条：{file}", "{rows} exported: {file}")


class ExportSheet(Sheet):
    """Accepted with `plain` and, then, a `reason`."""

    def __init__(self, session: Session, kind: str, parent: QWidget) -> None:
        said, named = session.said, session.labels.kind(kind)
        super().__init__(parent, said(_TITLE, kind=named), 480)
        self.plain, self.reason = False, ""
        self._needed = said(_NEEDED)
        self.how = SegmentedChoice([Choice("masked", said(_MASKED)), Choice("plain", said(_PLAIN))])
        self.how.setAccessibleName(said(_HOW))
        self.how.set_value("masked")
        self.why = LineField(enter_moves=False)
        self._labelled = LabelledField(said(_WHY), self.why)
        self._noted = SignLine("shield_lock", Tone.NEUTRAL, said(_NOTED), Type.LABEL)
        go = Button(said(_WRITE), Weight.PRIMARY, "save", "F9")
        self.column.addWidget(Paragraph(said(_ALL, kind=named), Type.BODY))
        for part in (LabelledField(said(_HOW), self.how), self._noted, self._labelled):
            self.column.addWidget(part)
        self.foot(Button(said(_CANCEL), Weight.TEXT, key="Esc"), go)
        self.how.changed.connect(self._on_how)
        self.why.returnPressed.connect(self._on_go)
        go.clicked.connect(self._on_go)
        QShortcut(QKeySequence("F9"), self, self._on_go)
        self._on_how()
        self.how.setFocus()
        self.draft = SheetDraft(session, self)

    @Slot()
    def _on_how(self) -> None:
        self.plain = self.how.value() == "plain"
        self._noted.setVisible(self.plain)
        self._labelled.setVisible(self.plain)
        if self.plain:
            self.why.setFocus()

    @Slot()
    def _on_go(self) -> None:
        if composing():
            return
        self.reason = self.why.value() if self.plain else ""
        if self.plain and not self.reason:
            self._labelled.set_error(self._needed)
            self.why.setFocus()
        else:
            self.accept()


async def ask_export(session: Session, kind: str, parent: QWidget) -> None:
    """Asks how and where, and writes all records of a kind as xlsx."""
    said = session.said
    asked = ExportSheet(session, kind, parent)
    if not await session.background.answered(asked):
        return
    dialog = QFileDialog(parent, said(_TITLE, kind=session.labels.kind(kind)))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(f"{session.labels.kind(kind)}.xlsx")
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)
    if not await session.background.answered(dialog) or not chosen:
        return
    out = Path(chosen[0])
    rows = await session.run(
        export, kind, "xlsx", out, plain=asked.plain, reason=asked.reason, language=session.language
    )
    session.said_done.emit(said(_WRITTEN, rows=f"{rows:,}", file=out.name), None)
