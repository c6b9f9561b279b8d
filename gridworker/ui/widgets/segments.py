"""One choice of two to five, in a joined row: a filter of a list, an answer of a checklist."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gridworker.ui.theme.measures import CONTROL_RADIUS, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.chips import DIGITS, Choice
from gridworker.ui.widgets.painting import PaintedButton, PaintedWidget, box, focus_ring, write

_INSET = 3


class Segment(PaintedButton):
    """One of the row. A tone other than PRIMARY colours it when it is picked."""

    def __init__(self, word: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setText(word)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(word)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_word(self, word: str) -> None:
        """Change the word, as when a count in it changes."""
        self.setText(word)
        self.setAccessibleName(word)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = self.theme.metrics(Type.LABEL, bold=True).horizontalAdvance(self.text())
        height = self.theme.target - 2 * _INSET
        return QSize(
            max(words + 2 * self.theme.px(14), height),
            max(height, self.theme.metrics(Type.LABEL).height() + 8),
        )

    def paint(self, painter: QPainter) -> None:
        t, colours = self.tokens, self.tokens.tone(self._tone)
        whole = QRectF(self.rect())
        ink = t.text2
        if self.isChecked():
            told = self._tone is not Tone.PRIMARY
            line = colours.strong if told else t.line_strong if t.border > 1 else t.line
            box(painter, whole, CONTROL_RADIUS - 2, colours.soft if told else t.surface, line, t.border)
            ink = colours.text if told else t.text
        elif self.underMouse() and self.isEnabled():
            ink = t.text
        painter.setFont(self.theme.font(Type.LABEL, bold=self.isChecked()))
        word = self.fit(self.text(), painter, whole.width() - 8)
        write(painter, whole, word, ink if self.isEnabled() else t.text3, Qt.AlignmentFlag.AlignHCenter)
        if self.focus_shown:
            focus_ring(painter, whole, CONTROL_RADIUS - 2, t)


class SegmentedChoice(PaintedWidget):
    """The row. Arrow keys and digits pick; Tab stops once. `changed` fires when the person picks another."""

    changed = Signal()

    def __init__(self, choices: Sequence[Choice], value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments: dict[str, Segment] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        row.setSpacing(0)
        for choice in choices:
            segment = Segment(choice.word, choice.tone)
            segment.clicked.connect(self._on_clicked)
            segment.installEventFilter(self)
            row.addWidget(segment)
            self._segments[choice.code] = segment
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._value = ""
        self.set_value(value or choices[0].code)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def segments(self) -> list[Segment]:
        """The segments in their order."""
        return list(self._segments.values())

    def value(self) -> str:
        """The code that is picked."""
        return self._value

    def set_value(self, code: str) -> None:
        """Pick; not a change by the person."""
        self._value = code
        for other, segment in self._segments.items():
            segment.setChecked(other == code)
            policy = Qt.FocusPolicy.StrongFocus if other == code else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(policy)

    def set_word(self, code: str, word: str) -> None:
        """Change one word, as when a count in it changes."""
        self._segments[code].set_word(word)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab stops at whatever has one, also where its segments stand elsewhere in the order.
        self._segments[self._value].setFocus(event.reason())

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if not isinstance(watched, Segment) or not isinstance(event, QKeyEvent):
            return False
        return event.type() is QEvent.Type.KeyPress and self._take_key(event)

    def paint(self, painter: QPainter) -> None:
        line = self.tokens.line_strong if self.tokens.border > 1 else None
        box(painter, QRectF(self.rect()), CONTROL_RADIUS, self.tokens.surface3, line, self.tokens.border)

    def _take_key(self, event: QKeyEvent) -> bool:
        codes = list(self._segments)
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        place = DIGITS.find(event.text()) if event.text() and not event.modifiers() else -1
        if step:
            self._pick(codes[(codes.index(self._value) + step) % len(codes)])
        elif 0 <= place < len(codes):
            self._pick(codes[place])
        else:
            return False
        return True

    def _pick(self, code: str) -> None:
        moved = code != self._value
        self.set_value(code)
        self._segments[code].setFocus(Qt.FocusReason.OtherFocusReason)
        if moved:
            self.changed.emit()

    @Slot()
    def _on_clicked(self) -> None:
        code = next(code for code, segment in self._segments.items() if segment is self.sender())
        moved = code != self._value
        self.set_value(code)
        if moved:
            self.changed.emit()
