"""A table that somebody else made, read line by line: XLSX as offices keep it, CSV as programs write it.

A cell is what it says, and what is wrong with it: digits that a spreadsheet has thrown away are never guessed. What a
merged cell says, it says for every line it covers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gridworker.documents.incoming_line import Line
from gridworker.domain.errors import PersonCanMend

LARGEST_FILE = 60 << 20
MOST_LINES = 200_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"


def read_table(path: Path) -> Iterator[Line]:
    """The lines of a table, blank ones too, as they are read.

    Of a workbook it is the sheet that is in front. Raises `PersonCanMend`: `table_missing`, `table_too_large`,
    `table_old_format` (xls, or a password on it), `table_broken`, `table_hostile`.
    """
    if not path.is_file():
        raise PersonCanMend("table_missing", file=path.name)
    if path.stat().st_size > LARGEST_FILE:
        raise PersonCanMend("table_too_large", file=path.name, most=LARGEST_FILE >> 20)
    with path.open("rb") as file:
        beginning = file.read(8)
    if beginning.startswith(_OLD_OFFICE):
        raise PersonCanMend("table_old_format", file=path.name)
    # By what it is: people rename files, and programs give tables the name they like.
    if beginning.startswith(_ZIP):
        from gridworker.documents.incoming_xlsx import read_xlsx

        lines = read_xlsx(path)
    else:
        from gridworker.documents.incoming_csv import read_csv

        lines = read_csv(path)
    for line in lines:
        if line.number > MOST_LINES:
            raise PersonCanMend("table_too_long", file=path.name, most=MOST_LINES)
        yield line
