"""A picture as large as its room: nearer and farther, turned, moved about, by keys, wheel and mouse."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QTransform, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.measures import CONTROL_RADIUS
from gridworker.ui.widgets.painting import PaintedWidget, box, focus_ring

_STEP, _NEAREST = 1.25, 8.0
_NEARER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_MOVES = {
    Qt.Key.Key_Left: QPointF(60, 0),
    Qt.Key.Key_Right: QPointF(-60, 0),
    Qt.Key.Key_Up: QPointF(0, 60),
    Qt.Key.Key_Down: QPointF(0, -60),
}


class PictureView(PaintedWidget):
    """＋ and − zoom, 0 shows all of it, R turns it by a quarter; arrows move it where it is larger than its room.

    Turning is for the eye alone: what is kept stays as it is. `zoomed` fires when it came nearer or farther.
    """

    zoomed = Signal(float)

    def __init__(self, size: QSize, parent: QWidget | None = None) -> None:
        """`size` is the room at text size 100 %."""
        super().__init__(parent)
        self._size = size
        self._image = QImage()
        self._quarters = 0
        self.zoom = 1.0
        self._moved = QPointF()
        self._grip: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def image(self) -> QImage:
        """The picture as it came."""
        return self._image

    @property
    def turned(self) -> int:
        """By how many quarters it is turned to the right."""
        return self._quarters

    def show_image(self, image: QImage, name: str) -> None:
        """Shows a picture, upright and whole."""
        self._image, self._quarters = image, 0
        self.setAccessibleName(name)
        self.set_zoom(1.0)

    def set_zoom(self, zoom: float) -> None:
        """1 shows all of it."""
        self.zoom = min(max(zoom, 1.0), _NEAREST)
        if self.zoom == 1.0:
            self._moved = QPointF()
        self.update()

    def turn(self) -> None:
        """A quarter to the right."""
        self._quarters = (self._quarters + 1) % 4
        self.set_zoom(1.0)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(self._size.width()), self.theme.px(self._size.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.theme.px(120))

    def paint(self, painter: QPainter) -> None:
        whole = QRectF(self.rect())
        box(painter, whole, CONTROL_RADIUS, self.tokens.surface3)
        if not self._image.isNull():
            turned = self._image.transformed(QTransform().rotate(90 * self._quarters))
            fit = min(whole.width() / turned.width(), whole.height() / turned.height(), 1.0) * self.zoom
            size = turned.size().toSizeF() * fit
            where = QRectF(QPointF(), size)
            where.moveCenter(whole.center() + self._within(size.width(), size.height()))
            painter.setClipRect(whole)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(where, turned)
        if self.focus_shown:
            focus_ring(painter, whole, CONTROL_RADIUS, self.tokens)

    def _within(self, width: float, height: float) -> QPointF:
        """How far it is moved, no farther than its edge."""
        across, down = max(0.0, (width - self.width()) / 2), max(0.0, (height - self.height()) / 2)
        x, y = self._moved.x(), self._moved.y()
        self._moved = QPointF(min(max(x, -across), across), min(max(y, -down), down))
        return self._moved

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _NEARER:
            self._come(_STEP)
        elif key == Qt.Key.Key_Minus:
            self._come(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self._come(0)
        elif key == Qt.Key.Key_R:
            self.turn()
        elif key in _MOVES and self.zoom > 1:
            self._moved += _MOVES[key]
            self.update()
        else:
            super().keyPressEvent(event)

    def _come(self, factor: float) -> None:
        self.set_zoom(self.zoom * factor)
        self.zoomed.emit(self.zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._come(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and self.zoom > 1:
            self._moved += event.position() - self._grip
            self._grip = event.position()
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None
