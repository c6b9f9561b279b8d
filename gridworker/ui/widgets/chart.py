"""What all charts share: parts that a mouse can point at and keys can walk through, each of which opens its records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.painting import PaintedWidget, focus_ring, write

_CENTRE = Qt.AlignmentFlag.AlignHCenter
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Slice(NamedTuple):
    """A part of a chart: what it is asked for by, its word, how much, and what is said of it in full."""

    key: object
    word: str
    amount: int
    said: str
    now: bool = False


class Chart(PaintedWidget):
    """One stop for Tab; arrow keys walk, Enter or a click opens a part (`opened` carries its key).

    `nothing` is what it says where it has no parts.
    """

    opened = Signal(object)

    def __init__(self, name: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._height = name, height
        self.slices: Sequence[Slice] = ()
        self.nothing = ""
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_name(self, name: str) -> None:
        """Be called something else, from when the next parts are shown."""
        self._name = name

    def set_slices(self, slices: Sequence[Slice]) -> None:
        """Shows these."""
        self.slices = slices
        self._at = min(self._at, max(0, len(slices) - 1))
        said = "\n".join(part.said for part in slices if part.amount)
        self.setAccessibleDescription(said if slices else self.nothing)
        self._name_current()
        self.restyle()

    def places(self) -> list[QRectF]:
        """Where each part is, for the mouse and for the ring of the focus."""
        raise NotImplementedError

    def step(self, key: Qt.Key) -> int:
        """How many parts an arrow key goes on."""
        return _STEPS.get(key, 0)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(300), self.theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(220), self.theme.px(self._height))

    def draw(self, painter: QPainter) -> None:
        """Draws the parts."""
        raise NotImplementedError

    def paint(self, painter: QPainter) -> None:
        if not self.slices:
            painter.setFont(self.theme.font(Type.LABEL))
            write(painter, QRectF(self.rect()), self.nothing, self.tokens.text2, _CENTRE)
            return
        self.draw(painter)
        if self.hasFocus() and self._focus_shown:
            focus_ring(painter, self.places()[self._at].adjusted(-3, -3, 3, 3), 6, self.tokens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self.step(Qt.Key(event.key()))
        if step and self.slices and not event.modifiers():
            self._at = min(max(self._at + step, 0), len(self.slices) - 1)
            self._focus_shown = True
            self._name_current()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.slices:
            self._open(self._at)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (at := self._under(event.position())) is not None:
            self._at = at
            self._open(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._under(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if at is None else Qt.CursorShape.PointingHandCursor)
        if at is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.slices[at].said, self)

    def _under(self, where: QPointF) -> int | None:
        return next((at for at, place in enumerate(self.places()) if place.contains(where)), None)

    def _open(self, at: int) -> None:
        if self.slices[at].amount:
            self.opened.emit(self.slices[at].key)

    def _name_current(self) -> None:
        said = self.slices[self._at].said if self.slices else ""
        self.setAccessibleName(f"{self._name} {said}".strip())
