"""A text laid out in lines for a painter: how high it gets at a width, and drawing it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

# Qt's own line break inside a paragraph.
_LINE_BREAK = "\u2028"


@dataclass(frozen=True)
class TextBlock:
    """`text` in `font`, its first `lead` characters bold. Breaks between words, and inside one that is too long."""

    text: str
    font: QFont
    lead: int = 0
    centred: bool = False

    def height(self, width: float) -> int:
        """Its height in logical pixels where it is `width` wide, rounded up."""
        return ceil(self._laid_out(width)[1])

    def draw(self, painter: QPainter, at: QPointF, width: float, colour: str) -> float:
        """Draw it with its top left corner at `at`; returns its height."""
        layout, height = self._laid_out(width)
        painter.setPen(QColor(colour))
        layout.draw(painter, at)
        return height

    def _laid_out(self, width: float) -> tuple[QTextLayout, float]:
        layout = QTextLayout(self.text.replace("\n", _LINE_BREAK), self.font)
        if self.lead:
            layout.setFormats([self._bold()])
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter if self.centred else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        top = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout, top

    def _bold(self) -> QTextLayout.FormatRange:
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.DemiBold)
        run = QTextLayout.FormatRange()
        # By name, because the stubs of PySide6 leave these fields out.
        for field, value in (("start", 0), ("length", self.lead), ("format", look)):
            setattr(run, field, value)
        return run
