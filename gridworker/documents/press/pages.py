"""Strips put on pages, and pages drawn: the same on a screen, on a printer and in a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gridworker.documents.paper import Paper, Paragraph, Style
from gridworker.documents.press.fonts import BODY, NO_GLYPH, make_ready, mm, points
from gridworker.documents.press.lines import INK, Look, set_text
from gridworker.documents.press.setting import set_blocks
from gridworker.documents.press.strips import ACROSS, UPRIGHT, Room, Strip
from gridworker.domain.paper_mark import PaperMark

PAGE_WIDTH, PAGE_HEIGHT = UPRIGHT.page
_QR = mm(20)
_QR_TOP = mm(12)
_RULE = mm(0.2)
_NUMBER = "第 {page} 页　共 {pages} 页"
_NO_FONT = "注：文中{box}处的字，这台电脑的字库里没有，请手写补上并由当事人确认：{signs}。"

Placed = tuple[float, Strip]


class Folio(NamedTuple):
    """The number of a page in a dossier (页号), at the outer edge: right on odd pages, left on even ones."""

    number: int


@dataclass(slots=True)
class SetPaper:
    """A paper on its pages. `missing` are the characters that no font of this computer has, in their order."""

    paper: Paper
    pages: list[list[Placed]] = field(default_factory=list)
    missing: tuple[str, ...] = ()

    @property
    def room(self) -> Room:
        """The sheet it is set on."""
        return ACROSS if self.paper.wide else UPRIGHT

    def draw(self, painter: QPainter, number: int, folio: Folio | None = None, copy: int = 0) -> None:
        """Draws page `number`, from 0 on, in units of the press with the corner of the sheet at 0, 0.

        `copy` is which of several this is, from 1 on; 0 where nobody knows how many are made of it.
        """
        painter.save()
        painter.translate(self.room.left, self.room.top)
        for y, strip in self.pages[number]:
            if strip.draw is not None:
                strip.draw(painter, y)
        _draw_rules(painter, self.pages[number])
        painter.restore()
        _draw_furniture(painter, self, number, copy)
        if folio is not None:
            draw_folio(painter, folio)


def set_paper(paper: Paper) -> SetPaper:
    """Sets a paper; where a character has no glyph, a note below says which, with its code point.

    Raises `ComputerTrouble` (`resources_missing`).
    """
    made = SetPaper(paper)
    for _ in setting(made):
        pass
    return made


def setting(made: SetPaper) -> Iterator[None]:
    """Sets a paper piece by piece, for whoever does something else in between: it is whole behind the last piece."""
    make_ready()
    missing: dict[str, None] = {}
    strips: list[Strip] = []
    yield from set_blocks(strips, made.paper.blocks, missing, made.room)
    if missing:
        signs = "，".join(f"U+{ord(sign):04X}" for sign in missing)
        note = Paragraph(_NO_FONT.format(box=NO_GLYPH, signs=signs), Style.NOTE)
        yield from set_blocks(strips, [note], {}, made.room)
    made.pages, made.missing = _paginated(strips, made.room.height), tuple(missing)


def _paginated(strips: list[Strip], height: float) -> list[list[Placed]]:
    pages: list[list[Placed]] = [[]]
    y = 0.0

    def begin(strip: Strip) -> float:
        """A new page; the head of a form that goes on stands on top of it."""
        pages.append([])
        down = 0.0
        for head in strip.above:
            pages[-1].append((down, head))
            down += head.height
        return down

    for chunk in _chunks(strips):
        needed = sum(strip.height for strip in chunk)
        if pages[-1] and (chunk[0].breaks or (y + needed > height and needed <= height)):
            y = begin(chunk[0])
        for strip in chunk:
            if pages[-1] and y + strip.height > height:
                y = begin(strip)
            if strip.blank and not pages[-1]:
                continue
            pages[-1].append((y, strip))
            y += strip.height
    return pages


def _chunks(strips: Iterable[Strip]) -> Iterable[list[Strip]]:
    """Strips that stay together."""
    chunk: list[Strip] = []
    for strip in strips:
        if strip.breaks and chunk:
            yield chunk
            chunk = []
        chunk.append(strip)
        if not strip.glued:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _draw_rules(painter: QPainter, page: list[Placed]) -> None:
    """The rules of forms: closed where a row ends, and where the page does."""
    painter.setPen(QPen(INK, _RULE))
    for place, (y, strip) in enumerate(page):
        if not strip.edges:
            continue
        left, right, bottom = strip.edges[0], strip.edges[-1], y + strip.height
        for x in strip.edges:
            painter.drawLine(QPointF(x, y), QPointF(x, bottom))
        if strip.first or place == 0:
            painter.drawLine(QPointF(left, y), QPointF(right, y))
        if strip.last or place == len(page) - 1:
            painter.drawLine(QPointF(left, bottom), QPointF(right, bottom))


def _draw_furniture(painter: QPainter, printed: SetPaper, number: int, copy: int) -> None:
    paper, pages, room = printed.paper, len(printed.pages), printed.room
    if paper.about:
        head = Look(BODY, 9, points(12))
        lines = set_text(paper.about, head, room.width - _QR - mm(6), {})[:2]
        for place, line in enumerate(lines):
            line.draw(painter, room.left, _QR_TOP + _QR - (len(lines) - place) * line.pitch)
    if paper.record:
        mark = PaperMark(paper.record, paper.name, number + 1, pages, paper.version, copy).text()
        draw_qr(painter, mark, QRectF(room.left + room.width - _QR, _QR_TOP, _QR, _QR))
    if paper.numbered:
        foot = Look(BODY, 12, points(16), Qt.AlignmentFlag.AlignHCenter)
        text = _NUMBER.format(page=number + 1, pages=pages)
        set_text(text, foot, room.width, {})[0].draw(painter, room.left, room.top + room.height + mm(7))


def draw_folio(painter: QPainter, folio: Folio) -> None:
    """Draws the number of a page in a dossier."""
    is_odd = folio.number % 2 == 1
    look = Look(BODY, 14, points(18), Qt.AlignmentFlag.AlignRight if is_odd else Qt.AlignmentFlag.AlignLeft)
    set_text(str(folio.number), look, UPRIGHT.width, {})[0].draw(painter, UPRIGHT.left, mm(6))


@lru_cache(maxsize=256)
def _modules(text: str) -> tuple[bytearray, ...]:
    """The rows of a QR code; kept, as a preview is drawn again with each turn of the wheel."""
    import segno

    return tuple(segno.make(text, error="m", micro=False).matrix)


def draw_qr(painter: QPainter, text: str, room: QRectF) -> None:
    """Draws a QR code of `text` (error correction M) that fills `room`."""
    matrix = _modules(text)
    side = room.width() / len(matrix)
    for row, modules in enumerate(matrix):
        start = None
        for column, dark in enumerate([*modules, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                run = QRectF(room.x() + start * side, room.y() + row * side, (column - start) * side, side)
                painter.fillRect(run, INK)
                start = None
