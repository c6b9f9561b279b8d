"""A filter of a list: a chip that opens a menu of choices and shows the one that is in force."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QPainter
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.painting import PaintedButton, box, focus_ring, write


class FilterChip(PaintedButton):
    """`name` is the word while nothing is chosen, `all_word` the choice that takes the filter away."""

    changed = Signal()

    def __init__(
        self, name: str, all_word: str, choices: Sequence[Choice], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._value = name, ""
        self._words = {choice.code: choice.word for choice in choices}
        self._menu = QMenu(self)
        group = QActionGroup(self)
        for code, word in [("", all_word), *self._words.items()]:
            action = QAction(word, self._menu)
            action.setCheckable(True)
            action.setChecked(not code)
            action.setData(code)
            group.addAction(action)
            self._menu.addAction(action)
        group.triggered.connect(self._on_picked)
        self.clicked.connect(self.open_menu)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._say()

    def value(self) -> str:
        """The code that is in force, "" for none."""
        return self._value

    def set_value(self, code: str) -> None:
        """Put a choice in force; not a change by the person."""
        self._value = code if code in self._words else ""
        for action in self._menu.actions():
            action.setChecked(action.data() == self._value)
        self._say()

    @Slot()
    def open_menu(self) -> None:
        """Show the choices below the chip."""
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.open_menu()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        words = self.theme.metrics(Type.LABEL).horizontalAdvance(self.text())
        px = self.theme.px
        return QSize(words + px(14 + 6 + 16 + 12), self.theme.target)

    def paint(self, painter: QPainter) -> None:
        t, px = self.tokens, self.theme.px
        whole = QRectF(self.rect())
        ground, line, ink = t.surface, t.line_strong, t.text2
        if self._value:
            ground, line, ink = t.primary_soft, t.primary, t.primary_text
        elif self.underMouse():
            ground = t.surface2
        box(painter, whole, whole.height() / 2, ground, line, t.border)
        painter.setFont(self.theme.font(Type.LABEL))
        write(painter, whole.adjusted(px(14), 0, 0, 0), self.text(), ink)
        where = QRectF(whole.right() - px(12 + 16), 0, px(16), whole.height())
        draw_icon(painter, where, "chevron_down", ink)
        if self.focus_shown:
            focus_ring(painter, whole, whole.height() / 2, t)

    def _say(self) -> None:
        word = self._words.get(self._value, "")
        self.setText(word or self._name)
        self.setAccessibleName(f"{self._name} {word}".strip())
        self.updateGeometry()

    @Slot(QAction)
    def _on_picked(self, action: QAction) -> None:
        if action.data() != self._value:
            self.set_value(str(action.data()))
            self.changed.emit()
