"""An empty table for others to fill in: what each column wants, its header, an example, lists to choose from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.documents.whole_file import write_whole

_ROWS = 5000
_LONGEST_LIST = 255  # of Excel


class Asked(NamedTuple):
    """A column: its header, what it wants, an example, and the words it is one of, if it is."""

    header: str
    about: str
    example: str
    words: Sequence[str] = ()
    is_needed: bool = False


def write_template_table(name: str, title: str, note: str, asked: Sequence[Asked], out: Path) -> None:
    """Writes the table as xlsx, all of its columns text, so that no number loses its last digits.

    `name` is that of the sheet; `out` is whole or untouched. Raises `PersonCanMend` (`folder_missing`,
    `out_is_a_folder`), `OSError` from the disk.
    """
    from xlsxwriter import Workbook

    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    sheet = book.add_worksheet(name)
    _head(book, sheet, title, note, len(asked) - 1)
    _columns(book, sheet, asked)
    sheet.freeze_panes(4, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    write_whole(out, content.getvalue())


def _head(book: Any, sheet: Any, title: str, note: str, last: int) -> None:
    """Title and note over all columns, to the one at `last`."""
    large = book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"})
    sheet.merge_range(0, 0, 0, last, title, large)
    sheet.merge_range(1, 0, 1, last, note, book.add_format({"text_wrap": True, "valign": "vcenter"}))
    for line, height in enumerate((30, 24, 62, 24, 24)):
        sheet.set_row(line, height)


def _columns(book: Any, sheet: Any, asked: Sequence[Asked]) -> None:
    """What each wants, its header and an example, one below the other; a list to choose from where there is one."""
    edge = {"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"}
    looks = [
        book.add_format({"font_size": 9, "font_color": "#5B6B69", **edge, "valign": "top"}),
        book.add_format({"bold": True, "align": "center", "bg_color": "#EDF3F2", **edge}),
        book.add_format({"italic": True, "font_color": "#5B6B69", **edge}),
    ]
    whole = book.add_format({"num_format": "@"})
    for place, one in enumerate(asked):
        sheet.set_column(place, place, max(14, min(28, 2 * len(one.example))), whole)
        header = f"{one.header}*" if one.is_needed else one.header
        for line, (text, look) in enumerate(
            zip((one.about, header, one.example), looks, strict=True), start=2
        ):
            sheet.write_string(line, place, text, look)
        if one.words and len(",".join(one.words)) <= _LONGEST_LIST:
            sheet.data_validation(5, place, _ROWS, place, {"validate": "list", "source": list(one.words)})
