"""A workbook as openpyxl reads it, streaming: the sheet in front, each cell as a person would read it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import Any

from gridworker.documents.incoming_line import MOST_COLUMNS, Cell, Line
from gridworker.documents.workbook_guard import Found, Span, check_workbook, column_number, look_through
from gridworker.domain.errors import PersonCanMend

_EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number; those behind are zeros, whatever was typed."""
_PLACE = re.compile(r"([A-Z]+)(\d+)")


def read_xlsx(path: Path) -> Iterator[Line]:
    """The lines of the sheet in front. Raises `PersonCanMend` (`table_broken`, `table_hostile`)."""
    check_workbook(path)
    try:
        with warnings.catch_warnings():
            # About styles and extensions that are nothing to us.
            warnings.simplefilter("ignore")
            yield from _read(path)
    except PersonCanMend:
        raise
    except MemoryError:
        raise PersonCanMend("table_hostile", file=path.name) from None
    except Exception:  # noqa: BLE001  # openpyxl raises whatever a broken part leads it to
        raise PersonCanMend("table_broken", file=path.name) from None


def _read(path: Path) -> Iterator[Line]:
    from gridworker.documents.workbook_pieces import load_in_pieces

    book = load_in_pieces(path)
    try:
        sheet: Any = book.active if hasattr(book.active, "iter_rows") else book.worksheets[0]
        # What a sheet says of its own size is often wrong, and an empty one says nothing.
        sheet.reset_dimensions()
        found = look_through(path, sheet._worksheet_path)  # noqa: SLF001  # has no public name
        holes = _by_line(found)
        filled = _Merged(found.merged)
        for number, values in zip(count(1), sheet.iter_rows(values_only=True), strict=False):
            cells = [_cell(value, book.epoch) for value in values[:MOST_COLUMNS]]
            for column in holes.get(number, ()):
                cells += [Cell()] * (column - len(cells))
                cells[column - 1] = Cell(flaw="no_result")
            yield Line(number, filled.line(number, cells))
    finally:
        book.close()


def _by_line(found: Found) -> dict[int, list[int]]:
    lines: dict[int, list[int]] = {}
    for place in found.unresolved:
        match = _PLACE.fullmatch(place)
        if match and (column := column_number(match[1])) <= MOST_COLUMNS:
            lines.setdefault(int(match[2]), []).append(column)
    return lines


class _Merged:
    """Hands what a merged cell says to every line and column that it covers."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._coming = list(reversed([span for span in spans if span.left <= MOST_COLUMNS]))
        self._open: list[tuple[Span, Cell]] = []

    def line(self, number: int, cells: list[Cell]) -> list[Cell]:
        """The cells of a line, those that a merged one covers filled."""
        while self._coming and self._coming[-1].top <= number:
            span = self._coming.pop()
            if span.left <= len(cells):
                self._open.append((span, cells[span.left - 1]))
        self._open = [(span, cell) for span, cell in self._open if span.bottom >= number]
        for span, cell in self._open:
            right = min(span.right, MOST_COLUMNS)
            cells += [Cell()] * (right - len(cells))
            for column in range(span.left, right + 1):
                if not cells[column - 1].text:
                    cells[column - 1] = cell
        return cells


def _cell(value: Any, epoch: datetime) -> Cell:
    if value is None:
        return Cell()
    if isinstance(value, str):
        text = value.strip()
        return Cell("", flaw="cell_error") if _ERROR.fullmatch(text) else Cell(text)
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, int | float):
        return _number(value, epoch)
    return Cell(_moment(value))


_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_LAST_DAY = 73_050
"""The number of the last day of 2099."""


def _number(value: float, epoch: datetime) -> Cell:
    if not abs(value) < _EXACT:
        return Cell(flaw="lost_digits")
    if not float(value).is_integer():
        return Cell(repr(float(value)))
    return Cell(str(int(value)), day=_day(int(value), epoch) if 0 < value <= _LAST_DAY else "")


def _day(number: int, epoch: datetime) -> str:
    from openpyxl.utils.datetime import from_excel

    found = from_excel(number, epoch)
    return found.date().isoformat() if isinstance(found, datetime) else ""


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
