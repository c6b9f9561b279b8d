"""A line of a table that somebody else made, and what stands in its cells, whatever kind of file it was."""

from __future__ import annotations

from typing import NamedTuple

MOST_COLUMNS = 200


class Cell(NamedTuple):
    """What stands in a cell; `day` is the day `YYYY-MM-DD` that a bare number means in its workbook, if it means one.

    `flaw` says why it cannot be taken: `lost_digits`, `no_result` (a formula that was never worked out), `cell_error`
    (#REF! and its kin).
    """

    text: str = ""
    day: str = ""
    flaw: str = ""


class Line(NamedTuple):
    """A line of the table with the number it has in the file, the first being 1."""

    number: int
    cells: list[Cell]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.text or cell.flaw for cell in self.cells)
