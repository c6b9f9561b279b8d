"""The search box: a magnifier, the words that tell what can be searched, the key that leads here, a cross to clear."""

from __future__ import annotations

import re

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gridworker.ui.theme.icons import draw_icon, icon
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.line_field import LineField

_ENDS = ("[，,：:]", "[、 ]")


class SearchBox(LineField):
    """A line field for searching. Escape clears it, a second one is left to the page. `clear_word` names the cross."""

    def __init__(
        self, placeholder: str, clear_word: str, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(placeholder, enter_moves=False, parent=parent)
        self._key, self._hint = key, placeholder
        self.setAccessibleName(placeholder)
        self.setAccessibleDescription(key)
        self._cross = QAction(clear_word, self)
        self._cross.setToolTip(clear_word)
        self._cross.triggered.connect(self._clear)
        self.textChanged.connect(self._on_text)
        self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
        self._cross.setVisible(False)
        self.restyle()

    def restyle(self) -> None:
        self._cross.setIcon(icon("dismiss", self.tokens.text2, self.theme.px(16)))
        right = drawing.key_width(self._key) + SPACE_8 if self._key and not self.text() else 0
        self.setTextMargins(self.theme.px(18) + SPACE_8, 0, right, 0)
        super().restyle()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for all of the words, their beginning says enough."""
        hints = [self._hint, *(re.split(end, self._hint)[0] for end in _ENDS), ""]
        self.setPlaceholderText(
            next(hint for hint in hints if self._width_of(hint) <= self.width() or not hint)
        )

    @property
    def width_of_words(self) -> int:
        """How wide it must be for the words that tell what can be searched."""
        return self._width_of(self._hint)

    def _width_of(self, hint: str) -> int:
        self.ensurePolished()
        words = self.fontMetrics().horizontalAdvance(hint)
        key = drawing.key_width(self._key) + SPACE_8 if self._key else 0
        return self.theme.px(18) + SPACE_8 + words + key + 2 * SPACE_12 + 2 * SPACE_4

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self._clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QLineEdit.paintEvent(self, event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.theme.px(18)
        draw_icon(painter, QRectF(SPACE_12, 0, side, self.height()), "search", self.tokens.text3)
        if self._key and not self.text():
            left = self.width() - drawing.key_width(self._key) - SPACE_8
            drawing.draw_key(painter, left, self.height() / 2, self._key)
        painter.end()

    @Slot()
    def _clear(self) -> None:
        self.clear()
        self.changed.emit()

    @Slot(str)
    def _on_text(self, text: str) -> None:
        if self._cross.isVisible() != bool(text):
            self._cross.setVisible(bool(text))
            self.restyle()
