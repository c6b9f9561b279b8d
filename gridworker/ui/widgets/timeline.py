"""What happened to a record, newest first: who, when and what, each as long as it needs to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.painting import PaintedWidget, write
from gridworker.ui.widgets.text_block import TextBlock

_DISC = 28


@dataclass(frozen=True)
class Entry:
    """One thing that happened: a title (who and what), when, more about it, and tags for what came of it."""

    icon: str
    tone: Tone
    title: str
    when: str
    text: str = ""
    tags: tuple[tuple[str, Tone], ...] = ()


class Timeline(PaintedWidget):
    """Rows on a line. Titles and texts wrap; the height follows from the width."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[Entry] = ()
        self._heights: list[int] = []
        self._measured = -1
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these, in this order."""
        self._entries = entries
        told = (
            " ".join(part for part in (e.when, e.title, e.text, *(t for t, _ in e.tags)) if part)
            for e in entries
        )
        self.setAccessibleDescription("\n".join(told))
        self.restyle()

    def restyle(self) -> None:
        self._measured = -1
        self._grow()
        super().restyle()

    def sizeHint(self) -> QSize:
        width = self.theme.px(280)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(180), 0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._row_heights(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        if self.width() > 1:
            self.setMinimumHeight(self.heightForWidth(self.width()))

    def _row_heights(self, width: int) -> list[int]:
        if self._measured != width:
            self._heights = [self._row_height(entry, width) for entry in self._entries]
            self._measured = width
        return self._heights

    @property
    def _left(self) -> int:
        return self.theme.px(_DISC) + SPACE_12

    def _when_is_below(self, entry: Entry, width: int) -> bool:
        """Whether the title needs the whole line, so that the time gets one of its own."""
        when = self.theme.metrics(Type.META).horizontalAdvance(entry.when)
        title = self.theme.metrics(Type.BODY, bold=True).horizontalAdvance(entry.title)
        return title + SPACE_12 + when > width - self._left

    def _title(self, entry: Entry) -> TextBlock:
        return TextBlock(entry.title, self.theme.font(Type.BODY, bold=True))

    def _text(self, entry: Entry) -> TextBlock:
        return TextBlock(entry.text, self.theme.font(Type.META))

    def _row_height(self, entry: Entry, width: int) -> int:
        height = self._title(entry).height(width - self._left)
        if self._when_is_below(entry, width):
            height += self.theme.metrics(Type.META).height()
        if entry.text:
            height += 2 + self._text(entry).height(width - self._left)
        if entry.tags:
            height += SPACE_4 + len(self._tag_lines(entry, width)) * (drawing.tag_height() + 4)
        return int(max(height, self.theme.px(_DISC)) + SPACE_16)

    def _tag_lines(self, entry: Entry, width: int) -> list[list[tuple[str, Tone]]]:
        """The tags, as many a line as the width holds."""
        lines: list[list[tuple[str, Tone]]] = []
        used = float(width)
        for word, tone in entry.tags:
            wide = drawing.tag_width(word)
            if not lines or used + wide > width:
                lines.append([])
                used = self._left
            lines[-1].append((word, tone))
            used += wide + SPACE_8
        return lines

    def paint(self, painter: QPainter) -> None:
        heights = self._row_heights(self.width())
        self._line(painter, heights)
        top = 0.0
        for entry, height in zip(self._entries, heights, strict=True):
            self._row(painter, entry, top)
            top += height

    def _line(self, painter: QPainter, heights: list[int]) -> None:
        side = self.theme.px(_DISC)
        painter.setPen(QPen(QColor(self.tokens.line), 2))
        top = 0
        for height in heights[:-1]:
            across = side / 2
            painter.drawLine(QPointF(across, top + side + 3), QPointF(across, top + height - 3))
            top += height

    def _row(self, painter: QPainter, entry: Entry, top: float) -> None:
        side, left, width = self.theme.px(_DISC), self._left, self.width()
        centre = QPointF(side / 2, top + side / 2)
        drawing.draw_plate(painter, centre, side, entry.icon, entry.tone, round_=True)
        line = self.theme.metrics(Type.BODY, bold=True).height()
        at = top + max(0.0, (side - line) / 2)
        title = self._title(entry).draw(painter, QPointF(left, at), width - left, self.tokens.text)
        painter.setFont(self.theme.font(Type.META))
        quiet = self.tokens.text2
        if self._when_is_below(entry, width):
            at += title
            meta = painter.fontMetrics().height()
            write(painter, QRectF(left, at, width - left, meta), entry.when, quiet)
            at += meta
        else:
            beside = QRectF(left, at, width - left, line)
            write(painter, beside, entry.when, quiet, Qt.AlignmentFlag.AlignRight)
            at += title
        if entry.text:
            place = QPointF(left, at + 2)
            at += 2 + self._text(entry).draw(painter, place, width - left, self.tokens.text2)
        at += SPACE_4
        for tags in self._tag_lines(entry, width):
            across = float(left)
            for word, tone in tags:
                middle = at + drawing.tag_height() / 2
                room = width - across
                across += drawing.draw_tag(painter, across, middle, word, tone, room) + SPACE_8
            at += drawing.tag_height() + 4
