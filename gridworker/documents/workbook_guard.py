"""Looks at a workbook before it is read: is it one, does it unpack to a bearable size, has it no traps.

Sizes are those the archive declares; its reader stops there, whatever is packed. One pass over the sheet also finds
what openpyxl does not tell while it streams: merged cells, and formulas whose result nobody worked out.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from gridworker.domain.errors import PersonCanMend

LARGEST_UNPACKED = 500 << 20
LARGEST_STRINGS = 100 << 20
MOST_PARTS = 2000
_STEP = 1 << 16  # a longer piece holds up whoever waits for the interpreter
_OVERLAP = 1 << 12
_TRAPS = ("<!DOCTYPE", "<!ENTITY")
_CODES = ("utf-8", "utf-16-le", "utf-16-be")
_TRAP = re.compile(b"|".join(re.escape(text.encode(code)) for text in _TRAPS for code in _CODES))
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_NO_RESULT = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]*\s)?r="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


class Span(NamedTuple):
    """A merged cell: its first line and column, and how far it reaches; all count from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Found(NamedTuple):
    """What stands in a sheet beside values: its merged cells by their first line, and cells without a result."""

    merged: list[Span]
    unresolved: frozenset[str]


def check_workbook(path: Path) -> None:
    """Raises `PersonCanMend`: `table_broken`, `table_hostile` for what would unpack without end or names entities."""
    try:
        with ZipFile(path) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise PersonCanMend("table_broken", file=path.name)
            strings = [part.file_size for part in parts if "sharedstrings" in part.filename.lower()]
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or sum(strings) > LARGEST_STRINGS:
                raise PersonCanMend("table_hostile", file=path.name)
            for part in parts:
                # What declares entities does so at its beginning.
                if part.filename.endswith((".xml", ".rels")) and _TRAP.search(packed.open(part).read(_STEP)):
                    raise PersonCanMend("table_hostile", file=path.name)
    except (BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise PersonCanMend("table_broken", file=path.name) from None


def look_through(path: Path, sheet: str) -> Found:
    """What is in the sheet that is the part `sheet` of the archive, beside its values."""
    merged: list[Span] = []
    unresolved: set[str] = set()
    with ZipFile(path) as packed, packed.open(sheet) as content:
        rest = b""
        while piece := content.read(_STEP):
            seen = rest + piece
            merged += [_span(*hit.groups()) for hit in _MERGED.finditer(seen)]
            unresolved.update(hit[1].decode() for hit in _NO_RESULT.finditer(seen))
            rest = seen[-_OVERLAP:]
    return Found(sorted(set(merged)), frozenset(unresolved))


def _span(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Span:
    return Span(int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))


def column_number(letters: str) -> int:
    """The number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
