"""A workbook for openpyxl in small pieces: its parser keeps the interpreter from everybody for as long as one takes."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

_PIECE = 1 << 11
_STRING, _TEXT, _RUN = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "r"))


def load_in_pieces(path: Path) -> Any:
    """The workbook, its values to be streamed from its sheets; close it. Raises whatever openpyxl does."""
    reader = _Reader(path, read_only=True, data_only=True, keep_links=False)
    reader.archive.close()
    reader.archive = _Archive(path)
    try:
        reader.read()
    except BaseException:
        reader.archive.close()
        raise
    return reader.wb


class _Reader(ExcelReader):
    def read_strings(self) -> None:
        """The texts of cells, three times as fast as with all that may be said of how they look."""
        found: Any = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]  # not in the stubs
        if found is None:
            return
        with self.archive.open(found.PartName[1:]) as part:
            for _, node in iterparse(part):
                if node.tag == _STRING:
                    self.shared_strings.append(_text(node))
                    node.clear()


def _text(node: Element) -> str:
    """What stands in a cell, without how it is pronounced."""
    said = node.findtext(_TEXT, "") + "".join(run.findtext(_TEXT, "") for run in node.iterfind(_RUN))
    return said.replace("x005F_", "")


class _Archive(ZipFile):
    def open(self, *args: Any, **named: Any) -> Any:
        return _Part(super().open(*args, **named))


class _Part:
    """A part of the archive that gives no more than a piece at once."""

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    def read(self, size: int | None = -1) -> bytes:
        whole = size is None or size < 0
        read: bytes = self._inside.read(-1 if whole else min(size or 0, _PIECE))
        return read

    def close(self) -> None:
        self._inside.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
