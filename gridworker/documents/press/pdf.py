"""Papers as PDF: A4, fonts embedded, text that can be searched and copied."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from gridworker.documents.press.fonts import UNITS, make_ready
from gridworker.documents.press.pages import Folio, SetPaper, draw_folio


def to_pdf(papers: Sequence[SetPaper], title: str, numbers: Sequence[int | None] = ()) -> bytes:
    """Papers one behind the other as one PDF; `numbers` are those its pages bear in a dossier, None for none."""
    pages = [(paper, number) for paper in papers for number in range(len(paper.pages))]
    with _Sheets(title) as sheets:
        for (paper, page), number in zip(pages, chain(numbers, repeat(None)), strict=False):
            paper.draw(
                sheets.next_page(across=paper.paper.wide), page, None if number is None else Folio(number)
            )
    return sheets.content()


def folios(numbers: Sequence[int]) -> bytes:
    """Pages that bear nothing but the numbers of a dossier, to be laid over pages that others made."""
    make_ready()
    with _Sheets("页号") as sheets:
        for number in numbers:
            draw_folio(sheets.next_page(), Folio(number))
    return sheets.content()


class _Sheets:
    """A PDF that grows page by page."""

    def __init__(self, title: str) -> None:
        self._bytes = QByteArray()
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setResolution(UNITS)
        self._writer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
            )
        )
        self._writer.setTitle(title)
        self._writer.setCreator("gridworker")
        self._painter: QPainter | None = None

    def __enter__(self) -> _Sheets:
        return self

    def __exit__(self, *_: object) -> None:
        if self._painter is not None:
            self._painter.end()
        self._buffer.close()

    def next_page(self, *, across: bool = False) -> QPainter:
        """A painter on an empty page, in units of the press."""
        way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
        self._writer.setPageOrientation(way)
        if self._painter is None:
            self._painter = QPainter(self._writer)
        else:
            self._writer.newPage()
        return self._painter

    def content(self) -> bytes:
        """The file, once all pages are drawn."""
        return bytes(self._bytes.data())
