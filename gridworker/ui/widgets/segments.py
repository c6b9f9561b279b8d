"""One choice of two to five, in a joined row: a filter of a list, an answer of a checklist."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.measures import CONTROL_RADIUS, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.choice_row import ChoiceRow, RowWord
from gridworker.ui.widgets.painting import box, focus_ring, write

_INSET = 3


class Segment(RowWord):
    """One of the row. A tone other than PRIMARY colours it when it is picked."""

    def __init__(self, word: str, tone: Tone) -> None:
        super().__init__(word)
        self._tone = tone
        self.setAutoExclusive(True)

    def sizeHint(self) -> QSize:
        words = self.theme.metrics(Type.LABEL, bold=True).horizontalAdvance(self.text())
        height = self.theme.target - 2 * _INSET
        return QSize(
            max(words + 2 * self.theme.px(14), height),
            max(height, self.theme.metrics(Type.LABEL).height() + 8),
        )

    def paint(self, painter: QPainter) -> None:
        t, colours = self.tokens, self.tokens.tone(self._tone)
        whole = QRectF(self.rect())
        ink = t.text2
        if self.isChecked():
            told = self._tone is not Tone.PRIMARY
            line = colours.strong if told else t.line_strong if t.border > 1 else t.line
            box(painter, whole, CONTROL_RADIUS - 2, colours.soft if told else t.surface, line, t.border)
            ink = colours.text if told else t.text
        elif self.underMouse() and self.isEnabled():
            ink = t.text
        painter.setFont(self.theme.font(Type.LABEL, bold=self.isChecked()))
        word = self.fit(self.text(), painter, whole.width() - 8)
        write(painter, whole, word, ink if self.isEnabled() else t.text3, Qt.AlignmentFlag.AlignHCenter)
        if self.focus_shown:
            focus_ring(painter, whole, CONTROL_RADIUS - 2, t)


class SegmentedChoice(ChoiceRow[Segment]):
    """The row on its ground."""

    def __init__(self, choices: Sequence[Choice], value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            [(choice.code, Segment(choice.word, choice.tone)) for choice in choices], _INSET, 0, parent
        )
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_value(value or choices[0].code)

    def segments(self) -> list[Segment]:
        """The segments in their order."""
        return list(self._words.values())

    def paint(self, painter: QPainter) -> None:
        line = self.tokens.line_strong if self.tokens.border > 1 else None
        box(painter, QRectF(self.rect()), CONTROL_RADIUS, self.tokens.surface3, line, self.tokens.border)
