"""Nothing acts while an input method composes: no shortcut, no Enter to the next field, no check of the text.

Every text field of the window has this mixin. What is not a field asks `composing()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gridworker.ui.widgets.painting import Themed

_ACTING = {
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape,
    *(Qt.Key(Qt.Key.Key_F1.value + number) for number in range(12)),
}  # fmt: skip
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)

if TYPE_CHECKING:
    _Base = Themed
else:
    _Base = object

_composing: list[Composing] = []


def composing() -> bool:
    """Whether a field holds text that the input method has not committed."""
    # A field that is deleted while composing says nothing any more.
    _composing[:] = [field for field in _composing if isValid(field)]
    return bool(_composing)


class Composing(_Base):
    """Mixin for text fields, before `Themed` and the Qt widget in the bases."""

    _preedit = ""

    def is_composing(self) -> bool:
        """Whether this field holds text that is not committed."""
        return bool(self._preedit)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._set_preedit(event.preeditString())
        super().inputMethodEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field is its own filter while it composes, so that every other event stays Qt's alone."""
        if isinstance(event, QKeyEvent):
            # Accepted here, a shortcut stays a key press of this field, and is dropped there.
            override = event.type() is QEvent.Type.ShortcutOverride
            # Tab moves the focus before keyPressEvent is asked.
            if override or (event.type() is QEvent.Type.KeyPress and self._acts(event)):
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def can_go(self, *, back: bool) -> bool:
        """Whether something that was typed here can be taken back, or written again."""
        raise NotImplementedError

    def _acts(self, event: QKeyEvent) -> bool:
        """Whether a key would act on something other than the text that is being composed."""
        return Qt.Key(event.key()) in _ACTING or bool(event.modifiers() & _COMMANDS)

    def event(self, event: QEvent) -> bool:
        # Where nothing was typed that could be taken back, the key means the last step on the page.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            for key, back in ((QKeySequence.StandardKey.Undo, True), (QKeySequence.StandardKey.Redo, False)):
                if event.matches(key) and not self.can_go(back=back):
                    event.ignore()
                    return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._set_preedit("")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._set_preedit("")

    def _set_preedit(self, text: str) -> None:
        self._preedit = text
        if self in _composing:
            _composing.remove(self)
            self.removeEventFilter(self)
        if text:
            _composing.append(self)
            self.installEventFilter(self)


def is_field(widget: QWidget | None) -> bool:
    """Whether `widget` takes text."""
    return isinstance(widget, Composing)
