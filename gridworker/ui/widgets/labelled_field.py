"""A field with what stands around it: label, required mark, hint, key, and the line that says what is wrong."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.marked import Marked
from gridworker.ui.widgets.painting import Themed
from gridworker.ui.widgets.signs import KeyCap
from gridworker.ui.widgets.text import Label, Paragraph


class LabelledField(Themed, QWidget):
    """Any input with its label.

    `required_word` is what a screen reader says for the star; given, the star is drawn. `key` is a letter: Alt and it
    bring the focus here. `set_error` shows a sentence under the field and its border in the colour of an error.
    """

    def __init__(
        self,
        label: str,
        field: QWidget,
        *,
        required_word: str = "",
        hint: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self.label = Label(label, Type.LABEL)
        self.label.setBuddy(field)
        self._hint: Label | None = None
        self._error: _ErrorLine | None = None
        self._key_shown = f"Alt+{key}" if key else ""
        self._lay_out(required_word)
        self._put_hint(hint)
        field.setAccessibleName(f"{label} {required_word}".strip())
        self._describe()
        self.restyle()
        if key:
            QShortcut(QKeySequence(f"Alt+{key}"), self, self.focus_field)

    def restyle(self) -> None:
        # With or without a key cap, so that fields side by side stand on one line.
        self.label.setMinimumHeight(drawing.key_height())
        super().restyle()

    def _lay_out(self, required_word: str) -> None:
        self._above = above = QHBoxLayout()
        above.setSpacing(SPACE_4)
        above.addWidget(self.label)
        if required_word:
            star = Label("*", Type.LABEL, tone=Tone.DANGER)
            star.setAccessibleName(required_word)
            above.addWidget(star)
        above.addSpacing(SPACE_4)
        self._hint_at = above.count()
        above.addStretch(0)
        if self._key_shown:
            above.addWidget(KeyCap(self._key_shown))
        self._column = whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_4 + 2)
        whole.addLayout(above)
        whole.addWidget(self.field)
        if not isinstance(self.field, QPlainTextEdit):
            whole.addStretch(1)

    @property
    def error(self) -> str:
        """What is wrong, as shown; empty where nothing is."""
        return self._error.text() if self._error is not None else ""

    def set_error(self, sentence: str) -> None:
        """Say what is wrong; empty takes it away."""
        if sentence == self.error:
            return
        if self._error is None:
            # Most fields are never wrong.
            self._error = _ErrorLine(self)
            self._column.insertWidget(self._column.indexOf(self.field) + 1, self._error)
        self._error.set_text(sentence)
        self._error.setVisible(bool(sentence))
        if isinstance(self.field, Marked):
            self.field.set_invalid(bool(sentence))
        self._describe()

    @property
    def hint(self) -> str:
        """The quiet words beside the label."""
        return self._hint.text() if self._hint is not None else ""

    def set_hint(self, hint: str) -> None:
        """Change the quiet words beside the label."""
        self._put_hint(hint)
        self._describe()

    def _put_hint(self, hint: str) -> None:
        if self._hint is None:
            if not hint:
                return
            # Most fields never have one.
            self._hint = Label("", Type.META, parent=self)
            self._above.insertWidget(self._hint_at, self._hint, 1)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    @Slot()
    def focus_field(self) -> None:
        """Bring the focus to the field, its text selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(self.field, QLineEdit):
            self.field.selectAll()

    def _describe(self) -> None:
        parts = (self.error, self.hint, self._key_shown)
        self.field.setAccessibleDescription("\n".join(part for part in parts if part))


class _ErrorLine(Paragraph):
    """The sentence under a field, with its sign."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", Type.META, tone=Tone.DANGER, indent=16 + SPACE_8, parent=parent)

    def paint(self, painter: QPainter) -> None:
        super().paint(painter)
        side = self.theme.px(16)
        line = self.theme.metrics(Type.META).height()
        where = QRectF(0, 0, side, line)
        draw_icon(painter, where, "error_circle", self.tokens.danger, filled=True)
