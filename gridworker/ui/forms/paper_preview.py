"""A paper as it will be printed: the press draws its pages, one below the other."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from gridworker.documents.press.pages import SetPaper
from gridworker.documents.press.strips import UPRIGHT
from gridworker.ui.theme.measures import CARD_RADIUS, SPACE_24
from gridworker.ui.widgets.painting import Themed, box, focus_ring, shadow

_WIDEST = 640
_NARROWEST = 260


class PaperPreview(Themed, QAbstractScrollArea):
    """Shows the pages as wide as there is room; arrows, Page Up and Page Down move through them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper: SetPaper | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def show_paper(self, paper: SetPaper) -> None:
        """Show a paper from its first page on."""
        self._paper = paper
        self._fit()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, 200)

    def restyle(self) -> None:
        super().restyle()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.viewport().rect())
        box(painter, whole, CARD_RADIUS, self.tokens.surface3)
        if self._paper is not None:
            painter.setClipRect(whole)
            for number in range(len(self._paper.pages)):
                where = self._where(number)
                if where.intersects(whole):
                    self._draw(painter, self._paper, number, where)
            painter.setClipping(False)
        if self.hasFocus():
            focus_ring(painter, whole, CARD_RADIUS, self.tokens)
        painter.end()

    def _draw(self, painter: QPainter, paper: SetPaper, number: int, where: QRectF) -> None:
        shadow(painter, where, 0)
        # Paper is white in the dark too.
        painter.fillRect(where, QColor(255, 255, 255))
        painter.save()
        painter.translate(where.topLeft())
        scale = where.width() / paper.room.page[0]
        painter.scale(scale, scale)
        paper.draw(painter, number)
        painter.restore()

    @property
    def _page(self) -> tuple[float, float]:
        wide, high = self._paper.room.page if self._paper is not None else UPRIGHT.page
        most = _WIDEST * self.theme.scale * wide / UPRIGHT.page[0]
        width = min(self.viewport().width() - 2 * SPACE_24, most)
        return width, width * high / wide

    def _where(self, number: int) -> QRectF:
        width, height = self._page
        left = (self.viewport().width() - width) / 2
        top = SPACE_24 + number * (height + SPACE_24) - self.verticalScrollBar().value()
        return QRectF(left, top, width, height)

    def _fit(self) -> None:
        bar, (_, height) = self.verticalScrollBar(), self._page
        pages = len(self._paper.pages) if self._paper is not None else 0
        whole = SPACE_24 + pages * (height + SPACE_24)
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(round(height / 20))
        bar.setRange(0, max(0, round(whole) - self.viewport().height()))
