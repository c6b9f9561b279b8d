"""A list that is longer than its place ends behind a row, never in the middle of one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView, QTableView, QWidget


def end_behind_a_row(view: QListView, row: int) -> None:
    """Keeps the rest below the last whole row of `row` pixels clear, where there are more rows than fit."""
    rest = _rest(view.height() - 2 * view.frameWidth(), row, view.model().rowCount())
    if rest != view.viewportMargins().bottom():
        view.setViewportMargins(0, 0, 0, rest)


class WholeRows(QWidget):
    """Holds a table and is as large as its place; the table in it ends behind a row."""

    def __init__(self, table: QTableView) -> None:
        super().__init__()
        self._table = table
        table.setParent(self)
        self.setSizePolicy(table.sizePolicy())

    def minimumSizeHint(self) -> QSize:
        return self._table.minimumSizeHint()

    def sizeHint(self) -> QSize:
        return self._table.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Called as well where the height or the number of rows is another one."""
        table = self._table
        around = table.horizontalHeader().sizeHint().height() + 2 * table.frameWidth() + self._bar_below()
        row = table.verticalHeader().defaultSectionSize()
        rest = _rest(self.height() - around, row, table.model().rowCount())
        table.setGeometry(0, 0, self.width(), self.height() - rest)

    def _bar_below(self) -> int:
        """The height that the bar below takes, where the columns are wider than the table."""
        table, bar = self._table, self._table.horizontalScrollBar()
        if table.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            return 0
        room = self.width() - 2 * table.frameWidth() - table.verticalScrollBar().sizeHint().width()
        return bar.sizeHint().height() if table.horizontalHeader().length() > room else 0


def _rest(height: int, row: int, rows: int) -> int:
    return height % row if 0 < row <= height and rows * row > height else 0
