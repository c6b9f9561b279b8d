"""A figure of 统计: what it is, how much, out of how many, and beside it the same time a year ago."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.measures import CARD_RADIUS, SPACE_4, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.painting import PaintedButton, box, focus_ring, write

_PLATE, _DOT = 38, " · "


class FigureCard(PaintedButton):
    """A press opens the records behind it. The definition is its tooltip and is read out."""

    def __init__(
        self, icon: str, tone: Tone, name: str, definition: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self._figure, self._unit, self._tag = "", "", ""
        self._remarks: Sequence[str] = ()
        self._definition = definition
        self.setText(name)
        self.setToolTip(definition)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_figure(self, figure: str, unit: str, tag: str, remarks: Sequence[str]) -> None:
        """The figure and its unit, out of how many (`tag`), and quiet remarks, one below the other if they must."""
        self._figure, self._unit, self._tag, self._remarks = figure, unit, tag, remarks
        self.setAccessibleName(f"{self.text()} {figure}{unit} {tag}".strip())
        self.setAccessibleDescription("\n".join((_DOT.join(remarks), self._definition)))
        self.restyle()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self._height(1))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(150), self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        return self._height(len(self._lines(width - SPACE_16 - SPACE_12)))

    def _height(self, lines: int) -> int:
        return self._above() + lines * self.theme.metrics(Type.META).height() + SPACE_16

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def restyle(self) -> None:
        super().restyle()
        self._grow()

    def _grow(self) -> None:
        # Nested layouts forget heightForWidth; a minimum height they do not.
        if self.isVisible():
            self.setMinimumHeight(self.heightForWidth(self.width()))

    def _above(self) -> int:
        """Where the quiet line begins: below the name, the figure and out of how many."""
        return SPACE_16 + self._top() + drawing.tag_height() + SPACE_8

    def _lines(self, width: float) -> Sequence[str]:
        """The remarks in one line where that has room."""
        whole = _DOT.join(self._remarks)
        fits = self.theme.metrics(Type.META).horizontalAdvance(whole) <= width
        return [whole] if fits else self._remarks

    def _top(self) -> int:
        name = self.theme.metrics(Type.LABEL).height()
        return name + self.theme.metrics(Type.FIGURE, bold=True).height()

    def paint(self, painter: QPainter) -> None:
        t, whole = self.tokens, QRectF(self.rect())
        line = t.tone(self._tone).strong if self.underMouse() else t.line
        box(painter, whole, CARD_RADIUS, t.surface2 if self.isDown() else t.surface, line, t.border)
        side = self.theme.px(_PLATE)
        middle = QPointF(whole.right() - SPACE_16 - side / 2, SPACE_16 + side / 2)
        drawing.draw_plate(painter, middle, side, self._icon, self._tone)
        self._words(painter, whole.adjusted(SPACE_16, SPACE_16 - 2, -SPACE_12, -SPACE_12))
        if self.focus_shown:
            focus_ring(painter, whole, CARD_RADIUS, t)

    def _words(self, painter: QPainter, inside: QRectF) -> None:
        t = self.tokens
        name, figure = (
            self.theme.metrics(*type_).height() for type_ in ((Type.LABEL, False), (Type.FIGURE, True))
        )
        painter.setFont(self.theme.font(Type.LABEL))
        room = inside.width() - self.theme.px(_PLATE) - SPACE_8
        word = self.fit(self.text(), painter, room)
        write(painter, QRectF(inside.left(), inside.top(), room + 2, name), word, t.text2)
        painter.setFont(self.theme.font(Type.FIGURE, bold=True))
        wide = painter.fontMetrics().horizontalAdvance(self._figure)
        line = QRectF(inside.left(), inside.top() + name, inside.width(), figure)
        write(painter, line, self._figure, t.text)
        painter.setFont(self.theme.font(Type.LABEL))
        unit = line.adjusted(wide + SPACE_4, figure * 0.24, 0, 0)
        write(painter, unit, self._unit, t.text2)
        middle = line.bottom() + drawing.tag_height() / 2 + 2
        if self._tag:
            drawing.draw_tag(painter, inside.left(), middle, self._tag, self._tone, inside.width())
        painter.setFont(self.theme.font(Type.META))
        meta = painter.fontMetrics().height()
        for at, remark in enumerate(self._lines(inside.width())):
            below = QRectF(inside.left(), self._above() + at * meta, inside.width() + 2, meta)
            write(painter, below, self.fit(remark, painter, inside.width()), t.text2)
