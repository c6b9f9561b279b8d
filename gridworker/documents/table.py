"""Records of a kind as a table: XLSX for offices, CSV for programs that know no better, JSON for those that do.

One row a record, one column a field, in the order of the declaration; a collection stands in one cell, an element a
line. Numbers of people and telephones are text: as numbers they would lose their last digits.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.documents.values import Reading
from gridworker.documents.whole_file import check_place, write_whole
from gridworker.domain.fields import Field, Form, Kind
from gridworker.domain.kinds import KINDS
from gridworker.environment.labels import labels
from gridworker.environment.language import Words

FORMATS = ("xlsx", "csv", "json")
ID_HEADER = Words("记录编号", "Record id")

_NOT_IN_TABLES = frozenset(
    {"tz", "created_by", "attachments", "links", "extra", "position", "merged_into", "from_id", "to_id"}
)
_LONGEST_CELL = 32_767  # of Excel
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Record = Mapping[str, Any]


class Column(NamedTuple):
    """One column: the field it shows and what it is called."""

    name: str
    field: Field
    header: str


def write_records(
    kind: str,
    records: Iterable[Record],
    out: Path,
    form: str,
    language: str,
    mark: str = "",
    names: Collection[str] | None = None,
) -> int:
    """Writes records, as `record show` gives them, to `out` in `form` and returns how many those were.

    `names` are the fields that are wanted, None for all. `out` is whole or untouched. Raises `PersonCanMend`
    (`folder_missing`, `out_is_a_folder`), `OSError` from the disk, `KeyError` for a kind or a form that is not known.
    """
    check_place(out)
    rows = list(records)
    write_whole(out, written(kind, rows, form, language, mark, names))
    return len(rows)


def written(
    kind: str,
    records: Sequence[Record],
    form: str,
    language: str,
    mark: str = "",
    names: Collection[str] | None = None,
) -> bytes:
    """The file that `write_records` would write. Raises `KeyError` likewise."""
    shown = [one for one in columns(KINDS[kind], language) if names is None or one.name in names]
    if form == "xlsx":
        return _sheet(labels(language).kind(kind), list(_rows(kind, shown, records, language)), mark)
    if form == "json":
        wanted = records if names is None else [_only(record, names) for record in records]
        return (json.dumps(list(wanted), ensure_ascii=False, indent=1) + "\n").encode()
    if form != "csv":
        raise KeyError(form)
    return _as_csv(list(_rows(kind, shown, records, language)))


def _only(record: Record, names: Collection[str]) -> Record:
    return {name: value for name, value in record.items() if name in names or name in ("id", "kind")}


def write_table(title: str, rows: Sequence[Sequence[str | int]], out: Path, mark: str = "") -> None:
    """Writes a table of its own as xlsx, its headers being the first of `rows`.

    `out` is whole or untouched. Raises `PersonCanMend` (`folder_missing`, `out_is_a_folder`), `OSError` from the disk.
    """
    write_whole(out, _sheet(title, rows, mark))


def columns(kind: Kind, language: str) -> list[Column]:
    """The columns of a kind: its own fields first, then who made the record, when, and its id."""
    named = labels(language)
    own = [name for name in kind.fields if not name.startswith("created_") and name not in _NOT_IN_TABLES]
    shown = [Column(name, kind.fields[name], named.field(kind.code, name)) for name in own]
    made = [Column(n, kind.fields[n], named.field(kind.code, n)) for n in ("created_at", "created_by_name")]
    return [*shown, *made, Column("id", Field(), ID_HEADER.said(language))]


def cell(reading: Reading, record: Record, column: Column) -> str | int:
    """What stands in one cell: text, or a number where the field counts something."""
    value = record.get(column.name)
    if column.field.form is Form.INTEGER and type(value) is int and not column.name.endswith("_fen"):
        return value
    return reading.text(column.name, column.field, value)


def _rows(
    kind: str, shown: Sequence[Column], records: Sequence[Record], language: str
) -> Iterator[list[str | int]]:
    yield [column.header for column in shown]
    for record in records:
        reading = Reading(kind, labels(language))
        yield [cell(reading, record, column) for column in shown]


def _sheet(title: str, rows: Sequence[Sequence[str | int]], mark: str) -> bytes:
    from xlsxwriter import Workbook

    content = io.BytesIO()
    # In memory: personal data must not pass through a folder for temporary files.
    book = Workbook(content, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    sheet = book.add_worksheet(title[:31])
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    number = book.add_format({"valign": "top"})
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, place, value, number)
            else:
                sheet.write_string(line, place, _fitting(value), heading if line == 0 else body)
    last = len(rows[0]) - 1
    sheet.set_column(0, last, 18)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows) - 1, last)
    put_mark(sheet, mark)
    book.set_properties({"title": title, "comments": mark})
    book.close()
    return content.getvalue()


def put_mark(sheet: Any, mark: str) -> None:
    """Who took a table out, when and on which device, at the head and foot of every printed page (PIPL art. 51)."""
    text = mark.replace("&", "&&")
    sheet.set_header(f"&R&8{text}")
    sheet.set_footer(f"&L&8{text}&C&9&P / &N")


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _as_csv(rows: Sequence[Sequence[str | int]]) -> bytes:
    content = io.StringIO(newline="")
    csv.writer(content).writerows([_harmless(value) for value in row] for row in rows)
    return content.getvalue().encode("utf-8-sig")


def _harmless(value: str | int) -> str | int:
    """A text that a spreadsheet would take for a formula gets an apostrophe: anybody may have dictated it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
