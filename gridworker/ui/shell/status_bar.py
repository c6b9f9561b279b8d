"""The status bar: what was saved when, how much is here and waits, the last sync, and the size of the text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout

from gridworker.environment.language import Words
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_16, SPACE_24, TEXT_SCALES, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.drawing import StateLook
from gridworker.ui.widgets.painting import PaintedWidget
from gridworker.ui.widgets.signs import Status
from gridworker.ui.widgets.text import Label

_HERE = Words("本机 {held} 条 · 待同步 {waiting} 条", "{held} records here · {waiting} to sync")
_LAST = Words("上次同步：{when}", "Last sync: {when}")
_NEVER = Words("还没有同步过", "Not synced yet")
_KEYS = Words("快捷键", "Keys")
_SIZE = Words("字号", "Text")
_SMALLER = Words("小一号字", "Smaller text")
_LARGER = Words("大一号字", "Larger text")
_SAVED_LOOK = StateLook("checkmark_circle", True, Tone.OK)


class StatusBar(PaintedWidget):
    """`keys_asked` fires for the sheet of keys, `size_asked` with −1, 0 or 1 for the size of the text."""

    keys_asked = Signal()
    size_asked = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_24, 0, SPACE_16, 0)
        row.setSpacing(SPACE_24)
        self._saved = Status(_SAVED_LOOK, "")
        self._here = Label("", Type.META, tone=Tone.NEUTRAL)
        self._last = Label("", Type.META, tone=Tone.NEUTRAL)
        for label in (self._saved, self._here, self._last):
            row.addWidget(label)
        self._saved.hide()
        row.addStretch(1)
        keys = Button(session.said(_KEYS), Weight.TEXT, key="F1")
        keys.clicked.connect(self.keys_asked)
        row.addWidget(keys)
        row.addLayout(self._sizes(session))

    def _sizes(self, session: Session) -> QHBoxLayout:
        sizes = QHBoxLayout()
        sizes.setSpacing(SPACE_4)
        sizes.addWidget(Label(session.said(_SIZE), Type.META, tone=Tone.NEUTRAL))
        smaller = Button("A−", Weight.TEXT)
        smaller.setAccessibleName(session.said(_SMALLER))
        smaller.clicked.connect(self._on_smaller)
        self._size = Label("", Type.META, tone=Tone.NEUTRAL)
        larger = Button("A+", Weight.TEXT)
        larger.setAccessibleName(session.said(_LARGER))
        larger.clicked.connect(self._on_larger)
        for widget in (smaller, self._size, larger):
            sizes.addWidget(widget)
        self.restyle()
        return sizes

    def show_saved(self, text: str) -> None:
        """What was saved last, with its time."""
        self._saved.show_status(_SAVED_LOOK, text)
        self._saved.setVisible(bool(text))

    def show_counts(self, held: int, waiting: int, last_sync: str) -> None:
        """How many records are here and wait, and when the last sync was ("" for never)."""
        said = self._session.said
        self._here.setText(said(_HERE, held=f"{held:,}", waiting=f"{waiting:,}"))
        self._last.setText(said(_LAST, when=last_sync) if last_sync else said(_NEVER))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_size"):
            self._size.setText(f"{self.theme.scale:.0%}")

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.theme.colour("rail"))
        painter.fillRect(0, 0, self.width(), self.tokens.border, self.theme.colour("line"))

    def _on_smaller(self) -> None:
        self.size_asked.emit(-1)

    def _on_larger(self) -> None:
        self.size_asked.emit(1)


def stepped(scale: float, step: int) -> float:
    """The text size one step smaller or larger; 0 is the normal one."""
    if step == 0:
        return 1.0
    sizes = sorted(TEXT_SCALES)
    return sizes[min(len(sizes) - 1, max(0, sizes.index(scale) + step))]
