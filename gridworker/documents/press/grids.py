"""Forms: rows of cells with rules around them. A row that is taller than a third of the page may go on overleaf."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from gridworker.documents.paper import Cell, Grid
from gridworker.documents.press.fonts import BODY, mm, points
from gridworker.documents.press.lines import Line, Look, set_text
from gridworker.documents.press.strips import HEIGHT, WIDTH, Strip

_SIZE = 12
_PITCH = points(18)
_TEXT = Look(BODY, _SIZE, _PITCH)
_LABEL = Look(BODY, _SIZE, _PITCH, Qt.AlignmentFlag.AlignHCenter)
_SIDE = mm(1.6)
_ABOVE = mm(1.4)
_TALL = HEIGHT / 3


class _Set(NamedTuple):
    """A cell that is set: where it stands and its lines."""

    left: float
    lines: list[Line]
    is_label: bool


def set_grid(grid: Grid, missing: dict[str, None]) -> list[Strip]:
    """The strips of a form, a row glued together unless it is tall."""
    whole = sum(grid.shares)
    columns = [0.0, *(WIDTH * share / whole for share in accumulate(grid.shares))]
    strips = [strip for row in grid.rows for strip in _row(row, columns, missing)]
    for strip in strips[:-1] if grid.kept else ():
        strip.glued = True
    return strips


def _row(row: Sequence[Cell], columns: Sequence[float], missing: dict[str, None]) -> list[Strip]:
    starts = list(accumulate((cell.span for cell in row), initial=0))
    edges = tuple(columns[place] for place in starts)
    cells = [_cell(cell, edges[n], edges[n + 1], missing) for n, cell in enumerate(row)]
    needed = max((len(cell.lines) for cell in cells), default=1)
    least = max((cell.lines for cell in row), default=1)
    height = max(needed, least) * _PITCH + 2 * _ABOVE
    if height <= _TALL:
        return [Strip(height, _Whole(cells, height), edges=edges, first=True, last=True)]
    strips = [
        Strip(_PITCH, _Part(cells, number), edges=edges, glued=number in (0, needed - 2))
        for number in range(needed)
    ]
    strips[0].first, strips[0].height, strips[0].draw = True, _PITCH + _ABOVE, _Part(cells, 0, _ABOVE)
    rest = max(least - needed, 0) * _PITCH + _ABOVE
    strips[-1].last, strips[-1].height = True, strips[-1].height + rest
    return strips


def _cell(cell: Cell, left: float, right: float, missing: dict[str, None]) -> _Set:
    look = _LABEL if cell.label else _TEXT
    width = right - left - 2 * _SIDE
    lines = [line for part in cell.text.split("\n") for line in set_text(part, look, width, missing)]
    return _Set(left + _SIDE, lines, cell.label)


class _Whole:
    """Draws a row that stands together: its cells are centred upright."""

    def __init__(self, cells: list[_Set], height: float) -> None:
        self._cells, self._height = cells, height

    def __call__(self, painter: QPainter, y: float) -> None:
        for cell in self._cells:
            top = y + (self._height - len(cell.lines) * _PITCH) / 2
            for number, line in enumerate(cell.lines):
                line.draw(painter, cell.left, top + number * _PITCH)


class _Part:
    """Draws one line of each cell of a tall row."""

    def __init__(self, cells: list[_Set], number: int, down: float = 0) -> None:
        self._cells, self._number, self._down = cells, number, down

    def __call__(self, painter: QPainter, y: float) -> None:
        for cell in self._cells:
            if self._number < len(cell.lines):
                cell.lines[self._number].draw(painter, cell.left, y + self._down)
