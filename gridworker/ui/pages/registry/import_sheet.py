"""A table is taken into the registry: what it would bring, line by line what it cannot, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from gridworker.domain.errors import Trouble
from gridworker.environment.marks import LISTED
from gridworker.environment.wording import describe
from gridworker.operations.import_columns import target_label
from gridworker.operations.import_layout import Layout, find_trouble, read_layout
from gridworker.operations.importing import (
    How,
    Outcome,
    Preview,
    Watch,
    carry_out,
    check_may_import,
    look_at,
    write_refused,
)
from gridworker.ui.pages.registry.import_columns_view import ColumnsView
from gridworker.ui.pages.registry.import_parts import beside, refused_list
from gridworker.ui.pages.registry.import_words import (
    ADD,
    AS,
    BACK,
    CHECK,
    CLOSE,
    COLUMNS_NOTE,
    DONE,
    DOUBTS,
    FILL,
    HOMES,
    HOW,
    IMPORT,
    KNOWN,
    LEAVE,
    LEFT,
    MADE_HOMES,
    MASKED,
    NOTHING,
    READ,
    READ_AS,
    READING,
    REMEMBERED,
    RESULT,
    ROWS,
    RUNNING,
    SAVE_REFUSED,
    SAVED,
    SKIP,
    STOP,
    STOPPED,
    TITLE,
    UNKNOWN,
)
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.bars import ProgressBar
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.pickers import Tick
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.text import Label, Paragraph

_WIDTH, _HEIGHT = 860, 460


class ImportSheet(Sheet):
    """Looks at a file as soon as it is opened; `imported` fires once lines were taken."""

    imported = Signal()
    _advanced = Signal(int, int)

    def __init__(self, session: Session, kind: str, path: Path, parent: QWidget) -> None:
        named = session.labels.kind(kind)
        super().__init__(parent, session.said(TITLE, kind=named), _WIDTH, _HEIGHT)
        self._session, self._kind, self._path = session, kind, path
        self._stop = Event()
        self._layout: Layout | None = None
        self._preview: Preview | None = None
        self.columns: ColumnsView | None = None
        self.outcome: Outcome | None = None
        self.is_running = False
        self._inside = QVBoxLayout()
        self._inside.setSpacing(SPACE_12)
        self._parts: list[QWidget] = []
        self.column.addWidget(Label(path.name, Type.META))
        self.column.addLayout(self._inside, 1)
        self.bar = ProgressBar()
        self.leave = Button(session.said(LEAVE), Weight.TEXT, key="Esc")
        self.save = Button(session.said(SAVE_REFUSED), Weight.PLAIN, "save", "Ctrl+S")
        self.check = Button(session.said(CHECK), Weight.PLAIN, "document_table", "F2")
        self.go = Button(session.said(IMPORT, count=0), Weight.PRIMARY, "checkmark", "F9")
        self.foot(self.leave, self.check, self.save, self.go)
        self._listen()
        self._advanced.connect(self._on_advanced)
        self.policy = SegmentedChoice(
            [
                Choice("fill", session.said(FILL)),
                Choice("skip", session.said(SKIP)),
                Choice("add", session.said(ADD)),
            ],
            "fill",
        )
        self.policy.setAccessibleName(session.said(HOW))
        self.policy.set_value("fill")
        self.homes = Tick(session.said(HOMES))
        self.homes.setChecked(True)
        self._homes_row = beside(self.homes, session.said(HOMES))
        for part in (self.bar, self.policy, self._homes_row):
            part.setParent(self)
            part.hide()
        self._watch_it(session.said(READING))
        session.background.spawn(self._look(), self)

    def _listen(self) -> None:
        for button, key, does in (
            (self.save, "Ctrl+S", self._on_save),
            (self.check, "F2", self._on_check),
            (self.go, "F9", self.on_go),
        ):
            button.clicked.connect(does)
            QShortcut(QKeySequence(key), self, does)

    # What stands in it.

    def _show(self, parts: Sequence[QWidget], last: QWidget | None = None) -> None:
        for old in self._parts:
            self._inside.removeWidget(old)
            old.hide()
            if old not in (self.bar, self.policy, self._homes_row):
                old.deleteLater()
        while self._inside.count():
            self._inside.takeAt(0)
        self._parts = [*parts, *([last] if last else [])]
        for part in self._parts:
            self._inside.addWidget(part, 1 if part is last else 0)
            part.show()
        if last is None:
            self._inside.addStretch(1)

    def _watch_it(self, words: str) -> None:
        self.columns = None
        self.check.setVisible(False)
        self.save.setVisible(False)
        self.go.setVisible(False)
        self.bar.set_progress(0, 1, words)
        self.sentence = Paragraph(words, Type.BODY)
        self._show([self.sentence, self.bar])
        self.leave.set_text(self._session.said(STOP if self.is_running else LEAVE))
        self.leave.setFocus()

    @Slot(int, int)
    def _on_advanced(self, done: int, total: int) -> None:
        said = self._session.said
        words = (
            said(RUNNING, done=f"{done:,}", total=f"{total:,}") if total else said(ROWS, count=f"{done:,}")
        )
        self.sentence.set_text(words)
        self.bar.set_progress(done if total else 0, total or 1, words)

    # Looking.

    async def _look(self) -> None:
        watch = Watch(self._advanced.emit, self._stop.is_set)
        try:
            await self._session.run(check_may_import, self._kind)
            if self._layout is None:
                self._layout = await self._session.run(read_layout, self._kind, self._path)
            layout = self._layout
            if trouble := find_trouble(self._kind, layout):
                self._show_columns(layout, describe(trouble, self._session.language))
                return
            preview = await self._session.run(look_at, self._kind, self._path, watch, layout)
        except Trouble as trouble:
            self._say_trouble(describe(trouble, self._session.language))
            return
        if not self._stop.is_set():
            self._preview = preview
            self._show_preview(preview)

    def _say_trouble(self, words: str) -> None:
        self.is_running = False
        self._show([SignLine("error_circle", Tone.DANGER, words)])
        self.leave.set_text(self._session.said(CLOSE))
        for button in (self.check, self.save, self.go):
            button.setVisible(False)
        self.leave.setFocus()

    # Which column is what.

    @Slot()
    def _on_check(self) -> None:
        """Shows what each column is read as, to be changed."""
        if self._layout is not None and self.check.isVisible():
            self._show_columns(self._layout)

    def _show_columns(self, layout: Layout, trouble: str = "") -> None:
        said = self._session.said
        note = SignLine("warning", Tone.WARN, trouble) if trouble else None
        self.columns = ColumnsView(self._session, self._kind, layout)
        self._show([*filter(None, [note]), Paragraph(said(COLUMNS_NOTE), Type.LABEL)], self.columns)
        self.check.setVisible(False)
        self.save.setVisible(False)
        self.go.set_text(said(READ))
        self.go.setVisible(True)
        self.leave.set_text(said(BACK if self._preview else LEAVE))
        self.columns.take_focus()

    def _read_so(self, columns: ColumnsView) -> None:
        """Reads the table with the columns as they are chosen now."""
        self._layout, self._preview = columns.layout_wanted(), None
        self._watch_it(self._session.said(READING))
        self._session.background.spawn(self._look(), self)

    def _columns_told(self, layout: Layout) -> list[QWidget]:
        """How the columns are read, in a line."""
        said, language = self._session.said, self._session.language
        names = []
        for column in layout.columns:
            if column.is_known:
                field = target_label(self._kind, column.target, language)
                same = column.header.startswith(field)
                names.append(field if same else said(AS, header=column.header, field=field))
        told = said(READ_AS, count=len(names), names=said(LISTED).join(names))
        lines = [SignLine("document_table", Tone.NEUTRAL, told, Type.LABEL)]
        if layout.remembered:
            lines.append(SignLine("history", Tone.INFO, said(REMEMBERED), Type.LABEL))
        return [*lines]

    def _show_preview(self, found: Preview) -> None:
        said = self._session.said
        parts: list[QWidget] = []
        if found.rows:
            parts.append(SignLine("checkmark_circle", Tone.OK, said(ROWS, count=f"{found.rows:,}")))
        else:
            parts.append(SignLine("info", Tone.WARN, said(NOTHING)))
        parts += self._columns_told(found.layout)
        notes = (
            (found.doubts, said(DOUBTS, count=f"{found.doubts:,}")),
            (found.masked, said(MASKED, count=f"{found.masked:,}")),
            (len(found.unknown), said(UNKNOWN, names=said(LISTED).join(found.unknown[:8]))),
        )
        parts += [SignLine("info", Tone.NEUTRAL, words, Type.LABEL) for count, words in notes if count]
        if found.known or found.twice:
            parts += [
                SignLine(
                    "people_community",
                    Tone.INFO,
                    said(KNOWN, known=f"{found.known:,}", twice=f"{found.twice:,}"),
                ),
                self.policy,
            ]
        if self._kind == "person" and found.rows:
            parts.append(self._homes_row)
        self._show(parts, refused_list(self._session, found.refused, found.bad))
        self.leave.set_text(said(LEAVE))
        self.go.set_text(said(IMPORT, count=f"{found.rows:,}"))
        self.go.setVisible(found.rows > 0)
        self.check.setVisible(True)
        self.save.setVisible(found.bad > 0)
        (self.go if found.rows else self.leave).setFocus(Qt.FocusReason.OtherFocusReason)

    # Taking.

    @Slot()
    def on_go(self) -> None:
        """Takes the lines; where the columns are shown, reads them as chosen."""
        if self.columns is not None:
            self._read_so(self.columns)
            return
        preview = self._preview
        if preview is None or self.is_running or self.outcome is not None or not preview.rows:
            return
        self.is_running = True
        policy: Any = self.policy.value()
        how = How(policy, self.homes.isChecked())
        self._watch_it(self._session.said(RUNNING, done=0, total=f"{preview.rows:,}"))
        self._session.background.spawn(self._take(preview, how), self)

    async def _take(self, preview: Preview, how: How) -> None:
        watch = Watch(self._advanced.emit, self._stop.is_set)
        try:
            outcome = await self._session.run(carry_out, preview, how, watch)
        except Trouble as trouble:
            self._say_trouble(describe(trouble, self._session.language))
            self.imported.emit()
            return
        self.is_running, self.outcome = False, outcome
        self._show_outcome(preview, outcome)
        self.imported.emit()

    def _show_outcome(self, preview: Preview, outcome: Outcome) -> None:
        said, counts = self._session.said, outcome.counts
        numbers = {name: f"{value:,}" for name, value in counts._asdict().items()}
        title = said(STOPPED if outcome.left else DONE)
        parts: list[QWidget] = [
            SignLine("checkmark_circle", Tone.OK, title),
            Paragraph(said(RESULT, **numbers), Type.BODY),
        ]
        if counts.homes:
            parts.append(Paragraph(said(MADE_HOMES, count=numbers["homes"]), Type.BODY))
        if outcome.left:
            parts.append(SignLine("info", Tone.WARN, said(LEFT, count=f"{outcome.left:,}")))
        self._show(parts, refused_list(self._session, preview.refused, preview.bad))
        self.check.setVisible(False)
        self.save.setVisible(preview.bad > 0)
        self.go.setVisible(False)
        self.leave.set_text(said(CLOSE))
        self.leave.setFocus()

    def reject(self) -> None:
        """From the columns back to what they bring; while lines are taken it stops, and says what was done."""
        if self.columns is not None and self._preview is not None:
            self.columns = None
            self._show_preview(self._preview)
            return
        self._stop.set()
        if not self.is_running:
            super().reject()

    # The lines that cannot be taken.

    @Slot()
    def _on_save(self) -> None:
        if self._preview is not None and self.save.isVisible():
            self._session.background.spawn(self._save(self._preview), self)

    async def _save(self, preview: Preview) -> None:
        said = self._session.said
        dialog = QFileDialog(self, said(SAVE_REFUSED))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{self._path.stem}-{said(SAVED)}.xlsx")
        chosen: list[str] = []
        dialog.fileSelected.connect(chosen.append)
        if await self._session.background.answered(dialog) and chosen:
            await self._session.run(write_refused, preview, Path(chosen[0]), self._session.language)
            self._session.said_done.emit(Path(chosen[0]).name, None)
