"""The four charts of 统计: bars that lie, bars that stand, days by week, and a ring with its legend."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gridworker.ui.theme.measures import LARGE_TEXT, SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24, Type
from gridworker.ui.theme.tokens import mix
from gridworker.ui.widgets.chart import Chart, Slice
from gridworker.ui.widgets.painting import box, write

_CENTRE, _RIGHT = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
_TURN = 360 * 16


class LyingBars(Chart):
    """The most first: a word, a bar on its track, the figure."""

    def minimumSizeHint(self) -> QSize:
        least, line = super().minimumSizeHint(), self.theme.metrics(Type.LABEL).height()
        # In large text the page is scrolled anyway, and the words need not stand close to be seen together.
        large = self.theme.scale >= LARGE_TEXT
        return least.expandedTo(QSize(0, len(self.slices) * line)) if large else least

    def places(self) -> list[QRectF]:
        step = min(self.height() / max(len(self.slices), 1), self.theme.px(34))
        return [QRectF(0, step * number, self.width(), step) for number in range(len(self.slices))]

    def draw(self, painter: QPainter) -> None:
        t, metrics = self.tokens, self.theme.metrics(Type.LABEL)
        words = min(
            max(metrics.horizontalAdvance(part.word) for part in self.slices) + SPACE_16, self.width() // 2
        )
        figures = self.theme.metrics(Type.BODY, bold=True)
        room = max(figures.horizontalAdvance(str(part.amount)) for part in self.slices) + SPACE_12
        most = max(*(part.amount for part in self.slices), 1)
        for number, (part, place) in enumerate(zip(self.slices, self.places(), strict=True)):
            tight = place.height() < self.theme.metrics(Type.LABEL).height()
            painter.setFont(self.theme.font(Type.META if tight else Type.LABEL))
            word = self.fit(part.word, painter, words - SPACE_8)
            write(painter, QRectF(0, place.top() - 4, words, place.height() + 8), word, t.text)
            track = QRectF(words, place.center().y() - 6, self.width() - words - room, 12)
            box(painter, track, 6, t.surface3, t.line_strong if t.border > 1 else None)
            if part.amount:
                long = max(track.width() * part.amount / most, 12)
                box(painter, QRectF(track.left(), track.top(), long, 12), 6, t.chart[number % len(t.chart)])
            painter.setFont(self.theme.font(Type.LABEL if tight else Type.BODY, bold=True))
            write(painter, place, str(part.amount), t.text, _RIGHT)


class StandingBars(Chart):
    """Days, weeks or months side by side: figures above, words below as far as there is room for them."""

    def places(self) -> list[QRectF]:
        step = self.width() / max(len(self.slices), 1)
        return [QRectF(step * number, 0, step, self.height()) for number in range(len(self.slices))]

    def draw(self, painter: QPainter) -> None:
        t, metrics = self.tokens, self.theme.metrics(Type.CAPTION)
        most = max(*(part.amount for part in self.slices), 1)
        line, step = metrics.height(), self.width() / len(self.slices)
        widest = max(metrics.horizontalAdvance(part.word) for part in self.slices) + SPACE_4
        every = max(1, -int(-widest // step))
        figures = max(metrics.horizontalAdvance(str(part.amount)) for part in self.slices) < step
        for number, (part, place) in enumerate(zip(self.slices, self.places(), strict=True)):
            foot = self.height() - line - SPACE_4
            tall = max(part.amount / most * (foot - line - SPACE_4), 2)
            wide = min(self.theme.px(22), step * 0.64)
            bar = QRectF(place.center().x() - wide / 2, foot - tall, wide, tall)
            border = t.primary if t.border > 1 else None
            box(painter, bar, 4, t.primary if part.now else mix(t.primary, t.primary_soft), border)
            painter.setFont(self.theme.font(Type.CAPTION, bold=part.now))
            if figures and part.amount:
                above = QRectF(place.left(), bar.top() - line - 2, step, line)
                write(painter, above, str(part.amount), t.text if part.now else t.text2, _CENTRE)
            if number % every == 0:
                below = QRectF(place.center().x() - widest, self.height() - line, 2 * widest, line)
                write(painter, below, part.word, t.text2, _CENTRE)


class DayGrid(Chart):
    """A square a day, a column a week: the darker the more. `heads` name the rows, `feet` some of the columns."""

    def __init__(self, name: str, height: int, heads: Sequence[str]) -> None:
        super().__init__(name, height)
        self._heads = heads
        self.feet: Sequence[str] = ()

    def step(self, key: Qt.Key) -> int:
        along = {Qt.Key.Key_Right: 7, Qt.Key.Key_Left: -7, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        return along.get(key, 0)

    def places(self) -> list[QRectF]:
        metrics = self.theme.metrics(Type.CAPTION)
        left = max(map(metrics.horizontalAdvance, self._heads)) + SPACE_8
        wide = (self.width() - left) / max(-(-len(self.slices) // 7), 1)
        tall = (self.height() - metrics.height() - SPACE_4) / 7
        return [
            QRectF(left + number // 7 * wide, number % 7 * tall, wide - SPACE_4, tall - SPACE_4)
            for number in range(len(self.slices))
        ]

    def draw(self, painter: QPainter) -> None:
        t, places = self.tokens, self.places()
        most = max(*(part.amount for part in self.slices), 1)
        shades = (t.surface3, mix(t.primary_soft, t.surface), mix(t.primary, t.surface), t.primary)
        for part, place in zip(self.slices, places, strict=True):
            shade = -(-part.amount * 3 // most) if part.amount else 0
            line = t.line_strong if t.border > 1 else t.line if shade == 1 else None
            box(painter, place, 4, t.primary_soft if shade == 1 else shades[shade], line)
        painter.setFont(self.theme.font(Type.CAPTION))
        pitch, letters = (
            places[0].height() + SPACE_4,
            self.theme.metrics(Type.CAPTION).tightBoundingRect("网"),
        )
        every = 1 if pitch > letters.height() + SPACE_4 else 2
        for word, place in list(zip(self._heads, places, strict=False))[::every]:
            # Letters are taller than the squares may be; where they would touch, every other day has its word.
            write(
                painter,
                QRectF(0, place.top(), place.left(), place.height()).adjusted(0, -6, 0, 6),
                word,
                t.text2,
            )
        foot = self.theme.metrics(Type.CAPTION).height()
        for word, place in zip(self.feet, places[::7], strict=False):
            below = QRectF(place.left(), self.height() - foot, place.width() * 4, foot)
            write(painter, below, word, t.text2)


class Donut(Chart):
    """A ring divided by amounts with the whole in its middle, and beside it the words: those are what one picks."""

    def __init__(self, name: str, height: int, caption: str) -> None:
        super().__init__(name, height)
        self._caption = caption

    def places(self) -> list[QRectF]:
        left = self._side() + SPACE_24
        row = min(self.theme.metrics(Type.BODY).height() + SPACE_8, self.height() / max(len(self.slices), 1))
        top = max((self.height() - row * len(self.slices)) / 2, 0)
        wide = min(self.width() - left, self.theme.px(230))
        return [QRectF(left, top + row * number, wide, row) for number in range(len(self.slices))]

    def draw(self, painter: QPainter) -> None:
        t, side = self.tokens, self._side()
        thick = side * 0.16
        circle = QRectF(0, (self.height() - side) / 2, side, side)
        ring = circle.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        total = sum(part.amount for part in self.slices)
        ends = [0]
        for part in self.slices:
            ends.append(ends[-1] + part.amount)
        if not total:
            painter.setPen(QPen(QColor(t.surface3), thick))
            painter.drawArc(ring, 0, _TURN)
        for number, (start, end) in enumerate(pairwise(ends)):
            if end > start:
                colour = QColor(t.chart[number % len(t.chart)])
                painter.setPen(QPen(colour, thick, c=Qt.PenCapStyle.FlatCap))
                length = (end - start) * _TURN / total
                gap = 24 if length < _TURN else 0
                painter.drawArc(ring, round(90 * 16 - start * _TURN / total), -max(round(length) - gap, 8))
        self._middle(painter, circle, str(total))
        self._legend(painter)

    def _middle(self, painter: QPainter, circle: QRectF, total: str) -> None:
        figure = self.theme.metrics(Type.PAGE, bold=True).height() * 0.9
        caption = self.theme.metrics(Type.META).height()
        top = circle.center().y() - (figure + caption) / 2
        painter.setFont(self.theme.font(Type.PAGE, bold=True))
        write(painter, QRectF(circle.left(), top, circle.width(), figure), total, self.tokens.text, _CENTRE)
        painter.setFont(self.theme.font(Type.META))
        below = QRectF(circle.left(), top + figure, circle.width(), caption)
        write(painter, below, self._caption, self.tokens.text2, _CENTRE)

    def _legend(self, painter: QPainter) -> None:
        t, side = self.tokens, self.theme.px(12)
        for number, (part, place) in enumerate(zip(self.slices, self.places(), strict=True)):
            square = QRectF(place.left(), place.center().y() - side / 2, side, side)
            box(painter, square, 3, t.chart[number % len(t.chart)])
            painter.setFont(self.theme.font(Type.BODY, bold=True))
            write(painter, place, str(part.amount), t.text, _RIGHT)
            painter.setFont(self.theme.font(Type.LABEL))
            room = place.width() - side - SPACE_8 - self.theme.px(40)
            word = self.fit(part.word, painter, room)
            write(painter, place.adjusted(side + SPACE_8, 0, 0, 0), word, t.text)

    def _side(self) -> float:
        return float(min(self.height(), self.theme.px(170), self.width() * 0.42))


__all__ = ["DayGrid", "Donut", "LyingBars", "Slice", "StandingBars"]
