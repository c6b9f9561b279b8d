"""A filled table as it is shown, printed and written: every cell knows the records it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Cell(NamedTuple):
    """A text or a number, and the ids of its records.

    A cell that is typed has a `key` (row and head); `carried` says that it stands from an earlier month. `percent`
    is a share in whole percent; `fen` an amount in 分.
    """

    value: str | int = ""
    ids: Sequence[str] = ()
    key: tuple[str, str] | None = None
    carried: bool = False
    percent: bool = False
    fen: bool = False

    @property
    def text(self) -> str:
        """How it reads."""
        if isinstance(self.value, int) and self.fen:
            return f"{self.value // 100:,}.{self.value % 100:02d}"
        return f"{self.value}%" if self.percent and isinstance(self.value, int) else str(self.value)


class Table(NamedTuple):
    """`heads` stand above the table as pairs of word and cell, `singles` and `notes` below it.

    `widths` are in characters; `kind` is the kind of the records behind the cells, `mark` who took it out and when.
    """

    name: str
    title: str
    period: str
    kinds: Sequence[str]
    headers: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    heads: Sequence[tuple[str, Cell]] = ()
    singles: Sequence[tuple[str, Cell]] = ()
    notes: Sequence[str] = ()
    mark: str = ""

    @property
    def traced(self) -> int:
        """How many of its cells come from records."""
        cells = (*(cell for row in self.rows for cell in row), *(cell for _, cell in self.singles))
        return sum(bool(cell.ids) for cell in cells)
