"""What every painted widget shares: repainting when the theme changes, a visible focus, full text where it was cut."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gridworker.ui.theme import theme
from gridworker.ui.theme.theme import Theme
from gridworker.ui.theme.tokens import Tokens

# The focus returns to where it was, and looks as it did.
_COMING_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_SHADOW_STEPS = 20
_REACH, _DROP = 24, 6

if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object


class Themed(_Base):
    """Mixin, before a Qt widget in the bases: knows the theme, and is told when it changes."""

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return theme.current()

    @property
    def tokens(self) -> Tokens:
        """Its colours."""
        return theme.current().tokens

    def restyle(self) -> None:
        """Called when colours or text size changed. Override to renew what was computed from them."""
        self.updateGeometry()
        self.update()


class Painted(Themed):
    """Mixin for what paints itself. Shows a focus that came by the keyboard, and the whole of a text that was cut."""

    _focus_shown = False
    _cut_text = _told = ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in _COMING_BACK:
            self._focus_shown = event.reason() is not Qt.FocusReason.MouseFocusReason
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _COMING_BACK:
            self._focus_shown = False
        self.update()

    @property
    def focus_shown(self) -> bool:
        """Whether the ring is drawn: it has the focus, and not from the mouse."""
        return self._focus_shown and self.hasFocus()

    def fit(self, text: str, painter: QPainter, width: float) -> str:
        """`text`, or its beginning and “…” where it is wider than `width`; the whole is then the tooltip."""
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(width)))
        if shown != text:
            self._cut_text = text
        return shown

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._cut_text = ""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        painter.end()
        self._tell_cut()

    def _tell_cut(self) -> None:
        """What was cut is the tooltip, unless the widget has one of its own."""
        if self.toolTip() in ("", self._told) and self.toolTip() != self._cut_text:
            self._told = self._cut_text
            self.setToolTip(self._told)

    def paint(self, painter: QPainter) -> None:
        """Draw the widget; edges are smooth. Every painted widget has its own."""
        raise NotImplementedError


class PaintedButton(Painted, QAbstractButton):
    """A button that paints itself: subclasses give `sizeHint` and `paint`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class PaintedWidget(Painted, QWidget):
    """A picture without an action: subclasses give `sizeHint` and `paint`."""

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def box(
    painter: QPainter,
    where: QRectF,
    radius: float,
    fill: str | None,
    line: str | None = None,
    width: float = 1,
) -> None:
    """A rounded rectangle with its border wholly inside `where`."""
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    if line:
        half = width / 2
        where = where.adjusted(half, half, -half, -half)
        painter.setPen(QPen(QColor(line), width))
        radius = max(0.0, radius - half)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    radius = min(radius, where.height() / 2, where.width() / 2)
    painter.drawRoundedRect(where, radius, radius)


def shadow(painter: QPainter, where: QRectF, radius: float) -> None:
    """The shadow below a dialog or a card on paper, drawn before it; reaches 24 pixels beyond `where`.

    Its middle, which the card covers, is left out.
    """
    tokens, scale = theme.current().tokens, painter.device().devicePixelRatioF()
    corner = ceil(radius) + _DROP + 2
    picture = _shadow_picture(tokens.scrim, tokens.is_dark, radius, corner, scale)
    card = where.toAlignedRect()
    before, behind = _REACH + corner, corner + _REACH + _DROP
    across = ((0, before), (before, 1), (before + 1, behind))
    wide = (before, card.width() - 2 * corner, behind)
    high = (before, card.height() - 2 * corner, behind)
    top = float(card.top() - _REACH)
    for row, (from_y, source_high) in enumerate(across):
        left = float(card.left() - _REACH)
        for column, (from_x, source_wide) in enumerate(across):
            if (row, column) != (1, 1):
                source = QRectF(from_x * scale, from_y * scale, source_wide * scale, source_high * scale)
                painter.drawPixmap(QRectF(left, top, wide[column], high[row]), picture, source)
            left += wide[column]
        top += high[row]


@lru_cache(maxsize=4)
def _shadow_picture(scrim: str, is_dark: bool, radius: float, corner: int, scale: float) -> QPixmap:
    """The shadow of the smallest card: of a larger one each edge is drawn longer. A score of layers, painted once."""
    side = 2 * corner + 1
    whole = side + 2 * _REACH + _DROP
    picture = QPixmap(ceil(whole * scale), ceil(whole * scale))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    colour = QColor(scrim)
    colour.setAlphaF((0.5 if is_dark else 0.11) / _SHADOW_STEPS)
    painter.setBrush(colour)
    card = QRectF(_REACH, _REACH, side, side)
    for step in range(_SHADOW_STEPS):
        grown = _REACH * (1 - step / _SHADOW_STEPS) ** 2
        around = card.adjusted(-grown, -grown * 0.6, grown, grown)
        painter.drawRoundedRect(around.translated(0, _DROP), radius + grown, radius + grown)
    painter.end()
    return picture


def focus_ring(painter: QPainter, where: QRectF, radius: float, tokens: Tokens) -> None:
    """Two lines, one of the accent and one of the ground, so that one of them shows on any fill."""
    box(painter, where, radius, None, tokens.primary, 2)
    box(painter, where.adjusted(2, 2, -2, -2), radius - 2, None, tokens.surface, 1.5)


def write(
    painter: QPainter,
    where: QRectF,
    text: str,
    colour: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text in the middle of the height, with the painter's font."""
    painter.setPen(QColor(colour))
    painter.drawText(where, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
