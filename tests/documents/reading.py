"""Printed papers read back: the text of a PDF without breaks and blanks, and the ink on a page."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader
from PySide6.QtGui import QColor, QImage, QPainter

from gridworker.documents.press.fonts import mm
from gridworker.documents.press.pages import PAGE_HEIGHT, PAGE_WIDTH, SetPaper

DPI = 75
_SMALL = DPI / 600


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, without line breaks and blanks."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    """All text of a PDF, without what stands at the foot of its pages."""
    return re.sub(r"第\d+页共\d+页", "", "".join(pages_of(pdf)))


def drawn(paper: SetPaper, page: int) -> QImage:
    """A page as a picture."""
    image = QImage(round(PAGE_WIDTH * _SMALL), round(PAGE_HEIGHT * _SMALL), QImage.Format.Format_Grayscale8)
    image.fill(QColor(255, 255, 255))
    painter = QPainter(image)
    painter.scale(_SMALL, _SMALL)
    paper.draw(painter, page)
    painter.end()
    return image


def has_ink(image: QImage, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether anything is drawn in a part of a page, given in millimetres."""
    x, y, x2, y2 = (round(mm(edge) * _SMALL) for edge in (left, top, right, bottom))
    return any(image.pixelColor(i, j).lightness() < 200 for i in range(x, x2) for j in range(y, y2))


def has_clear_margins(paper: SetPaper, page: int) -> bool:
    """Whether left, right and bottom of a page are white, as GB/T 9704 has it, so that nothing is cut off."""
    image = drawn(paper, page)
    sides = has_ink(image, 0, 0, 27, 297) or has_ink(image, 185.5, 0, 209, 297)
    return not sides and not has_ink(image, 0, 278, 209, 297)
