"""Tabs: words in a row, the one that is open underlined. One stop for Tab; arrow keys and digits move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.widgets.chips import DIGITS, Choice
from gridworker.ui.widgets.painting import PaintedButton, PaintedWidget, focus_ring, write


class Tab(PaintedButton):
    """One word of the row."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(word)
        self.setCheckable(True)
        self.setAccessibleName(word)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_word(self, word: str) -> None:
        """Change the word, as when a count in it changes."""
        self.setText(word)
        self.setAccessibleName(word)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = self.theme.metrics(Type.BODY, bold=True).horizontalAdvance(self.text())
        return QSize(max(words + 2 * SPACE_8, self.theme.target), self.theme.target)

    def paint(self, painter: QPainter) -> None:
        t, whole = self.tokens, QRectF(self.rect())
        picked = self.isChecked()
        ink = t.primary_text if picked else t.text if self.underMouse() else t.text2
        painter.setFont(self.theme.font(Type.BODY, bold=picked))
        write(painter, whole.adjusted(0, 0, 0, -3), self.text(), ink, Qt.AlignmentFlag.AlignHCenter)
        if picked:
            painter.fillRect(
                QRectF(2, whole.height() - 3, whole.width() - 4, 3), self.theme.colour("primary")
            )
        if self.focus_shown:
            focus_ring(painter, whole.adjusted(0, 1, 0, -4), 6, t)


class Tabs(PaintedWidget):
    """The row, with a thin line below. `changed` fires when the person opens another."""

    changed = Signal()

    def __init__(self, name: str, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: dict[str, Tab] = {}
        self._value = choices[0].code
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        for choice in choices:
            tab = Tab(choice.word)
            tab.clicked.connect(self._on_clicked)
            tab.installEventFilter(self)
            row.addWidget(tab)
            self._tabs[choice.code] = tab
        row.addStretch(1)
        self.setAccessibleName(name)
        self.set_value(self._value)

    def value(self) -> str:
        """The code of the open tab."""
        return self._value

    def set_value(self, code: str) -> None:
        """Open a tab; not a change by the person."""
        self._value = code
        for other, tab in self._tabs.items():
            tab.setChecked(other == code)
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == code else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self._tabs[code])

    def set_word(self, code: str, word: str) -> None:
        """Change one word."""
        self._tabs[code].set_word(word)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else QSize()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if not isinstance(watched, Tab) or not isinstance(event, QKeyEvent):
            return False
        return event.type() is QEvent.Type.KeyPress and self._take_key(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        codes = list(self._tabs)
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        place = DIGITS.find(event.text()) if event.text() and not event.modifiers() else -1
        if step:
            self._open(codes[(codes.index(self._value) + step) % len(codes)])
        elif 0 <= place < len(codes):
            self._open(codes[place])
        else:
            return False
        return True

    def paint(self, painter: QPainter) -> None:
        line = self.tokens.border
        painter.fillRect(QRectF(0, self.height() - line, self.width(), line), self.theme.colour("line"))

    def _open(self, code: str) -> None:
        moved = code != self._value
        self.set_value(code)
        self._tabs[code].setFocus(Qt.FocusReason.OtherFocusReason)
        if moved:
            self.changed.emit()

    @Slot()
    def _on_clicked(self) -> None:
        code = next(code for code, tab in self._tabs.items() if tab is self.sender())
        moved = code != self._value
        self.set_value(code)
        if moved:
            self.changed.emit()
