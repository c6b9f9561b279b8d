"""Text broken into lines, each drawn by itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from gridworker.documents.press.fonts import HEADING, Face, font, points, printable

INK = QColor(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Look:
    """How text is set: its face, its size in points, the height of a line in units, to which edge, and how far in."""

    face: Face
    size: float
    pitch: float
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    first: float = 0
    """How many characters the first line stands in."""
    rest: float = 0
    """How many characters the others do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text; the layout is kept, for the line lives in it."""

    layout: QTextLayout
    line: QTextLine
    left: float
    pitch: float

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draws it with the upper left corner of its room at `x`, `y`."""
        painter.setPen(INK)
        down = (self.pitch - self.line.height()) / 2
        self.line.draw(painter, QPointF(x + self.left, y + down))


def set_text(text: str, look: Look, width: float, missing: dict[str, None], lead: str = "") -> list[Line]:
    """A text as lines of `width` units, `lead` before it in 黑体; characters that no font has go into `missing`."""
    lead = printable(HEADING, lead, missing)
    layout = QTextLayout(lead + printable(look.face, text, missing), font(look.face, look.size))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    if lead:
        bold = QTextLayout.FormatRange()
        words = QTextCharFormat()
        words.setFont(font(HEADING, look.size))
        # The stubs of PySide6 leave the fields of the range out.
        bold.start, bold.length, bold.format = 0, len(lead.encode("utf-16-le")) // 2, words  # type: ignore[attr-defined]
        layout.setFormats([bold])
    return _broken(layout, look, width)


def _broken(layout: QTextLayout, look: Look, width: float) -> list[Line]:
    character, lines = points(look.size), list[Line]()
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        inset = character * (look.rest if lines else look.first)
        line.setLineWidth(width - inset)
        line.setPosition(QPointF(0, 0))
        slack = width - inset - line.naturalTextWidth()
        share = {Qt.AlignmentFlag.AlignRight: 1.0, Qt.AlignmentFlag.AlignHCenter: 0.5}.get(look.align, 0.0)
        lines.append(Line(layout, line, inset + max(0.0, slack) * share, look.pitch))
    layout.endLayout()
    return lines
