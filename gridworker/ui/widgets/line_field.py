"""One line of text: Enter goes to the next field, numbers come out half-width, an error shows in border and words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gridworker.domain.width import fold_width
from gridworker.ui.widgets.composing import Composing
from gridworker.ui.widgets.marked import Marked
from gridworker.ui.widgets.painting import Themed


class LineField(Composing, Marked, Themed, QLineEdit):
    """A line edit.

    `numeric` folds full-width digits and signs as soon as the input method has committed them. `changed` fires for what
    the person typed or pasted, never while composing. Enter moves to the next field unless `enter_moves` is False.
    """

    changed = Signal()

    def __init__(
        self,
        placeholder: str = "",
        *,
        numeric: bool = False,
        enter_moves: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self._numeric = numeric
        self._enter_moves = enter_moves
        if numeric:
            self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.textEdited.connect(self._on_edited)

    def value(self) -> str:
        """The text without outer blanks; half-width where the field is numeric."""
        return fold_width(self.text()) if self._numeric else self.text().strip()

    def set_value(self, text: str) -> None:
        """Show `text`; not a change by the person."""
        self.setText(text)
        # The beginning of a long text says more than its end.
        self.setCursorPosition(0)

    def can_go(self, *, back: bool) -> bool:
        return self.isUndoAvailable() if back else self.isRedoAvailable()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._enter_moves and enter and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.accept()
            # Whoever listened to returnPressed may have led the person elsewhere already.
            if self.hasFocus():
                self.focusNextChild()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if self.is_composing():
            return
        self.set_carried(False)
        if self._numeric and (folded := fold_width(text)) != text:
            behind = len(text) - self.cursorPosition()
            self.setText(folded)
            self.setCursorPosition(max(0, len(folded) - behind))
        self.changed.emit()
