"""Texts: a label that knows what it is for, a paragraph that wraps without being cut, a section's title."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gridworker.environment.marks import joined
from gridworker.ui.theme.measures import SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.painting import PaintedWidget
from gridworker.ui.widgets.text_block import TextBlock


class Label(QLabel):
    """One line of text. Size, weight and colour come from the style sheet by what the text is for."""

    def __init__(
        self,
        text: str = "",
        type_: Type = Type.BODY,
        *,
        bold: bool = False,
        tone: Tone | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", type_.name.lower())
        self.setProperty("bold", bold)
        if tone is not None:
            self.setProperty("tone", str(tone))

    def set_tone(self, tone: Tone) -> None:
        """Give the words another meaning."""
        self.setProperty("tone", str(tone))
        self.style().unpolish(self)
        self.style().polish(self)


class Paragraph(PaintedWidget):
    """Text that wraps. Its height always follows from its width, so that no line is ever cut.

    `set_text` may give a `lead`, which stands before the text in bold. `indent` leaves room for a sign at the left, in
    logical pixels at 100 %.
    """

    def __init__(
        self,
        text: str = "",
        type_: Type = Type.BODY,
        *,
        tone: Tone | None = None,
        bold: bool = False,
        centred: bool = False,
        indent: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._type = type_
        self._indent = indent
        self._tone = tone
        self._bold = bold
        self._centred = centred
        self._text, self._lead = "", 0
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text)

    def text(self) -> str:
        """What it says."""
        return self._text

    def set_text(self, text: str, lead: str = "") -> None:
        """Say something else."""
        self._text = joined(lead, text)
        self._lead = len(lead)
        self.setAccessibleName(self._text)
        self.restyle()

    def set_tone(self, tone: Tone | None) -> None:
        """Give the words another meaning."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        widest = self.theme.px(36 * self._type)
        bold = self._bold or self._lead > 0
        width = min(self.theme.metrics(self._type, bold).horizontalAdvance(self._text) + 2, widest)
        width += self.theme.px(self._indent)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(4 * self._type), self.theme.metrics(self._type, self._bold).height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # Layouts ask many times over, and laying a text out takes its time.
        if width not in self._heights:
            self._heights[width] = self._block().height(width - self.theme.px(self._indent))
        return self._heights[width]

    def restyle(self) -> None:
        self._heights.clear()
        self._grow()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._grow()

    def _grow(self) -> None:
        # While a page is being built its style changes many times over, and nobody sees it.
        if not self.isVisible():
            return
        # Nested layouts forget heightForWidth; a minimum height they do not.
        self.setMinimumHeight(self.heightForWidth(max(self.width(), 1)) if self.width() > 1 else 0)

    def paint(self, painter: QPainter) -> None:
        quiet = self._type in (Type.CAPTION, Type.META, Type.LABEL)
        plain = self.tokens.text2 if quiet or self._tone is Tone.NEUTRAL else self.tokens.text
        meant = self._tone is not None and self._tone is not Tone.NEUTRAL
        colour = self.tokens.tone(self._tone).text if meant and self._tone else plain
        left = self.theme.px(self._indent)
        self._block().draw(painter, QPointF(left, 0), self.width() - left, colour)

    def _block(self) -> TextBlock:
        return TextBlock(self._text, self.theme.font(self._type, self._bold), self._lead, self._centred)


class SectionTitle(QWidget):
    """A title, a quiet remark beside it, and at the right whatever belongs to the section."""

    def __init__(self, title: str, remark: str = "", *, right: QWidget | None = None) -> None:
        super().__init__()
        self.title = Label(title, Type.SUBTITLE, bold=True)
        self.remark = Label(remark, Type.META)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_12)
        row.addWidget(self.title)
        row.addWidget(self.remark)
        row.addStretch(1)
        if right is not None:
            row.addWidget(right)
        self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        """Be called something else."""
        self.title.setText(title)
        self.setAccessibleName(title)
