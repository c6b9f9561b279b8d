"""CSV as it comes: UTF-8 with or without its mark, UTF-16, GBK; commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from gridworker.documents.incoming_line import MOST_COLUMNS, Cell, Line
from gridworker.domain.errors import PersonCanMend

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = (",", "\t", ";", "，", "|")
_SHORTENED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")
"""What Excel leaves of a long number in a CSV: 3.30109E+17."""
_HARMLESS = re.compile(r"'(?=[=+\-@\t\r])")


def read_csv(path: Path) -> Iterator[Line]:
    """The lines of a CSV file. Raises `PersonCanMend` (`table_broken`) where it is no text."""
    text = _decoded(path.read_bytes(), path.name)
    csv.field_size_limit(1 << 20)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, values in enumerate(reader, 1):
            yield Line(number, [_cell(value) for value in values[:MOST_COLUMNS]])
    except csv.Error:
        raise PersonCanMend("table_broken", file=path.name) from None


def _decoded(content: bytes, name: str) -> str:
    marked = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise PersonCanMend("table_broken", file=name)


def _delimiter(text: str) -> str:
    """What parts most of the first lines alike."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:10]
    counts = {sign: [line.count(sign) for line in lines] for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: (sum(1 for count in counts[sign] if count), sum(counts[sign])))


def _cell(value: str) -> Cell:
    # Our own export puts an apostrophe before what a spreadsheet would take for a formula.
    text = _HARMLESS.sub("", value, count=1) if value.startswith("'") else value
    text = text.strip().removeprefix("\ufeff")
    return Cell(text, flaw="lost_digits" if _SHORTENED.fullmatch(text) else "")
