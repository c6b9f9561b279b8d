"""A bar in the page for a state that lasts: no network, little room on the disk. What passes by is a toast."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import CARD_RADIUS, ICON, SPACE_4, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.painting import Painted, box
from gridworker.ui.widgets.text import Paragraph


class Banner(Painted, QWidget):
    """Icon, a bold beginning, the rest of the sentence, and at most one `action`, which fires `acted`."""

    acted = Signal()

    def __init__(
        self,
        icon: str,
        tone: Tone,
        title: str,
        text: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self._words = Paragraph(text, Type.BODY, tone=tone)
        self.action = Button(action, Weight.TEXT)
        self.action.clicked.connect(self.acted)
        self._column = QVBoxLayout()
        self._column.addStretch(1)
        self._column.addWidget(self._words)
        self._column.addStretch(1)
        row = QHBoxLayout(self)
        row.setSpacing(SPACE_12)
        row.addLayout(self._column, 1)
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.restyle()
        self.say(icon, tone, title, text, action)

    def say(self, icon: str, tone: Tone, title: str, text: str = "", action: str = "") -> None:
        """Show another state."""
        self._icon, self._tone = icon, tone
        self._words.set_tone(tone)
        self._words.set_text(text, lead=title)
        self.action.set_text(action)
        self.action.setVisible(bool(action))
        self.setAccessibleName(self._words.text())
        self.update()

    def restyle(self) -> None:
        row = self.layout()
        if row is not None:
            left = SPACE_16 + self.theme.px(ICON) + SPACE_12
            row.setContentsMargins(left, SPACE_4, SPACE_8, SPACE_4)
            # One line of words is as high as the button that may stand beside it.
            around = ceil((self.theme.control - self.theme.metrics(Type.BODY).height()) / 2)
            self._column.setContentsMargins(0, around, 0, around)
        super().restyle()

    def paint(self, painter: QPainter) -> None:
        colours = self.tokens.tone(self._tone)
        line = colours.strong if self.tokens.border > 1 else None
        box(painter, QRectF(self.rect()), CARD_RADIUS - 2, colours.soft, line, self.tokens.border)
        side = self.theme.px(ICON)
        where = QRectF(SPACE_16, 0, side, self.height())
        draw_icon(painter, where, self._icon, colours.strong, filled=True)
