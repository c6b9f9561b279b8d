"""A ring with a figure in it: how far a sync has come, or what waits, by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from gridworker.ui.theme.measures import SPACE_4, SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.painting import PaintedWidget, box, write
from gridworker.ui.widgets.text import Label

_TURN = 360 * 16
_TOP = 90 * 16
_GAP = 3 * 16


@dataclass(frozen=True)
class Part:
    """A share of the ring. The legend beside it says in words what the colour stands for."""

    amount: float
    tone: Tone


class Ring(PaintedWidget):
    """`set_progress` fills it clockwise from the top; `set_parts` divides the whole of it."""

    def __init__(self, side: int = 104, thickness: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._thickness = side, thickness
        self._figure, self._caption = "", ""
        self._share = 0.0
        self._parts: Sequence[Part] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_progress(self, done: float, total: float, figure: str, caption: str) -> None:
        """Fill `done` of `total`; `figure` and `caption` stand in the middle and are read out."""
        self._share = min(1.0, max(0.0, done / total)) if total > 0 else 0.0
        self._parts = ()
        self._say(figure, caption)

    def set_parts(self, parts: Sequence[Part], figure: str, caption: str) -> None:
        """Divide the ring by the amounts; those of 0 or less are left out."""
        self._share = 0.0
        self._parts = [part for part in parts if part.amount > 0]
        self._say(figure, caption)

    def _say(self, figure: str, caption: str) -> None:
        self._figure, self._caption = figure, caption
        self.setAccessibleName(f"{figure} {caption}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        side = self.theme.px(self._side)
        return QSize(side, side)

    def paint(self, painter: QPainter) -> None:
        thickness = self.theme.px(self._thickness)
        inset = thickness / 2 + 1
        circle = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        self._arc(painter, circle, 0, _TURN, self.tokens.surface3, thickness)
        if self._parts:
            self._divide(painter, circle, thickness)
        elif self._share:
            painter.setPen(_pen(self.tokens.primary, thickness, Qt.PenCapStyle.RoundCap))
            painter.drawArc(circle, _TOP, -round(self._share * _TURN))
        self._write(painter, circle)

    def _divide(self, painter: QPainter, circle: QRectF, thickness: int) -> None:
        total = sum(part.amount for part in self._parts)
        gap = _GAP if len(self._parts) > 1 else 0
        start = 0.0
        for part in self._parts:
            length = part.amount / total * _TURN
            colour = self.tokens.tone(part.tone).strong
            self._arc(painter, circle, start + gap / 2, max(length - gap, 8), colour, thickness)
            start += length

    def _arc(
        self, painter: QPainter, circle: QRectF, start: float, length: float, colour: str, thickness: int
    ) -> None:
        """An arc of `length` sixteenths of a degree, clockwise, `start` after the top."""
        painter.setPen(_pen(colour, thickness, Qt.PenCapStyle.FlatCap))
        painter.drawArc(circle, round(_TOP - start), -round(length))

    def _write(self, painter: QPainter, circle: QRectF) -> None:
        figure = Type.TITLE if len(self._figure) > 3 else Type.PAGE
        figure_height = self.theme.metrics(figure, bold=True).height() * 0.9
        caption_height = self.theme.metrics(Type.META).height() if self._caption else 0
        top = circle.center().y() - (figure_height + caption_height) / 2
        room = circle.width() - self.theme.px(self._thickness)
        left = circle.center().x() - room / 2
        painter.setFont(self.theme.font(figure, bold=True))
        middle = Qt.AlignmentFlag.AlignHCenter
        write(painter, QRectF(left, top, room, figure_height), self._figure, self.tokens.text, middle)
        painter.setFont(self.theme.font(Type.META))
        below = QRectF(left, top + figure_height, room, caption_height)
        caption = self.fit(self._caption, painter, room)
        write(painter, below, caption, self.tokens.text2, middle)


class Legend(QWidget):
    """What the colours of a ring stand for: a square, the word, and the figure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(SPACE_8)
        self._grid.setVerticalSpacing(SPACE_4)

    def set_rows(self, rows: Sequence[tuple[str, Part]]) -> None:
        """Show these words and parts in place of the former."""
        while self._grid.count():
            self._grid.takeAt(0).widget().deleteLater()
        self.setAccessibleDescription("\n".join(f"{word} {part.amount:g}" for word, part in rows))
        for number, (word, part) in enumerate(rows):
            figure = Label(f"{part.amount:g}", Type.BODY, bold=True)
            self._grid.addWidget(_Square(part.tone), number, 0)
            self._grid.addWidget(Label(word, Type.LABEL), number, 1)
            self._grid.addWidget(figure, number, 2, Qt.AlignmentFlag.AlignRight)


class _Square(PaintedWidget):
    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(11), self.theme.px(11))

    def paint(self, painter: QPainter) -> None:
        box(painter, QRectF(self.rect()), 3, self.tokens.tone(self._tone).strong)


def _pen(colour: str, thickness: float, cap: Qt.PenCapStyle) -> QPen:
    return QPen(QColor(colour), thickness, Qt.PenStyle.SolidLine, cap)
