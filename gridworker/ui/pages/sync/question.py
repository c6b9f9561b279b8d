"""One disputed field: its name, a card for each side, and for long texts a third one that keeps both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gridworker.documents.values import value_at
from gridworker.domain.masking import mask_id_number, mask_numbers, mask_phone
from gridworker.environment.language import Words
from gridworker.operations.disagreement import Question, Side
from gridworker.ui.forms.days import reading
from gridworker.ui.pages.sync.marks import Marked, marked
from gridworker.ui.pages.sync.side_card import SideCard
from gridworker.ui.pages.sync.signed_note import SignedNote
from gridworker.ui.session import Session
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.text import Paragraph

_BOTH = Words("两段都保留，先我的、后服务器的", "Keep both, mine first")
_EMPTY = Words("（空）", "(empty)")
_GONE = Words("同意删除", "Agree to delete it")
_STAYS = Words("恢复并保留", "Keep it")
_REMOVAL = Words("是否删除", "Delete or keep")
_OF = Words("{element}：{field}", "{element}: {field}")
_MINE = Words("我的：", "Mine:")
_COLLEAGUE = Words("同事", "A colleague")
_THEIRS = Words("{by}的：", "{by}:")


class QuestionRow(QWidget):
    """Left and Right pick a side; `stepped` asks for the question above (−1) or below (+1)."""

    stepped = Signal(int)

    def __init__(self, session: Session, kind: str, question: Question) -> None:
        super().__init__()
        self._session, self._kind = session, kind
        self.question = question
        self._revealed = False
        self.cards = [SideCard(self._who(side), Marked("", ())) for side in question.sides]
        if question.long and len(question.sides) == 2:
            self.cards.append(SideCard("", Marked(session.said(_BOTH), ())))
        self._name = self._label()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_12)
        grid.setVerticalSpacing(SPACE_8)
        label = Paragraph(self._name, Type.LABEL)
        label.setFixedWidth(self.label_width())
        grid.addWidget(label, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        for at, card in enumerate(self.cards):
            wide = at == 2 and question.long
            grid.addWidget(card, 1 if wide else at // 2, 1 if wide else 1 + at % 2, 1, 2 if wide else 1)
            card.installEventFilter(self)
            card.clicked.connect(self._on_clicked)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self.signed = SignedNote(session)
        self.signed.setVisible(question.signed is not None)
        grid.addWidget(self.signed, 2, 1, 1, 2)
        self.setAccessibleName(self._name)
        self._say()
        self.pick(question.pick)

    @staticmethod
    def label_width() -> int:
        """The width of the names of the fields, so that all rows stand under one another."""
        return theme.current().px(104)

    @property
    def picked(self) -> int:
        """The number of the card that is picked."""
        return next(at for at, card in enumerate(self.cards) if card.isChecked())

    @property
    def value(self) -> Any:
        """The value that is picked; of both, mine and below it theirs."""
        sides = self.question.sides
        if self.picked < len(sides):
            return sides[self.picked].value
        return "\n".join(str(side.value) for side in sides if side.value)

    def pick(self, at: int) -> None:
        """Picks a card; Tab then stops at it alone."""
        for number, card in enumerate(self.cards):
            card.setChecked(number == at)
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == at else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.cards[at])

    def pick_side(self, *, mine: bool) -> None:
        """Picks my side or the other one, where there is one."""
        found = [at for at, side in enumerate(self.question.sides) if side.mine is mine]
        if found:
            self.pick(found[0])

    @property
    def is_held(self) -> bool:
        """Whether the picked side would change what was signed."""
        return self.question.signed not in (None, self.picked)

    @property
    def late(self) -> Any:
        """What somebody wrote into a signed clause: the picked side, or the first that was not signed."""
        if self.is_held:
            return self.value
        signed = self.question.signed
        return next(side.value for at, side in enumerate(self.question.sides) if at != signed)

    def reveal(self) -> None:
        """Shows the numbers in full."""
        self._revealed = True
        self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.pick(min(max(self.picked + steps[key], 0), len(self.cards) - 1))
            self.cards[self.picked].setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in moves:
            self.stepped.emit(moves[key])
        else:
            return False
        return True

    @Slot()
    def _on_clicked(self) -> None:
        self.pick(next(at for at, card in enumerate(self.cards) if card is self.sender()))

    def _label(self) -> str:
        said, question = self._session.said, self.question
        named = self._session.labels.path(self._kind, question.path)
        field = said(_REMOVAL) if question.removal else named
        return said(_OF, element=question.element, field=field) if question.element else field

    def _who(self, side: Side) -> str:
        said = self._session.said
        return said(_MINE) if side.mine else said(_THEIRS, by=side.by or said(_COLLEAGUE))

    def _say(self) -> None:
        """Puts the values on their cards, each marked where it differs from the first (the first from the second)."""
        texts = [self._text(side) for side in self.question.sides]
        for at, (card, text) in enumerate(zip(self.cards, texts, strict=False)):
            other = texts[1 if at == 0 else 0] if len(texts) > 1 else text
            card.say(self._marked(text, other))

    def _marked(self, text: str, other: str) -> Marked:
        if self.question.removal or not self.question.sides:
            return Marked(text, ())
        return marked(text, other)[0]

    def _text(self, side: Side) -> str:
        said, question = self._session.said, self.question
        if question.removal:
            return said(_GONE if side.value is True else _STAYS)
        if side.value in (None, ""):
            return said(_EMPTY)
        if question.sensitive and not self._revealed:
            cover = mask_phone if question.path.endswith("phone") else mask_id_number
            return cover(str(side.value))
        text = value_at(reading(self._session, self._kind), question.path, side.value)
        return text if question.sensitive else mask_numbers(text)


def latest(rows: Sequence[QuestionRow], *, mine: bool) -> Side | None:
    """The newest of my sides, or of the others'."""
    sides = [side for row in rows for side in row.question.sides if side.mine is mine]
    return max(sides, key=lambda side: side.at, default=None)
