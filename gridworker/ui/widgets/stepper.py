"""The steps of a case or of the enrolment in one line: what is done, where it stands, what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.painting import PaintedWidget, write

_DISC = 24
_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True)
class Step:
    """A step and the quiet words below it: when it was, how often."""

    word: str
    note: str = ""


class Stepper(PaintedWidget):
    """Steps before `current` are done, those after it are to come. Past the last, all are done.

    `told` is what a screen reader says for the whole ("第 3 步，共 7 步：调解").
    """

    def __init__(self, steps: Sequence[Step], current: int, told: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[Step] = ()
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_steps(steps, current, told)

    def set_steps(self, steps: Sequence[Step], current: int, told: str) -> None:
        """Show another course or another place in it."""
        self._steps, self._current = steps, current
        self.setAccessibleName(told)
        self.setAccessibleDescription("\n".join(f"{step.word} {step.note}".strip() for step in steps))
        self.restyle()

    def sizeHint(self) -> QSize:
        words, notes = self.theme.metrics(Type.LABEL, bold=True), self.theme.metrics(Type.CAPTION)
        wide = (max(words.horizontalAdvance(s.word), notes.horizontalAdvance(s.note)) for s in self._steps)
        widest = max(wide, default=0)
        height = self.theme.px(_DISC) + 4 + words.height()
        if any(step.note for step in self._steps):
            height += self.theme.metrics(Type.CAPTION).height()
        return QSize((widest + self.theme.px(8)) * max(1, len(self._steps)), height + 2)

    def paint(self, painter: QPainter) -> None:
        if not self._steps:
            return
        wide = self.width() / len(self._steps)
        side = self.theme.px(_DISC)
        middle = 1 + side / 2
        for number in range(len(self._steps) - 1):
            reached = number < self._current
            painter.setPen(QPen(QColor(self.tokens.primary if reached else self.tokens.line), 2))
            left = QPointF(wide * (number + 0.5) + side / 2 + 4, middle)
            painter.drawLine(left, QPointF(wide * (number + 1.5) - side / 2 - 4, middle))
        for number, step in enumerate(self._steps):
            centre = QPointF(wide * (number + 0.5), middle)
            self._disc(painter, centre, side, number)
            self._words(painter, centre.x() - wide / 2, wide, side + 4, number, step)

    def _type(self, wide: float) -> Type:
        """One size for all words, the largest in which each of them can be read whole."""
        for type_ in (Type.LABEL, Type.META):
            metrics = self.theme.metrics(type_, bold=True)
            if all(metrics.horizontalAdvance(step.word) <= wide for step in self._steps):
                return type_
        return Type.CAPTION

    def _disc(self, painter: QPainter, centre: QPointF, side: float, number: int) -> None:
        t = self.tokens
        radius = side / 2 - 1
        if number < self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.primary))
            painter.drawEllipse(centre, radius, radius)
            inner = side * 0.62
            place = QRectF(centre.x() - inner / 2, centre.y() - inner / 2, inner, inner)
            draw_icon(painter, place, "checkmark", t.on_strong, filled=True)
        elif number == self._current:
            painter.setPen(QPen(QColor(t.primary), 2))
            painter.setBrush(QColor(t.primary_soft))
            painter.drawEllipse(centre, radius - 0.5, radius - 0.5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.primary))
            painter.drawEllipse(centre, side * 0.19, side * 0.19)
        else:
            painter.setPen(QPen(QColor(t.line_strong), 1.5))
            painter.setBrush(QColor(t.surface))
            painter.drawEllipse(centre, radius - 0.5, radius - 0.5)

    def _words(
        self, painter: QPainter, left: float, wide: float, top: float, number: int, step: Step
    ) -> None:
        t = self.tokens
        here = number == self._current
        ink = t.primary_text if here else t.text if number < self._current else t.text2
        painter.setFont(self.theme.font(self._type(wide - 4), bold=here))
        height = painter.fontMetrics().height()
        word = self.fit(step.word, painter, wide - 4)
        write(painter, QRectF(left, top + 1, wide, height), word, ink, _CENTRE)
        if step.note:
            painter.setFont(self.theme.font(Type.CAPTION))
            below = QRectF(left, top + 1 + height, wide, painter.fontMetrics().height())
            write(painter, below, self.fit(step.note, painter, wide - 4), t.text2, _CENTRE)
