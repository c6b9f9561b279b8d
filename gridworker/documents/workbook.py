"""A filled table as xlsx: the table as offices know it, and a second sheet (出处) with the records of every cell."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from gridworker.documents.filled import Cell, Table
from gridworker.documents.table import ID_HEADER, put_mark
from gridworker.environment.language import Words

_TRACE = Words("出处", "Sources")
_HEADS = (
    Words("单元格", "Cell"),
    Words("项目", "What"),
    Words("数值", "Value"),
    ID_HEADER,
)
_MARGIN = 24
IDS_A_LINE = 800
"""As many as a cell of Excel holds; a cell that comes from more has several lines."""

BETWEEN = ", "


def as_workbook(table: Table, language: str = "zh_CN") -> bytes:
    """The bytes of the workbook."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    # In memory: personal data must not pass through a folder for temporary files.
    book = Workbook(content, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"title": table.title, "author": table.mark, "comments": table.mark})
    sheet = book.add_worksheet(table.title[-31:])
    looks = _looks(book)
    places = _Filler(sheet, looks).fill(table)
    _page(sheet, table)
    _trace(book, looks, table, places, language)
    book.close()
    return content.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_size": 10.5}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "head": book.add_format({"bold": True, "align": "center", "bg_color": "#EDF3F2", **edge}),
        "text": book.add_format({"num_format": "@", **edge}),
        "number": book.add_format({"align": "center", **edge}),
        "percent": book.add_format({"num_format": "0%", "align": "center", **edge}),
        "money": book.add_format({"num_format": "#,##0.00", **edge}),
        "bare": book.add_format({"num_format": "@", "font_size": 10.5}),
        "note": book.add_format({"font_size": 9, "italic": True}),
    }


class _Place(NamedTuple):
    """Cells of one line that come from the same records."""

    line: int
    first: int
    last: int
    what: str
    value: str
    ids: Sequence[str]


class _Filler:
    """Puts a table onto a sheet and remembers where each cell with records came to stand."""

    def __init__(self, sheet: Any, looks: dict[str, Any]) -> None:
        self._sheet, self._looks = sheet, looks
        self._places: list[_Place] = []

    def fill(self, table: Table) -> list[_Place]:
        """Puts all of it there and gives the places."""
        sheet, looks = self._sheet, self._looks
        line = self._put_heads(table)
        for row in table.rows:
            for column, cell in enumerate(row):
                self._put(line, column, table.headers[column], cell)
            line += 1
        line += bool(table.singles)
        for head, cell in table.singles:
            sheet.write_string(line, 0, head, looks["bare"])
            self._put(line, 1, head, cell)
            line += 1
        for note in table.notes:
            sheet.write_string(line, 0, note, looks["note"])
            line += 1
        return self._places

    def _put_heads(self, table: Table) -> int:
        """Title, what stands above the table, and the heads of its columns; gives the line below."""
        sheet, looks, last = self._sheet, self._looks, len(table.headers) - 1
        sheet.merge_range(0, 0, 0, max(last, 1), table.title, looks["title"])
        sheet.set_row(0, 30)
        line = 1
        for word, cell in table.heads:
            sheet.write_string(line, 0, word, looks["bare"])
            sheet.write_string(line, 1, cell.text, looks["bare"])
            line += 1
        for column, (head, width) in enumerate(zip(table.headers, table.widths, strict=True)):
            sheet.write_string(line, column, head, looks["head"])
            sheet.set_column(column, column, width)
        sheet.repeat_rows(line)
        sheet.freeze_panes(line + 1, 0)
        return line + 1

    def _put(self, line: int, column: int, head: str, cell: Cell) -> None:
        sheet, looks = self._sheet, self._looks
        if not isinstance(cell.value, int):
            sheet.write_string(line, column, cell.value[:32_767], looks["text"])
        elif cell.percent:
            sheet.write_number(line, column, cell.value / 100, looks["percent"])
        elif cell.fen:
            sheet.write_number(line, column, cell.value / 100, looks["money"])
        else:
            sheet.write_number(line, column, cell.value, looks["number"])
        if not cell.ids:
            return
        before = self._places[-1] if self._places else None
        # What a row takes from one record stands in one line of the sources.
        if before and before.line == line and before.ids == cell.ids and before.last == column - 1:
            self._places[-1] = before._replace(last=column, what="", value="")
        else:
            self._places.append(_Place(line, column, column, head, cell.text, cell.ids))


def _page(sheet: Any, table: Table) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    put_mark(sheet, table.mark)


def _trace(book: Any, looks: dict[str, Any], table: Table, places: list[_Place], language: str) -> None:
    from xlsxwriter.utility import xl_range

    sheet = book.add_worksheet(_TRACE.said(language))
    for column, words in enumerate(_HEADS):
        sheet.write_string(0, column, words.said(language), looks["head"])
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 2, _MARGIN)
    sheet.set_column(3, 3, 40)
    sheet.freeze_panes(1, 0)
    line = 1
    for place in places:
        where = xl_range(place.line, place.first, place.line, place.last)
        for start in range(0, len(place.ids), IDS_A_LINE):
            ids = BETWEEN.join(place.ids[start : start + IDS_A_LINE])
            for column, text in enumerate((where, place.what, place.value[:60], ids)):
                if text:
                    sheet.write_string(line, column, text)
            line += 1
    _page(sheet, table)
