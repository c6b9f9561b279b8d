"""The mark of the program, three by three squares with a lit cross; and the grid paper behind lock and enrolment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import CARD_RADIUS
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.painting import PaintedWidget, box, shadow

_CROSS = {(1, 0), (0, 1), (1, 1), (2, 1), (1, 2)}
# Lit cells of the backdrop: column and row counted from the middle, and how strongly.
_LIT = (
    (-13, -5, 0.09),
    (-12, -5, 0.05),
    (8, -6, 0.05),
    (9, 1, 0.06),
    (10, 2, 0.05),
    (-10, 3, 0.06),
    (7, 4, 0.04),
)
# How strongly the lines of the grid show, by theme.
_GRID = {"light": 0.7, "dark": 0.45, "contrast": 0.2}


def draw_mark(painter: QPainter, where: QRectF) -> None:
    """The mark, as large as `where` allows."""
    t = theme.current().tokens
    side = min(where.width(), where.height())
    where = QRectF(where.center().x() - side / 2, where.center().y() - side / 2, side, side)
    box(painter, where, side * 0.24, t.primary)
    cell, gap = side * 0.165, side * 0.055
    start = (side - 3 * cell - 2 * gap) / 2
    for column in range(3):
        for row in range(3):
            place = QPointF(
                where.left() + start + column * (cell + gap), where.top() + start + row * (cell + gap)
            )
            painter.setOpacity(1.0 if (column, row) in _CROSS else 0.45)
            box(painter, QRectF(place.x(), place.y(), cell, cell), cell * 0.3, t.on_strong)
    painter.setOpacity(1.0)


def mark_icon() -> QIcon:
    """The mark as the icon of the window and of the tray."""
    icon = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_mark(painter, QRectF(0, 0, side, side))
        painter.end()
        icon.addPixmap(picture)
    return icon


class AppMark(PaintedWidget):
    """The mark, `side` logical pixels at 100 %."""

    def __init__(self, name: str, side: int = 36, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(self._side), self.theme.px(self._side))

    def paint(self, painter: QPainter) -> None:
        draw_mark(painter, QRectF(self.rect()))


class Backdrop(PaintedWidget):
    """Paper with a fine grid and a few lit cells. Cards in its layout stand on it and have a shadow."""

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else QSize(0, 0)

    def event(self, event: QEvent) -> bool:
        # A card that grows takes its shadow along.
        if event.type() is QEvent.Type.LayoutRequest:
            self.update()
        return super().event(event)

    def paint(self, painter: QPainter) -> None:
        self._paper(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for child in self.children():
            if isinstance(child, Card) and child.isVisible():
                shadow(painter, QRectF(child.geometry()), CARD_RADIUS)

    def _paper(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.theme.colour("bg"))
        cell = self.theme.px(46)
        middle = QPointF(self.width() / 2, self.height() / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for column, row, strength in _LIT:
            lit = self.theme.colour("primary")
            lit.setAlphaF(strength)
            left = middle.x() + column * cell
            painter.fillRect(QRectF(left, middle.y() + row * cell, cell, cell), lit)
        line = QColor(self.tokens.line)
        line.setAlphaF(_GRID[self.tokens.name])
        painter.setPen(QPen(line, 1))
        for step in range(-int(middle.x() // cell) - 1, int(middle.x() // cell) + 2):
            across = round(middle.x() + step * cell)
            painter.drawLine(across, 0, across, self.height())
        for step in range(-int(middle.y() // cell) - 1, int(middle.y() // cell) + 2):
            down = round(middle.y() + step * cell)
            painter.drawLine(0, down, self.width(), down)
