"""Tables as other people make them, for tests: by a program that writes what it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

PEOPLE = (
    ("姓名", "身份证号", "联系电话", "住址", "与户主关系", "备注"),
    ("李建国", "330109198001011234", "13812345678", "东篱苑3幢2单元501室", "户主", ""),
    ("王秀英", "", "138 1234 5678", "东篱苑3-2-501", "妻", "有高血压"),
    ("来阿凤", "", "", "西河路18号", "", ""),
)


def xlsx(out: Path, rows: Sequence[Sequence[Any]], also: Callable[[Any, Any], None] | None = None) -> Path:
    """A workbook of one sheet; numbers are numbers, texts are texts. `also` does the rest to book and sheet."""
    book = Workbook(str(out), {"strings_to_formulas": False, "strings_to_numbers": False})
    sheet = book.add_worksheet("Sheet1")
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                sheet.write_number(line, column, value)
            elif value != "":
                sheet.write_string(line, column, value)
    if also:
        also(book, sheet)
    book.close()
    return out


def reworked(source: Path, out: Path, part: str, change: Callable[[str], str]) -> Path:
    """The same workbook with one part of it written anew."""
    with ZipFile(source) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
    return out


def without_results(text: str) -> str:
    """A sheet as programs write it that do not calculate: formulas without a value."""
    return re.sub(r"(</f>)<v>[^<]*</v>", r"\1", text)
