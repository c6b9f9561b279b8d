"""What a person meets before the profile is open: a card in the middle of a quiet ground."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import SPACE_16, SPACE_40
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.mark import Backdrop


class Doorway(Backdrop):
    """The ground with one card on it; `column` is the card's layout, `said` gives texts in the chosen language."""

    def __init__(self, language: str, width: int) -> None:
        super().__init__()
        self.language = language
        self._width = width
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE_16, SPACE_16, SPACE_16, SPACE_16)
        self.card = Card(padding=SPACE_40 - 4)
        grid.addWidget(self.card, 0, 0, Qt.AlignmentFlag.AlignCenter)
        self.restyle()

    def begin(self) -> None:
        """Waits for the person."""

    def widen(self, width: int) -> None:
        """Another width of the card, for what is asked now."""
        self._width = width
        self.restyle()

    @property
    def column(self) -> QVBoxLayout:
        """The layout of the card."""
        return self.card.column

    def said(self, words: Words, **facts: object) -> str:
        """A text in the chosen language."""
        return words.said(self.language, **facts)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "card"):
            self.card.setFixedWidth(theme.current().px(self._width))


def password_field(name: str, *, enter_moves: bool = False) -> LineField:
    """A line that shows dots; nothing of it is kept by the input method."""
    field = LineField(enter_moves=enter_moves)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(
        Qt.InputMethodHint.ImhHiddenText
        | Qt.InputMethodHint.ImhSensitiveData
        | Qt.InputMethodHint.ImhNoPredictiveText
    )
    field.setAccessibleName(name)
    return field


def centred(widget: QWidget, column: QVBoxLayout) -> None:
    """Puts a widget in the middle of a column."""
    column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
