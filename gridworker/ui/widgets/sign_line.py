"""A line that begins with a small sign: an icon in its colour, and words that wrap."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.text import Paragraph

_SIDE = 18


class SignLine(Paragraph):
    """The icon stands at the height of the first line."""

    def __init__(
        self, icon: str, tone: Tone, text: str, type_: Type = Type.BODY, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, type_, tone=tone, indent=_SIDE + SPACE_8, parent=parent)
        self._icon, self._sign = icon, tone

    def say(self, icon: str, tone: Tone, text: str) -> None:
        """Another sign and other words."""
        self._icon, self._sign = icon, tone
        self.set_tone(tone)
        self.set_text(text)
        self.update()

    def paint(self, painter: QPainter) -> None:
        super().paint(painter)
        side = self.theme.px(_SIDE)
        line = self.theme.metrics(self._type).height()
        colour = self.tokens.tone(self._sign).strong
        draw_icon(painter, QRectF(0, (line - side) / 2, side, side), self._icon, colour)
