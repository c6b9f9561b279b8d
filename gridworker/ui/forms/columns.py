"""A list that takes all the width shows its rows in columns: where they stand, and the heads over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget

from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.painting import Themed, write

_WIDE = 640
_FIRST = 0.36


def in_columns(width: float) -> bool:
    """Whether there is room for columns."""
    return width >= theme.current().px(_WIDE)


def first_column(inside: QRectF) -> QRectF:
    """What the title of a row has of the row."""
    return QRectF(inside.left(), inside.top(), inside.width() * _FIRST - SPACE_12, inside.height())


def write_cells(painter: QPainter, inside: QRectF, cells: Sequence[str], colour: str) -> None:
    """Writes the cells of a row, or the heads over them, behind the first column; each is cut at its end."""
    left = inside.left() + inside.width() * _FIRST
    each = (inside.right() - left) / max(1, len(cells))
    for at, text in enumerate(cells):
        where = QRectF(left + at * each, inside.top(), each - SPACE_12, inside.height())
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(where.width()))
        write(painter, where, cut, colour)


class Heads(Themed, QWidget):
    """The heads of the columns of `view`, the first of them over the titles; there where `are_there` and room is."""

    def __init__(
        self, heads: Sequence[str], view: QAbstractScrollArea, are_there: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._heads, self._view, self._are_there = tuple(heads), view, are_there
        self.hide()
        view.viewport().installEventFilter(self)
        self.setAccessibleName(" ".join(heads))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @Slot()
    def fit(self) -> None:
        """Stands there or not, by what the list holds now."""
        self.setVisible(in_columns(self._view.viewport().width()) and self._are_there())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return QSize(0, self.theme.metrics(Type.META).height() + SPACE_8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.theme.font(Type.META))
        inside = QRectF(0, 0, self._view.viewport().width(), self.height()).adjusted(
            SPACE_12, 0, -SPACE_12, -SPACE_4
        )
        colour, (first, *others) = self.theme.tokens.text2, self._heads
        write(painter, first_column(inside), first, colour)
        write_cells(painter, inside, others, colour)
        painter.end()
