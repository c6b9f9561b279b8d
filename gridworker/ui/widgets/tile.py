"""A tile of 今天: the four things that are begun most often, each one press away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.measures import CARD_RADIUS, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.painting import PaintedButton, box, focus_ring, write

_PLATE = 42


class Tile(PaintedButton):
    """The sign of a kind, what the press does, what was done last, and its key."""

    def __init__(
        self,
        icon: str,
        tone: Tone,
        title: str,
        remark: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._key = icon, tone, key
        self.setText(title)
        self.setAccessibleName(title)
        self.set_remark(remark)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_remark(self, remark: str) -> None:
        """Change the quiet line."""
        self._remark = remark
        parts = (self.toolTip(), remark, self._key)
        self.setAccessibleDescription("\n".join(part for part in parts if part))
        self.update()

    def bar(self, why: str) -> None:
        """Put to sleep for a reason, which is read out and shown to who points at it; "" wakes it."""
        self.setEnabled(not why)
        self.setToolTip(why)
        self.set_remark(self._remark)

    def sizeHint(self) -> QSize:
        title = self.theme.metrics(Type.SUBTITLE, bold=True)
        lines = title.height() + self.theme.metrics(Type.META).height()
        words = title.horizontalAdvance(self.text()) + drawing.key_width(self._key) + SPACE_12
        width = SPACE_16 + self.theme.px(_PLATE) + SPACE_12 + words + SPACE_12
        return QSize(width, max(lines, self.theme.px(_PLATE)) + 2 * SPACE_12)

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(whole.width() - drawing.key_width(self._key) - SPACE_12, whole.height())

    def paint(self, painter: QPainter) -> None:
        t, whole = self.tokens, QRectF(self.rect())
        line = t.tone(self._tone).strong if self.underMouse() and self.isEnabled() else t.line
        box(painter, whole, CARD_RADIUS, t.surface2 if self.isDown() else t.surface, line, t.border)
        side = self.theme.px(_PLATE)
        drawing.draw_plate(
            painter, QPointF(SPACE_16 + side / 2, whole.height() / 2), side, self._icon, self._tone
        )
        self._write(painter, SPACE_16 + side + SPACE_12, whole)
        if self.focus_shown:
            focus_ring(painter, whole, CARD_RADIUS, t)

    def _write(self, painter: QPainter, left: float, whole: QRectF) -> None:
        title_height = self.theme.metrics(Type.SUBTITLE, bold=True).height()
        remark_height = self.theme.metrics(Type.META).height() if self._remark else 0
        top = (whole.height() - title_height - remark_height) / 2
        right = whole.width() - SPACE_12
        room = right - left
        wanted = self.theme.metrics(Type.SUBTITLE, bold=True).horizontalAdvance(self.text())
        if self._key and wanted + SPACE_8 + drawing.key_width(self._key) <= room:
            at = right - drawing.key_width(self._key)
            drawing.draw_key(painter, at, top + title_height / 2, self._key)
            room = at - SPACE_8 - left
        painter.setFont(self.theme.font(Type.SUBTITLE, bold=True))
        title = self.fit(self.text(), painter, room)
        write(painter, QRectF(left, top, room + 2, title_height), title, self.tokens.text)
        painter.setFont(self.theme.font(Type.META))
        remark = self.fit(self._remark, painter, right - left)
        place = QRectF(left, top + title_height, right - left + 2, remark_height)
        write(painter, place, remark, self.tokens.text2)
