"""A page or list with nothing in it: what it is for, the one thing to do, and its key."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, SPACE_20, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.painting import PaintedWidget, box
from gridworker.ui.widgets.text import Paragraph

_COLUMNS, _ROWS, _CELL, _GAP = 5, 3, 22, 4
# How strongly each cell is lit, in twentieths: a grid some of whose squares have been walked.
_STRENGTH = ((2, 9, 6, 5, 2), (4, 2, 2, 6, 4), (7, 4, 2, 9, 6))


class EmptyState(QWidget):
    """A picture, a title, a sentence, one main action (and perhaps a second), and a tip about the key."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        *,
        action: Button | None = None,
        second: Button | None = None,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_12)
        column.addStretch(1)
        column.addWidget(_Picture(icon), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(SPACE_8)
        self._title = Paragraph("", Type.TITLE, bold=True, centred=True)
        self._text = Paragraph("", Type.BODY, tone=Tone.NEUTRAL, centred=True)
        column.addWidget(self._title)
        column.addWidget(self._text)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_12)
        buttons.addStretch(1)
        for button in (action, second):
            if button is not None:
                buttons.addWidget(button)
        buttons.addStretch(1)
        column.addSpacing(SPACE_20 - SPACE_12)
        column.addLayout(buttons)
        if tip:
            column.addWidget(Paragraph(tip, Type.META, centred=True))
        column.addStretch(1)
        self.say(title, text)

    def say(self, title: str, text: str = "") -> None:
        """Another title and sentence."""
        self._title.set_text(title)
        self._text.set_text(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)


class _Picture(PaintedWidget):
    """The grid with the sign of the kind in its middle."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        cell, gap = self.theme.px(_CELL), self.theme.px(_GAP)
        return QSize(_COLUMNS * (cell + gap) - gap, _ROWS * (cell + gap) - gap)

    def paint(self, painter: QPainter) -> None:
        strong = self.tokens.primary
        cell, gap = self.theme.px(_CELL), self.theme.px(_GAP)
        for row, strengths in enumerate(_STRENGTH):
            for column, strength in enumerate(strengths):
                painter.setOpacity(strength / 20)
                corner = QPointF(column * (cell + gap), row * (cell + gap))
                box(painter, QRectF(corner.x(), corner.y(), cell, cell), 5, strong)
        painter.setOpacity(1)
        side = self.theme.px(36)
        middle = QRectF(self.rect()).center()
        where = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        draw_icon(painter, where, self._icon, strong, filled=True)
