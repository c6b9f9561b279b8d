"""One line of text in which pieces are marked: bold and in the accent, so that no colour alone says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.painting import write


@dataclass(frozen=True)
class MarkedText:
    """A text and its marked pieces (from which character to before which), in their order and apart."""

    text: str
    marks: Sequence[tuple[int, int]] = ()

    def draw(self, painter: QPainter, where: QRectF, type_: Type, ink: str) -> None:
        """Draws it in the middle of the height; what has no room ends in “…”."""
        now = theme.current()
        left = where.left()
        for piece, marked in self.pieces():
            painter.setFont(now.font(type_, bold=marked))
            room = where.right() - left
            shown = painter.fontMetrics().elidedText(piece, Qt.TextElideMode.ElideRight, int(room))
            place = QRectF(left, where.top(), room + 2, where.height())
            write(painter, place, shown, now.tokens.primary_text if marked else ink)
            if shown != piece:
                return
            left += painter.fontMetrics().horizontalAdvance(piece)

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The pieces it is made of, each with whether it is marked."""
        at = 0
        for start, end in self.marks:
            if at < start:
                yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        if at < len(self.text):
            yield self.text[at:], False
