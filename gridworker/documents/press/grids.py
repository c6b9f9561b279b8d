"""Forms: rows of cells with rules around them. A row that is taller than a third of the page may go on overleaf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from gridworker.documents.paper import Cell, Grid
from gridworker.documents.press.fonts import BODY, mm, points
from gridworker.documents.press.lines import Line, Look, set_text
from gridworker.documents.press.strips import HEIGHT, UPRIGHT, Room, Strip

_LEADING = 1.5
_SIDE = mm(1.6)
_ABOVE = mm(1.4)
_TALL = HEIGHT / 3


class _Set(NamedTuple):
    """A cell that is set: where it stands and its lines."""

    left: float
    lines: list[Line]
    pitch: float


class _Looks(NamedTuple):
    """How the text of a form is set."""

    text: Look
    label: Look

    @property
    def pitch(self) -> float:
        """The height of a line."""
        return self.text.pitch


def set_grid(grid: Grid, missing: dict[str, None], room: Room = UPRIGHT) -> Iterator[list[Strip]]:
    """The strips of a form, row by row; a row is glued together unless it is tall, a form that is `kept` all of it."""
    whole, pitch = sum(grid.shares), points(grid.size * _LEADING)
    columns = [0.0, *(room.width * share / whole for share in accumulate(grid.shares))]
    looks = _Looks(Look(BODY, grid.size, pitch), Look(BODY, grid.size, pitch, Qt.AlignmentFlag.AlignHCenter))
    heads = [strip for row in grid.rows[: grid.heads] for strip in _row(row, columns, looks, missing)]
    for strip in heads:
        strip.glued = True
    yield heads
    for number, row in enumerate(grid.rows[grid.heads :], start=grid.heads + 1):
        strips = _row(row, columns, looks, missing)
        for strip in strips:
            strip.above = heads
            strip.glued |= grid.kept and not (number == len(grid.rows) and strip is strips[-1])
        yield strips


def _row(
    row: Sequence[Cell], columns: Sequence[float], looks: _Looks, missing: dict[str, None]
) -> list[Strip]:
    starts = list(accumulate((cell.span for cell in row), initial=0))
    edges = tuple(columns[place] for place in starts)
    cells = [_cell(cell, edges[n], edges[n + 1], looks, missing) for n, cell in enumerate(row)]
    pitch = looks.pitch
    needed = max((len(cell.lines) for cell in cells), default=1)
    least = max((cell.lines for cell in row), default=1)
    height = max(needed, least) * pitch + 2 * _ABOVE
    if height <= _TALL:
        return [Strip(height, _Whole(cells, height), edges=edges, first=True, last=True)]
    strips = [
        Strip(pitch, _Part(cells, number), edges=edges, glued=number in (0, needed - 2))
        for number in range(needed)
    ]
    strips[0].first, strips[0].height, strips[0].draw = True, pitch + _ABOVE, _Part(cells, 0, _ABOVE)
    rest = max(least - needed, 0) * pitch + _ABOVE
    strips[-1].last, strips[-1].height = True, strips[-1].height + rest
    return strips


def _cell(cell: Cell, left: float, right: float, looks: _Looks, missing: dict[str, None]) -> _Set:
    look = looks.label if cell.label else looks.text
    width = right - left - 2 * _SIDE
    lines = [line for part in cell.text.split("\n") for line in set_text(part, look, width, missing)]
    return _Set(left + _SIDE, lines, look.pitch)


class _Whole:
    """Draws a row that stands together: its cells are centred upright."""

    def __init__(self, cells: list[_Set], height: float) -> None:
        self._cells, self._height = cells, height

    def __call__(self, painter: QPainter, y: float) -> None:
        for cell in self._cells:
            top = y + (self._height - len(cell.lines) * cell.pitch) / 2
            for number, line in enumerate(cell.lines):
                line.draw(painter, cell.left, top + number * cell.pitch)


class _Part:
    """Draws one line of each cell of a tall row."""

    def __init__(self, cells: list[_Set], number: int, down: float = 0) -> None:
        self._cells, self._number, self._down = cells, number, down

    def __call__(self, painter: QPainter, y: float) -> None:
        for cell in self._cells:
            if self._number < len(cell.lines):
                cell.lines[self._number].draw(painter, cell.left, y + self._down)
