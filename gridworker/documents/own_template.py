"""A table of one's own: an xlsx whose places in double braces are filled, and whatever else is in it left as it is.

A row that takes columns of a ledger is written once for each of its rows; what stands below moves down, merged cells
and formulas with it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, NamedTuple

from gridworker.documents.filled import Cell
from gridworker.domain.errors import PersonCanMend

MOST_BYTES = 5_000_000
_MOST_UNPACKED = 60_000_000
_PLACE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_SOURCES = ("出处", "Sources")

Answer = Cell | Sequence[Cell] | None
Look = Callable[[str], Answer]
"""What stands in a place: one cell, a column of them, or None where nobody knows that name."""


class Filled(NamedTuple):
    """The bytes of the filled workbook, how many rows were written, and how many cells were filled."""

    content: bytes
    rows: int
    cells: int


def fill_template(content: bytes, look: Look, mark: str) -> Filled:
    """Fills a template. `mark` goes into the foot of every sheet.

    Raises `PersonCanMend` (`template_too_large`, `template_unreadable`, `template_unknown_place`,
    `template_merged_row`, `template_empty`).
    """
    book = _opened(content)
    filling = _Filling(look)
    for sheet in book.worksheets:
        filling.fill(sheet)
        sheet.oddFooter.left.text = mark.replace("&", "&&")
    if not filling.cells:
        raise PersonCanMend("template_empty")
    _trace(book, filling.traced)
    out = io.BytesIO()
    book.save(out)
    return Filled(out.getvalue(), filling.rows, filling.cells)


def _opened(content: bytes) -> Any:
    from openpyxl import load_workbook

    if len(content) > MOST_BYTES:
        raise PersonCanMend("template_too_large", most=MOST_BYTES // 1_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > _MOST_UNPACKED:
            raise PersonCanMend("template_too_large", most=MOST_BYTES // 1_000_000)
        return load_workbook(io.BytesIO(content))
    except PersonCanMend:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise PersonCanMend("template_unreadable") from error


class _Filling:
    def __init__(self, look: Look) -> None:
        self._look = look
        self._known: dict[str, Answer] = {}
        self.rows = self.cells = 0
        self.traced: list[tuple[str, str, Cell]] = []

    def fill(self, sheet: Any) -> None:
        """Fills the places of a sheet, from its foot up: so nothing that is still to be looked at has moved."""
        for line in range(sheet.max_row, 0, -1):
            places = {
                cell.column: list(_PLACE.findall(cell.value))
                for cell in sheet[line]
                if isinstance(cell.value, str) and _PLACE.search(cell.value)
            }
            if places:
                self._line(sheet, line, places)

    def _line(self, sheet: Any, line: int, places: dict[int, list[str]]) -> None:
        answers = {
            name: self._answer(name, sheet.cell(line, column).coordinate)
            for column, names in places.items()
            for name in names
        }
        columns = [answer for answer in answers.values() if not isinstance(answer, Cell)]
        count = max(map(len, columns), default=1)
        texts = {column: str(sheet.cell(line, column).value) for column in places}
        if count > 1:
            _make_room(sheet, line, count - 1)
        for number in range(max(count, 1)):
            for column, text in texts.items():
                self._put(sheet.cell(line + number, column), text, answers, number)
        self.rows += count if columns else 0

    def _answer(self, name: str, where: str) -> Cell | Sequence[Cell]:
        if name not in self._known:
            self._known[name] = self._look(name)
        found = self._known[name]
        if found is None:
            raise PersonCanMend("template_unknown_place", cell=where, name=name)
        return found

    def _put(self, target: Any, text: str, answers: dict[str, Cell | Sequence[Cell]], number: int) -> None:
        def at(name: str) -> Cell:
            answer = answers[name]
            if isinstance(answer, Cell):
                return answer
            return answer[number] if number < len(answer) else Cell()

        names = _PLACE.findall(text)
        if _PLACE.fullmatch(text.strip()):
            _write(target, at(names[0]))
        else:
            target.value = _PLACE.sub(lambda found: at(found[1]).text, text)
        self.cells += 1
        self.traced += [(target.coordinate, name, at(name)) for name in names if at(name).ids]


def _write(target: Any, cell: Cell) -> None:
    if isinstance(cell.value, int) and (cell.percent or cell.fen):
        target.value = cell.value / 100
        target.number_format = "0%" if cell.percent else "#,##0.00"
    elif isinstance(cell.value, int):
        target.value = cell.value
    else:
        # As text, whatever it looks like: identity numbers keep their digits, and nothing becomes a formula.
        target.value, target.data_type = cell.value, "s"


def _make_room(sheet: Any, line: int, more: int) -> None:
    """Moves what stands below a row down, and gives the new rows its look."""
    merged = list(sheet.merged_cells.ranges)
    for area in merged:
        if area.min_row <= line <= area.max_row and area.min_row != area.max_row:
            raise PersonCanMend("template_merged_row", cell=area.coord)
    below = [area for area in merged if area.min_row >= line]
    for area in below:
        sheet.unmerge_cells(area.coord)
    heights = {row: sheet.row_dimensions[row].height for row in range(line, sheet.max_row + 1)}
    _move(sheet, line, more)
    for row, height in heights.items():
        if row > line:
            sheet.row_dimensions[row + more].height = height
    for row in range(line + 1, line + more + 1):
        sheet.row_dimensions[row].height = heights[line]
        for cell in sheet[line]:
            _dress(sheet.cell(row, cell.column), cell)
    for area in below:
        rows = range(line, line + more + 1) if area.min_row == line else (area.min_row + more,)
        for row in rows:
            _merge(sheet, area, row)


def _move(sheet: Any, line: int, more: int) -> None:
    """Inserts rows below a line; formulas further down keep meaning the same cells."""
    from openpyxl.formula.translate import Translator

    formulas = [cell for row in sheet.iter_rows(min_row=line + 1) for cell in row if cell.data_type == "f"]
    moved = [(cell.row, cell.column, str(cell.value), cell.coordinate) for cell in formulas]
    sheet.insert_rows(line + 1, more)
    for row, column, formula, origin in moved:
        target = sheet.cell(row + more, column)
        target.value = Translator(formula, origin).translate_formula(target.coordinate)


def _dress(target: Any, like: Any) -> None:
    for look in ("font", "border", "fill", "number_format", "alignment", "protection"):
        setattr(target, look, copy(getattr(like, look)))


def _merge(sheet: Any, area: Any, row: int) -> None:
    last = row + area.max_row - area.min_row
    sheet.merge_cells(start_row=row, end_row=last, start_column=area.min_col, end_column=area.max_col)


def _trace(book: Any, traced: Sequence[tuple[str, str, Cell]]) -> None:
    sheet = book.create_sheet(_SOURCES[0] if _SOURCES[0] not in book.sheetnames else _SOURCES[1])
    sheet.append(["单元格", "项目", "数值", "记录编号"])
    for where, name, cell in sorted(traced, key=lambda item: (len(item[0]), item[0])):
        for record in cell.ids:
            sheet.append([where, name, cell.text[:60], record])
