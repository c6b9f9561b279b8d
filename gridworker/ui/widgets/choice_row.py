"""One choice of a few words in a row: one stop for Tab, arrow keys and digits pick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gridworker.ui.widgets.chips import DIGITS
from gridworker.ui.widgets.painting import PaintedButton, PaintedWidget

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class RowWord(PaintedButton):
    """One word of the row."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.setText(word)
        self.setCheckable(True)
        self.setAccessibleName(word)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_word(self, word: str) -> None:
        """Change the word, as when a count in it changes."""
        self.setText(word)
        self.setAccessibleName(word)
        self.updateGeometry()


W = TypeVar("W", bound=RowWord)


class ChoiceRow(PaintedWidget, Generic[W]):
    """Holds the words by their codes. `changed` fires when the person picks another."""

    changed = Signal()

    def __init__(
        self, words: Sequence[tuple[str, W]], inset: int, gap: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = dict(words)
        self._value = words[0][0]
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(inset, inset, inset, inset)
        self.row.setSpacing(gap)
        for word in self._words.values():
            word.clicked.connect(self._on_clicked)
            word.installEventFilter(self)
            self.row.addWidget(word)

    def sizeHint(self) -> QSize:
        return self.row.sizeHint()

    def value(self) -> str:
        """The code that is picked."""
        return self._value

    def set_value(self, code: str) -> None:
        """Pick; not a change by the person."""
        self._value = code
        for other, word in self._words.items():
            word.setChecked(other == code)
            word.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == code else Qt.FocusPolicy.ClickFocus)

    def set_word(self, code: str, word: str) -> None:
        """Change one word, as when a count in it changes."""
        self._words[code].set_word(word)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab stops at whatever has one, also where its words stand elsewhere in the order.
        self._words[self._value].setFocus(event.reason())

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if not isinstance(watched, RowWord) or not isinstance(event, QKeyEvent):
            return False
        return event.type() is QEvent.Type.KeyPress and self._take_key(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        codes = list(self._words)
        step = _STEPS.get(Qt.Key(event.key()))
        place = DIGITS.find(event.text()) if event.text() and not event.modifiers() else -1
        if step:
            self.pick(codes[(codes.index(self._value) + step) % len(codes)])
        elif 0 <= place < len(codes):
            self.pick(codes[place])
        else:
            return False
        return True

    def pick(self, code: str) -> None:
        """Picks as a key does: the focus goes along."""
        moved = code != self._value
        self.set_value(code)
        self._words[code].setFocus(Qt.FocusReason.OtherFocusReason)
        if moved:
            self.changed.emit()

    @Slot()
    def _on_clicked(self) -> None:
        code = next(code for code, word in self._words.items() if word is self.sender())
        moved = code != self._value
        self.set_value(code)
        if moved:
            self.changed.emit()
