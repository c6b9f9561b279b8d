"""A small picture of a file, or its name where it has none: a click opens it, Delete takes it away."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import CONTROL_RADIUS, SPACE_4, Type
from gridworker.ui.widgets.painting import PaintedButton, box, focus_ring, write

_WIDE, _HIGH, _ICON = 72, 54, 20


class PictureTile(PaintedButton):
    """`removed` fires when Delete is pressed on it."""

    removed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._picture: QImage | None = None
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_picture(self, picture: QImage) -> None:
        """Shows the picture, cut to the tile."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(_WIDE), self.theme.px(_HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def paint(self, painter: QPainter) -> None:
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = self.theme.px(CONTROL_RADIUS)
        if self._picture is None:
            box(painter, whole, radius, self.tokens.surface3, self.tokens.line)
            self._paint_name(painter, whole)
        else:
            self._paint_picture(painter, whole, radius, self._picture)
        if self.focus_shown:
            focus_ring(painter, whole, radius, self.tokens)

    def _paint_name(self, painter: QPainter, whole: QRectF) -> None:
        side, edge = self.theme.px(_ICON), self.theme.px(SPACE_4)
        middle = QRectF(whole.center().x() - side / 2, whole.top() + edge, side, side)
        draw_icon(painter, middle, "document", self.tokens.text2)
        below = whole.adjusted(edge, side + edge, -edge, 0)
        painter.setFont(self.theme.font(Type.META))
        shown = self.fit(self._name, painter, below.width())
        write(painter, below, shown, self.tokens.text2, Qt.AlignmentFlag.AlignHCenter)

    def _paint_picture(self, painter: QPainter, whole: QRectF, radius: float, picture: QImage) -> None:
        scale = max(whole.width() / picture.width(), whole.height() / picture.height())
        wide, high = whole.width() / scale, whole.height() / scale
        source = QRectF((picture.width() - wide) / 2, (picture.height() - high) / 2, wide, high)
        round_ = QPainterPath()
        round_.addRoundedRect(whole, radius, radius)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(round_)
        painter.drawImage(whole, picture, source)
        painter.restore()
