"""One line of text that gives way: where room is short it ends in “…”, and the tooltip has all of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.measures import Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.painting import PaintedWidget, write

_QUIET = (Type.CAPTION, Type.META, Type.LABEL)


class Cut(PaintedWidget):
    """A line that is as wide as there is room. A `tone` gives it a meaning."""

    def __init__(
        self,
        text: str = "",
        type_: Type = Type.BODY,
        *,
        bold: bool = False,
        tone: Tone | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._type, self._bold, self._tone = text, type_, bold, tone
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The whole of it."""
        return self._text

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text = text
        self.setAccessibleName(text)
        self.restyle()

    def sizeHint(self) -> QSize:
        metrics = self.theme.metrics(self._type, self._bold)
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(3 * self._type), self.sizeHint().height())

    def paint(self, painter: QPainter) -> None:
        t = self.tokens
        ink = t.text2 if self._type in _QUIET else t.text
        if self._tone is not None:
            ink = t.tone(self._tone).text
        painter.setFont(self.theme.font(self._type, self._bold))
        write(painter, QRectF(self.rect()), self.fit(self._text, painter, self.width()), ink)
