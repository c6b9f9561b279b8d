"""Small charts: upright bars with their figures, and the bar of a progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.painting import PaintedWidget, box, write

_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, how much, and whether it is the one that counts now."""

    label: str
    amount: float
    now: bool = False


class Bars(PaintedWidget):
    """Upright bars, figures above and labels below. `name` says what is counted."""

    def __init__(self, name: str, height: int = 96, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[Bar] = ()
        self._height = height
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show these."""
        self._bars = bars
        self.setAccessibleDescription("\n".join(f"{bar.label} {bar.amount:g}" for bar in bars))
        self.restyle()

    def set_height(self, height: int) -> None:
        """As high as this at 100 %, words included."""
        if height != self._height:
            self._height = height
            self.restyle()

    def sizeHint(self) -> QSize:
        widest = max((self._word_width(bar) for bar in self._bars), default=0)
        return QSize(max(1, len(self._bars)) * (widest + 6), self.theme.px(self._height))

    def _word_width(self, bar: Bar) -> int:
        metrics = self.theme.metrics(Type.CAPTION, bold=True)
        return max(metrics.horizontalAdvance(bar.label), metrics.horizontalAdvance(f"{bar.amount:g}"))

    def paint(self, painter: QPainter) -> None:
        if not self._bars:
            return
        line = self.theme.metrics(Type.CAPTION).height()
        most = max(*(bar.amount for bar in self._bars), 1)
        step = self.width() / len(self._bars)
        room = self.height() - 2 * line - 6
        for number, bar in enumerate(self._bars):
            tall = max(bar.amount / most * room, 3)
            foot = self.height() - line - 3
            wide = min(self.theme.px(22), step * 0.6)
            where = QRectF(step * (number + 0.5) - wide / 2, foot - tall, wide, tall)
            border = self.tokens.primary if self.tokens.border > 1 else None
            fill = self.tokens.primary if bar.now else self.tokens.primary_soft
            box(painter, where, 4, fill, border)
            painter.setFont(self.theme.font(Type.CAPTION, bold=bar.now))
            ink = self.tokens.text if bar.now else self.tokens.text2
            above = QRectF(step * number, foot - tall - line - 2, step, line)
            write(painter, above, f"{bar.amount:g}", ink, _CENTRE)
            write(painter, QRectF(step * number, self.height() - line, step, line), bar.label, ink, _CENTRE)


class ProgressBar(PaintedWidget):
    """A flat bar. The words that say how far it is stand beside it and are passed in for screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_progress(self, done: float, total: float, told: str) -> None:
        """Fill `done` of `total`."""
        self._share = min(1.0, max(0.0, done / total)) if total > 0 else 0.0
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(8))

    def paint(self, painter: QPainter) -> None:
        whole = QRectF(self.rect())
        line = self.tokens.line_strong if self.tokens.border > 1 else None
        box(painter, whole, whole.height() / 2, self.tokens.surface3, line)
        if self._share:
            wide = max(whole.width() * self._share, whole.height())
            box(painter, QRectF(0, 0, wide, whole.height()), whole.height() / 2, self.tokens.primary)
