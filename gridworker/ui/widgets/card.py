"""A card: what belongs together, on a surface of its own."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from gridworker.ui.theme.measures import CARD_PADDING, CARD_RADIUS, SPACE_12
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.painting import Painted, box


class Card(Painted, QFrame):
    """A rounded frame with a column inside; `column` is the layout to fill.

    `inner` is a card on a card. A `tone` gives it a tinted ground, for advice and promises.
    """

    def __init__(
        self,
        *,
        tone: Tone | None = None,
        inner: bool = False,
        padding: int = CARD_PADDING,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone, self._inner = tone, inner
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(padding, padding - 2, padding, padding - 2)
        self.column.setSpacing(SPACE_12)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return self.column.minimumSize()

    def paint(self, painter: QPainter) -> None:
        t = self.tokens
        ground, line = (t.surface2 if self._inner else t.surface), t.line
        if self._tone is not None:
            colours = t.tone(self._tone)
            ground, line = t.tint(self._tone), colours.strong if t.border > 1 else colours.soft
        box(painter, QRectF(self.rect()), CARD_RADIUS, ground, line, t.border)
