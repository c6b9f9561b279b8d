"""Tabs: words in a row, the one that is open underlined. One stop for Tab; arrow keys and digits move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.choice_row import ChoiceRow, RowWord
from gridworker.ui.widgets.painting import focus_ring, write


class Tab(RowWord):
    """One word of the row."""

    def sizeHint(self) -> QSize:
        words = self.theme.metrics(Type.BODY, bold=True).horizontalAdvance(self.text())
        return QSize(max(words + 2 * SPACE_8, self.theme.target), self.theme.target)

    def paint(self, painter: QPainter) -> None:
        t, whole = self.tokens, QRectF(self.rect())
        picked = self.isChecked()
        ink = t.primary_text if picked else t.text if self.underMouse() else t.text2
        painter.setFont(self.theme.font(Type.BODY, bold=picked))
        write(painter, whole.adjusted(0, 0, 0, -3), self.text(), ink, Qt.AlignmentFlag.AlignHCenter)
        if picked:
            painter.fillRect(
                QRectF(2, whole.height() - 3, whole.width() - 4, 3), self.theme.colour("primary")
            )
        if self.focus_shown:
            focus_ring(painter, whole.adjusted(0, 1, 0, -4), 6, t)


class Tabs(ChoiceRow[Tab]):
    """The row, with a thin line below."""

    def __init__(self, name: str, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__([(choice.code, Tab(choice.word)) for choice in choices], 0, SPACE_8, parent)
        self.row.addStretch(1)
        self.setAccessibleName(name)
        self.set_value(choices[0].code)

    def minimumSizeHint(self) -> QSize:
        return self.row.minimumSize()

    def paint(self, painter: QPainter) -> None:
        line = self.tokens.border
        painter.fillRect(QRectF(0, self.height() - line, self.width(), line), self.theme.colour("line"))
