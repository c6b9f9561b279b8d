"""A list to choose from, where chips would be too many, and the round tick of things to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import SPACE_12
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.marked import Marked
from gridworker.ui.widgets.painting import PaintedButton, Themed, focus_ring

_ARROW = 16


class PickList(Marked, Themed, QComboBox):
    """One of many choices. The wheel scrolls the page, not the value."""

    changed = Signal()

    def __init__(self, choices: Sequence[Choice], *, none: str = "", parent: QWidget | None = None) -> None:
        """`none` is the word for nothing chosen; without it the first choice is chosen."""
        super().__init__(parent)
        self._none = none
        self.set_choices(choices)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._on_activated)
        self.currentIndexChanged.connect(self.updateGeometry)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offers other choices; the first is chosen, or none."""
        self.clear()
        if self._none:
            self.addItem(self._none, "")
        for choice in choices:
            self.addItem(choice.word, choice.code)

    def words(self) -> list[str]:
        """The words of the choices, without the one for none."""
        return [self.itemText(at) for at in range(1 if self._none else 0, self.count())]

    def value(self) -> str:
        """The code that is chosen; empty for none."""
        return str(self.currentData() or "")

    def set_value(self, code: str) -> None:
        """Choose; not a change by the person. An unknown code chooses the first."""
        self.setCurrentIndex(max(0, self.findData(code)))

    def sizeHint(self) -> QSize:
        # Before its first picture it would be measured in another font.
        self.ensurePolished()
        hint, advance = super().sizeHint(), self.fontMetrics().horizontalAdvance
        words = [self.currentText()] if self.gives_way else map(self.itemText, range(self.count()))
        widest = max(map(advance, words), default=0)
        return QSize(max(hint.width(), widest + 2 + self._beside()), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Room for what is chosen, unless it gives way."""
        if self.gives_way:
            return super().minimumSizeHint()
        self.ensurePolished()
        words = self.fontMetrics().horizontalAdvance(self.currentText())
        return QSize(words + 2 + self._beside(), super().minimumSizeHint().height())

    def _beside(self) -> int:
        """The room that the words leave to the arrow and the edges."""
        return self.theme.px(_ARROW) + 3 * SPACE_12

    @property
    def gives_way(self) -> bool:
        """Whether its form said that its words may be cut: the tooltip has them then."""
        return self.sizeAdjustPolicy() is not QComboBox.SizeAdjustPolicy.AdjustToContents

    @property
    def cut_text(self) -> str:
        """What is chosen, where it has no room; else ""."""
        return self.currentText() if self._shown() != self.currentText() else ""

    def _shown(self) -> str:
        room = self.width() - self._beside()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        # The stubs of PySide6 leave the fields of the option out.
        option.currentText = self._shown()  # type: ignore[attr-defined]
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.theme.px(_ARROW)
        where = QRectF(self.width() - side - SPACE_12, 0, side, self.height())
        draw_icon(
            painter, where, "chevron_down", self.tokens.text2 if self.isEnabled() else self.tokens.text3
        )
        painter.end()
        self.setToolTip(self.cut_text)

    @Slot(int)
    def _on_activated(self, _index: int) -> None:
        self.changed.emit()


class Tick(PaintedButton):
    """A round box to tick. `name` says what gets done."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.target, self.theme.target)

    def paint(self, painter: QPainter) -> None:
        t, side = self.tokens, self.theme.px(22)
        middle = QRectF(self.rect()).center()
        where = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        if self.isChecked():
            draw_icon(painter, where, "checkmark_circle", t.ok, filled=True)
        else:
            over = self.underMouse() and self.isEnabled()
            painter.setPen(QPen(QColor(t.primary if over else t.line_strong), max(1.5, t.border)))
            painter.setBrush(QColor(t.primary_soft if over else t.surface))
            painter.drawEllipse(where.adjusted(2, 2, -2, -2))
        if self.focus_shown:
            focus_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), 8, t)
