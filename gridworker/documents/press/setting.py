"""Blocks set as strips, in the faces and sizes of GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from gridworker.documents.paper import (
    Block,
    Grid,
    PageBreak,
    Paragraph,
    Picture,
    Seal,
    Signatures,
    Space,
    Style,
)
from gridworker.documents.press.fonts import BODY, HEADING, TITLE, mm, points
from gridworker.documents.press.grids import set_grid
from gridworker.documents.press.lines import INK, Line, Look, set_text
from gridworker.documents.press.strips import PITCH, UPRIGHT, Room, Strip

_CENTRE, _RIGHT = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
_LOOKS = {
    Style.TITLE: Look(TITLE, 22, points(34), _CENTRE),
    Style.HEADING: Look(HEADING, 16, PITCH, first=2),
    Style.BODY: Look(BODY, 16, PITCH, first=2),
    Style.PLAIN: Look(BODY, 16, PITCH),
    Style.RIGHT: Look(BODY, 16, PITCH, _RIGHT),
    Style.CENTRE: Look(BODY, 16, PITCH, _CENTRE),
    Style.SPEECH: Look(BODY, 16, PITCH, rest=2),
    Style.NOTE: Look(BODY, 10.5, points(16)),
}
_SIGN_SIZE = 14
_SIGN_ROOM = mm(13)
_LONGEST_SIGN = 0.66
_LONGEST_RULE = mm(62)
_SEAL_ROOM = mm(12)
_CAPTION = Look(BODY, 10.5, points(16), _CENTRE)


def set_blocks(
    strips: list[Strip], blocks: Sequence[Block], missing: dict[str, None], room: Room = UPRIGHT
) -> Iterator[None]:
    """Sets blocks and adds their strips, piece by piece; characters that no font here has go into `missing`."""
    for block in blocks:
        if isinstance(block, Grid):
            for row in set_grid(block, missing, room):
                strips += row
                yield
            continue
        made = list(_set(block, missing, room))
        ends = isinstance(block, Paragraph) and block.style in (Style.RIGHT, Style.NOTE)
        if isinstance(block, Signatures | Seal) or ends:
            _keep_with(strips)
        strips += made
        yield


def _keep_with(before: list[Strip]) -> None:
    """Nobody signs, seals or dates a page without words of what it is for; a remark stays below what it is about."""
    for strip in reversed(before[-2:]):
        if strip.breaks:
            return
        strip.glued = True


def _set(block: Block, missing: dict[str, None], room: Room) -> Iterator[Strip]:
    if isinstance(block, Paragraph):
        yield from _paragraph(block, missing, room)
    elif isinstance(block, Signatures):
        yield from _signatures(block, missing, room)
    elif isinstance(block, Seal):
        yield from _seal(block, missing, room)
    elif isinstance(block, Picture):
        yield from _picture(block, missing, room)
    elif isinstance(block, Space):
        yield Strip(block.lines * PITCH, blank=True)
    elif isinstance(block, PageBreak):
        yield Strip(0, blank=True, breaks=True)


def _paragraph(block: Paragraph, missing: dict[str, None], room: Room) -> Iterator[Strip]:
    look = _LOOKS[block.style]
    for number, part in enumerate(block.text.split("\n")):
        lines = set_text(part, look, room.width, missing, "" if number else block.lead)
        for place, line in enumerate(lines):
            # No line of a paragraph stands alone; a heading stays with what it is over.
            glued = len(lines) > 1 and place in (0, len(lines) - 2)
            stays = block.style in (Style.TITLE, Style.HEADING)
            yield Strip(look.pitch, _At(line), glued=glued or stays)


class _At:
    """Draws a line at the left edge."""

    def __init__(self, line: Line, left: float = 0) -> None:
        self._line, self._left = line, left

    def __call__(self, painter: QPainter, y: float) -> None:
        self._line.draw(painter, self._left, y)


def _signatures(block: Signatures, missing: dict[str, None], room: Room) -> Iterator[Strip]:
    """Rows of places, each a word and a rule to sign on."""
    width = room.width / block.columns
    look = Look(BODY, _SIGN_SIZE, points(20))
    rows = [block.places[at : at + block.columns] for at in range(0, len(block.places), block.columns)]
    for row in rows:
        words = [set_text(word, look, width * _LONGEST_SIGN, missing) for word in row]
        height = _SIGN_ROOM + (max(map(len, words)) - 1) * look.pitch
        yield Strip(height, partial(_draw_signatures, words, width, height), glued=row is not rows[-1])


def _draw_signatures(
    words: list[list[Line]], width: float, height: float, painter: QPainter, y: float
) -> None:
    for place, lines in enumerate(words):
        left, top = place * width, y + height - len(lines) * lines[0].pitch
        for number, line in enumerate(lines):
            line.draw(painter, left, top + number * line.pitch)
        begins = left + max(line.line.naturalTextWidth() for line in lines) + mm(1)
        painter.setPen(QPen(INK, mm(0.15)))
        ends = min(begins + _LONGEST_RULE, left + width - mm(4))
        painter.drawLine(QPointF(begins, y + height), QPointF(ends, y + height))


def _seal(block: Seal, missing: dict[str, None], room: Room) -> Iterator[Strip]:
    """Room for the seal, who seals, and the day, four characters in from the right edge."""
    look = Look(BODY, 16, PITCH, _RIGHT)
    yield Strip(_SEAL_ROOM, glued=True)
    for text in (block.who, block.day):
        inset = points(16) * (4 if text == block.day else 0)
        for line in set_text(text, look, room.width - inset, missing):
            yield Strip(PITCH, _At(line), glued=text != block.day)


def _picture(block: Picture, missing: dict[str, None], room: Room) -> Iterator[Strip]:
    caption = [
        line for part in block.caption.split("\n") for line in set_text(part, _CAPTION, room.width, missing)
    ]
    most = room.height - len(caption) * _CAPTION.pitch - mm(4)
    image = QImage.fromData(block.content)
    if image.isNull():
        most = mm(20)
    height = min(most, room.width * image.height() / image.width()) if not image.isNull() else most
    yield Strip(height + mm(2), partial(_draw_picture, image, room.width, height), glued=True)
    for place, line in enumerate(caption):
        yield Strip(_CAPTION.pitch, _At(line), glued=place < len(caption) - 1)


def _draw_picture(image: QImage, room: float, height: float, painter: QPainter, y: float) -> None:
    if image.isNull():
        return
    width = min(room, height * image.width() / image.height())
    painter.drawImage(QRectF((room - width) / 2, y, width, height), image)
