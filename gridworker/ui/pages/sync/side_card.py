"""One side of a question of a conflict: a value to pick, with what differs from the other side marked inside it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.environment.marks import joined
from gridworker.ui.pages.sync.marks import Marked
from gridworker.ui.theme.measures import CONTROL_RADIUS, SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.painting import PaintedButton, box, focus_ring


class SideCard(PaintedButton):
    """Checkable; as high as its text needs at its width. `who` is read out before the value."""

    def __init__(self, who: str, marked: Marked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._who, self._marked = who, marked
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say(marked)

    def say(self, marked: Marked) -> None:
        """Show another value."""
        self._marked = marked
        self.setAccessibleName(joined(self._who, marked.text))
        self._grow()
        self.update()

    def text_shown(self) -> str:
        """What stands on the card."""
        return self._marked.text

    def sizeHint(self) -> QSize:
        width = self.theme.px(300)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(140), self.theme.control)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        _, height = self._laid_out(width - self._left - SPACE_12)
        return max(self.theme.control + 6, round(height) + 2 * SPACE_12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        # Nested layouts forget heightForWidth; a minimum height they do not.
        self.setMinimumHeight(self.heightForWidth(self.width()) if self.width() > 1 else 0)

    @property
    def _left(self) -> int:
        return SPACE_12 + self.theme.px(20) + SPACE_8

    def paint(self, painter: QPainter) -> None:
        t, whole = self.tokens, QRectF(self.rect())
        picked = self.isChecked()
        ground = t.primary_soft if picked else t.surface2 if self.underMouse() else t.surface
        box(
            painter,
            whole,
            CONTROL_RADIUS,
            ground,
            t.primary if picked else t.line_strong,
            2 if picked else t.border,
        )
        self._radio(painter, picked=picked)
        layout, height = self._laid_out(whole.width() - self._left - SPACE_12)
        painter.setPen(QColor(t.text))
        layout.draw(painter, QPointF(self._left, (whole.height() - height) / 2))
        if self.focus_shown:
            focus_ring(painter, whole, CONTROL_RADIUS, t)

    def _radio(self, painter: QPainter, *, picked: bool) -> None:
        t, side = self.tokens, self.theme.px(18)
        where = QRectF(SPACE_12, (self.height() - side) / 2, side, side).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(t.surface))
        painter.setPen(QPen(QColor(t.primary if picked else t.line_strong), 2 if picked else 1.5))
        painter.drawEllipse(where)
        if picked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.primary))
            painter.drawEllipse(where.adjusted(4, 4, -4, -4))

    def _laid_out(self, width: float) -> tuple[QTextLayout, float]:
        font = self.theme.font(Type.BODY)
        layout = QTextLayout(self._marked.text.replace("\n", "\u2028"), font)
        layout.setFormats([self._mark(start, length) for start, length in self._marked.parts])
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout, max(top, QFontMetrics(font).height())

    def _mark(self, start: int, length: int) -> QTextLayout.FormatRange:
        look = QTextCharFormat()
        look.setBackground(QColor(self.tokens.warn_soft))
        look.setForeground(QColor(self.tokens.warn_text))
        # Not by colour alone.
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        run = QTextLayout.FormatRange()
        # By name, because the stubs of PySide6 leave these fields out.
        for field, value in (("start", start), ("length", length), ("format", look)):
            setattr(run, field, value)
        return run
