"""A figure of 统计: what it is, how much, out of how many, and beside it the same time a year ago."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.measures import CARD_RADIUS, SPACE_4, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.painting import PaintedButton, box, focus_ring, write

_PLATE = 38


class FigureCard(PaintedButton):
    """A press opens the records behind it. The definition is its tooltip and is read out."""

    def __init__(
        self, icon: str, tone: Tone, name: str, definition: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self._figure, self._unit, self._tag, self._remark = "", "", "", ""
        self._definition = definition
        self.setText(name)
        self.setToolTip(definition)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: str, unit: str, tag: str, remark: str) -> None:
        """The figure and its unit, out of how many (`tag`), and a quiet line."""
        self._figure, self._unit, self._tag, self._remark = figure, unit, tag, remark
        self.setAccessibleName(f"{self.text()} {figure}{unit} {tag}".strip())
        self.setAccessibleDescription(f"{remark}\n{self._definition}")
        self.restyle()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self._top() + self._bottom() + 2 * SPACE_16)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(150), self.sizeHint().height())

    def _top(self) -> int:
        name = self.theme.metrics(Type.LABEL).height()
        return name + self.theme.metrics(Type.FIGURE, bold=True).height()

    def _bottom(self) -> int:
        return drawing.tag_height() + SPACE_8 + self.theme.metrics(Type.META).height()

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
        meta = self.theme.metrics(Type.META).height()
        painter.setFont(self.theme.font(Type.META))
        remark = self.fit(self._remark, painter, inside.width())
        below = QRectF(inside.left(), inside.bottom() - meta, inside.width() + 2, meta)
        write(painter, below, remark, t.text2, Qt.AlignmentFlag.AlignLeft)
