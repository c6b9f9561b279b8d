"""How a table is read: where its headers stand and which column is what, as a person corrected it the last time.

What somebody changed is remembered for tables of the same shape (the same headers in the same order), on this laptop.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Self

from gridworker.documents.incoming import read_table
from gridworker.documents.incoming_line import Line
from gridworker.domain.errors import Trouble
from gridworker.operations.import_columns import (
    HEADERS_WITHIN,
    Column,
    check_columns,
    find_columns,
    plain_header,
    understood,
)
from gridworker.operations.import_template import is_example
from gridworker.store import meta
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

_NAME = "import_layouts"
_MOST = 30
_SAMPLED = 12
_SAMPLES = 3


class Layout(NamedTuple):
    """The line of the headers, the columns, and of each column what its first lines say.

    `remembered` says that a person changed a table of this shape before.
    """

    header_line: int
    columns: list[Column]
    samples: list[list[str]]
    remembered: bool = False

    def with_target(self, place: int, target: str) -> Self:
        """The same with another target for the column at `place`."""
        columns = list(self.columns)
        columns[place] = columns[place]._replace(target=target)
        return self._replace(columns=columns)


def read_layout(profile: Profile, kind: str, path: Path) -> Layout:
    """How a table is understood, or was the last time. Raises `PersonCanMend` for what is no table."""
    lines = list(islice(read_table(path), HEADERS_WITHIN + _SAMPLED))
    kept = profile.read(lambda db: meta.get(db, _NAME, {})).get(kind, [])
    for line in lines[:HEADERS_WITHIN]:
        shape = _shape([cell.text for cell in line.cells])
        for known, targets in kept:
            if known == shape:
                columns = [
                    Column(cell.text, target) for cell, target in zip(line.cells, targets, strict=True)
                ]
                return Layout(
                    line.number, columns, _samples(lines, line.number, len(columns)), remembered=True
                )
    header_line, columns = find_columns(kind, lines)
    return Layout(header_line, columns, _samples(lines, header_line, len(columns)))


def find_trouble(kind: str, layout: Layout) -> Trouble | None:
    """Why a table cannot be read so, None where it can."""
    try:
        check_columns(kind, layout.columns)
    except Trouble as trouble:
        return trouble
    return None


def remember(profile: Profile, kind: str, layout: Layout) -> None:
    """Keeps what a person changed of how a table is understood; what they took back is forgotten."""
    by_itself = layout.columns == [understood(kind, column.header) for column in layout.columns]
    if by_itself and not layout.remembered:
        return
    shape = _shape([column.header for column in layout.columns])

    def work(db: Tables) -> None:
        kept = meta.get(db, _NAME, {})
        others = [one for one in kept.get(kind, []) if one[0] != shape]
        mine = [] if by_itself else [[shape, [column.target for column in layout.columns]]]
        meta.put(db, _NAME, kept | {kind: [*mine, *others][:_MOST]})

    profile.write(work)


def _shape(headers: Sequence[str]) -> list[str]:
    return [plain_header(header) for header in headers]


def _samples(lines: Sequence[Line], header_line: int, width: int) -> list[list[str]]:
    """The first words below each header."""
    below = [line for line in lines if line.number > header_line and not is_example(line)]
    found: list[list[str]] = []
    for place in range(width):
        texts = [line.cells[place].text for line in below if place < len(line.cells)]
        found.append(list(dict.fromkeys(text for text in texts if text))[:_SAMPLES])
    return found
