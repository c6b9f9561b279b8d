"""Keys pressed while what they are meant for is still on its way: they wait, and are pressed again once it is there."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_HELD_DOWN = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class TypedAhead(QObject):
    """Holds the keys of a window between `wait` and `over`; they come back in their order, shortcuts among them.

    Where one of them makes the window wait again, those behind it do too.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[QKeyEvent | str] = deque()
        self._waits: set[object] = set()
        self._pressing = False
        self._window: QWindow | None = None
        self._watched: list[QObject] = []
        # Not at once: whoever brought something fills it before the next turn of the loop.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._press)

    def wait(self, why: object, place: QWidget) -> None:
        """Something else is on its way to where `place` stands."""
        self._waits.add(why)
        window: QWindow | None = place.window().windowHandle()
        if window is not None and not self._watched:
            # Keys come to the window first, what an input method commits to what has the focus.
            self._window = window
            self._watch(window)
            self._watch(QApplication.focusObject())
            self._app().focusObjectChanged.connect(self._watch)

    @property
    def is_holding(self) -> bool:
        """Whether keys that were pressed have not come through."""
        return bool(self._held)

    @property
    def is_waiting(self) -> bool:
        """Whether a key that is pressed now would wait."""
        return bool(self._watched)

    @staticmethod
    def _app() -> QGuiApplication:
        app = QApplication.instance()
        assert isinstance(app, QGuiApplication)
        return app

    @Slot(QObject)
    def _watch(self, one: QObject | None) -> None:
        if one is not None and one not in self._watched:
            self._watched.append(one)
            one.installEventFilter(self)

    def over(self, why: object) -> None:
        """It is there, or will not come."""
        self._waits.discard(why)
        if not self._waits:
            self._soon.start()

    def drop(self) -> None:
        """What is there is not what was expected: nobody answers what they have not read."""
        self._held.clear()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._pressing:
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            # Accepted here, a shortcut stays a key press.
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if Qt.Key(event.key()) not in _HELD_DOWN:
                self._held.append(_copy(event, QEvent.Type.KeyPress))
            return True
        if isinstance(event, QInputMethodEvent):
            if event.commitString():
                self._held.append(event.commitString())
            return True
        return False

    @Slot()
    def _press(self) -> None:
        if self._pressing:
            return
        self._pressing = True
        try:
            while self._held and not self._waits:
                self._press_one(self._held.popleft())
        finally:
            self._pressing = False
        if not self._waits:
            self._let_go()

    def _press_one(self, typed: QKeyEvent | str) -> None:
        if isinstance(typed, str):
            committed = QInputMethodEvent()
            committed.setCommitString(typed)
            if (there := QApplication.focusObject()) is not None:
                QApplication.sendEvent(there, committed)
        elif self._window is not None and isValid(self._window):
            QApplication.sendEvent(self._window, typed)
            if isValid(self._window):
                QApplication.sendEvent(self._window, _copy(typed, QEvent.Type.KeyRelease))

    def _let_go(self) -> None:
        if self._watched:
            self._app().focusObjectChanged.disconnect(self._watch)
        for one in self._watched:
            if isValid(one):
                one.removeEventFilter(self)
        self._window, self._watched = None, []


def _copy(event: QKeyEvent, type_: QEvent.Type) -> QKeyEvent:
    return QKeyEvent(type_, event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
