"""Both sides changed a record: field by field, mine and theirs, and nothing that is not chosen is lost."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.operations.changes import Changes
from gridworker.operations.conflicts import resolve
from gridworker.operations.disagreement import Disagreement, disagreement, reveal_disputed
from gridworker.operations.supplements import begin_supplement
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.forms.sheet_draft import SheetDraft
from gridworker.ui.pages.sync.question import QuestionRow, latest
from gridworker.ui.session import Session
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.cut import Cut
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.signs import Divider, Plate
from gridworker.ui.widgets.text import Label, Paragraph

_TITLE = Words("两边都改过，请选择保留哪一边", "Both sides changed this; choose what stays")
_DELETED = Words("一边已删除，另一边改过", "Deleted on one side, changed on the other")
_ABOUT = Words("{count} 处不同，其余 {agreed} 项没有分歧", "{count} differ, {agreed} others agree")
_FIELD = Words("字段", "Field")
_MINE = Words("我这台电脑", "This computer")
_THEIRS = Words("服务器上的", "On the server")
_KEPT = Words(
    "没选中的内容不会丢，会留在这条记录的“修改历史”里，可随时找回。",
    "What is not chosen is not lost: it stays in the record's history.",
)
_KEYS = Words("↑ ↓ 换一处，← → 换一边", "↑ ↓ another field, ← → another side")
_LATER = Words("以后再说", "Later")
_ALL_MINE = Words("全用我的", "All mine")
_ALL_THEIRS = Words("全用服务器的", "All theirs")
_SAVE = Words("保存所选", "Save choice")
_WHY = Words("查看完整号码的原因", "Reason to see the numbers")
_SHOW = Words("显示号码", "Show numbers")
_SETTLED = Words("已按您的选择保存，下次同步送出。", "Your choice is saved and goes with the next sync.")


class ConflictSheet(Sheet):
    """Accepted with a choice for every question; Escape and 以后再说 leave everything as it is.

    `chosen` is then every path with the value that is to stand, as JSON; `supplement` the path of a signed clause and
    what a supplement to it is to say, or None.
    """

    def __init__(self, session: Session, found: Disagreement, parent: QWidget) -> None:
        removal = all(question.removal for question in found.questions)
        self._title = session.said(_DELETED if removal else _TITLE)
        super().__init__(parent, self._title, 880, headed=False)
        self._session, self._found = session, found
        self.chosen: list[tuple[str, str]] = []
        self.supplement: tuple[str, Any] | None = None
        self.rows = [QuestionRow(session, found.kind, question) for question in found.questions]
        column = self.column
        column.setSpacing(SPACE_12)
        column.addLayout(self._head())
        column.addWidget(Divider())
        column.addLayout(self._sides())
        column.addWidget(self._questions(), 1)
        if any(question.sensitive for question in found.questions):
            column.addLayout(self._reveal())
        column.addWidget(self._promise())
        self._buttons()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.accept)
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.draft = SheetDraft(session, self, found.record)

    def _head(self) -> QHBoxLayout:
        session, found = self._session, self._found
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(self._title, Type.TITLE, bold=True))
        count = session.said(_ABOUT, count=len(found.questions), agreed=found.agreed)
        about = " · ".join(filter(None, (session.labels.kind(found.kind), found.title, found.number, count)))
        words.addWidget(Cut(about, Type.META))
        row = QHBoxLayout()
        row.setSpacing(SPACE_16)
        row.addWidget(Plate("branch_compare", Tone.WARN, 46))
        row.addLayout(words, 1)
        return row

    def _sides(self) -> QGridLayout:
        """Who changed what, above the two columns of cards."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_12)
        field = Label(self._session.said(_FIELD), Type.LABEL)
        field.setFixedWidth(QuestionRow.label_width())
        grid.addWidget(field, 0, 0, Qt.AlignmentFlag.AlignBottom)
        clock, language = self._session.profile.clock, self._session.language
        now = clock.now()
        sides = (
            (True, _MINE, Plate("laptop", Tone.PRIMARY, 36)),
            (False, _THEIRS, Plate("cloud", Tone.INFO, 36)),
        )
        for column, (mine, words, sign) in enumerate(sides, start=1):
            side = latest(self.rows, mine=mine)
            when = say_moment(side.at, now, clock.tz(now), language) if side and side.at else ""
            who = " · ".join(filter(None, (side.by if side else "", when)))
            told = QVBoxLayout()
            told.setSpacing(0)
            told.addWidget(Label(self._session.said(words), Type.BODY, bold=True))
            told.addWidget(Cut(who, Type.META))
            head = QHBoxLayout()
            head.setSpacing(SPACE_8)
            head.addWidget(sign)
            head.addLayout(told, 1)
            grid.addLayout(head, 0, column)
            grid.setColumnStretch(column, 1)
        return grid

    def _questions(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        for at, row in enumerate(self.rows):
            column.addWidget(row)
            row.stepped.connect(partial(self._step, at))
            row.signed.supplement.clicked.connect(partial(self._on_supplement, at))
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        self._scroll.setMinimumHeight(min(inside.sizeHint().height(), theme.current().px(150)))
        return self._scroll

    def _reveal(self) -> QHBoxLayout:
        self.reason = LineField(self._session.said(_WHY), enter_moves=False)
        self.reason.setAccessibleName(self._session.said(_WHY))
        self.show_numbers = Button(self._session.said(_SHOW), Weight.PLAIN, "eye")
        self.show_numbers.setAutoDefault(False)
        self.reason.returnPressed.connect(self._on_reveal)
        self.show_numbers.clicked.connect(self._on_reveal)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addSpacing(QuestionRow.label_width() + SPACE_12)
        row.addWidget(self.reason, 1)
        row.addWidget(self.show_numbers)
        return row

    def _promise(self) -> Card:
        card = Card(inner=True, padding=SPACE_12)
        card.column.setSpacing(0)
        card.column.addWidget(Paragraph(self._session.said(_KEPT), Type.LABEL))
        card.column.addWidget(Paragraph(self._session.said(_KEYS), Type.META))
        return card

    def _buttons(self) -> None:
        said = self._session.said
        later, mine = Button(said(_LATER), Weight.TEXT, key="Esc"), Button(said(_ALL_MINE))
        theirs, self.save = (
            Button(said(_ALL_THEIRS)),
            Button(said(_SAVE), Weight.PRIMARY, "checkmark", "Ctrl+↵"),
        )
        mine.clicked.connect(partial(self._all, mine=True))
        theirs.clicked.connect(partial(self._all, mine=False))
        self.save.clicked.connect(self.accept)
        self.foot(later, mine, theirs, self.save)

    def _all(self, *, mine: bool) -> None:
        for row in self.rows:
            row.pick_side(mine=mine)
        self.accept()

    def _step(self, at: int, step: int) -> None:
        if 0 <= at + step < len(self.rows):
            row = self.rows[at + step]
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(row)

    @Slot()
    def accept(self) -> None:
        """Takes the choice, unless the input method still composes."""
        if composing():
            return
        held = [at for at, row in enumerate(self.rows) if row.is_held]
        if held:
            for at in held:
                self.rows[at].signed.refuse()
            self._step(held[0], 0)
            return
        # Read now: once it is closed the cards are gone.
        self.chosen = [(row.question.path, json.dumps(row.value, ensure_ascii=False)) for row in self.rows]
        super().accept()

    def _on_supplement(self, at: int) -> None:
        """Keeps what was signed; what was written too late begins a supplement once the choice is saved."""
        row = self.rows[at]
        self.supplement = (row.question.path, row.late)
        if row.question.signed is not None:
            row.pick(row.question.signed)
        self.accept()

    @Slot()
    def _on_reveal(self) -> None:
        self._session.background.spawn(self._show_numbers(), self)

    async def _show_numbers(self) -> None:
        reason = self.reason.value()
        if not reason:
            self.reason.set_invalid(True)
            self.reason.setFocus()
            return
        await self._session.run(reveal_disputed, self._found.record, reason)
        for row in self.rows:
            row.reveal()
        for widget in (self.reason, self.show_numbers):
            widget.setEnabled(False)


async def settle(session: Session, record: str, parent: QWidget) -> bool:
    """Asks about every disputed field of a record and saves the choice, an op a path; False where nothing was settled.

    What a sync changed while the dialog was open stays a question: nobody has seen its new sides.
    """
    found = await session.run(disagreement, record)
    if not found.questions:
        return False
    dialog = ConflictSheet(session, found, parent)
    if not await session.background.answered(dialog):
        return False
    now = await session.run(disagreement, record)
    as_seen = {question.path for question in now.questions if question in found.questions}
    for path, value in dialog.chosen:
        if path in as_seen:
            await session.run(resolve, record, path, value)
    session.tell(Changes({found.kind: frozenset({record})}))
    session.said_done.emit(session.said(_SETTLED), None)
    if dialog.supplement is not None:
        session.go("dispute", await session.run(begin_supplement, record, *dialog.supplement))
    return True
