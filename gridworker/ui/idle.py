"""Notices that nobody is there: no key and no mouse for a while, or the computer slept."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gridworker.environment.settings import IDLE_MINUTES

_TICK_MS = 5_000
_SLEPT_S = 60

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.TouchBegin,
    }
)


def awake() -> float:
    """Seconds since the computer was started, sleep included; nobody can set this clock."""
    # Linux has two such clocks, and the one Python takes stands still in sleep.
    boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Idle(QObject):
    """`passed` fires once after some idle minutes, up to a tick sooner, and after the computer was asleep.

    Keys and the mouse come to a window, what an input method writes to the field with the focus: these are listened to.
    Whoever listens to the whole program is called for every event of every widget: a page takes half as long again.
    """

    passed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._minutes = int(IDLE_MINUTES.default)
        self._alive = self._ticked = awake()
        self._heard: list[QObject] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def set_minutes(self, minutes: int) -> None:
        """How long nobody may be there."""
        self._minutes = minutes

    def begin(self) -> None:
        """Watches from now on."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        self._listen()
        self._alive = self._ticked = awake()
        self._timer.start()

    def _listen(self) -> None:
        self._rest()
        self._heard = [*QGuiApplication.topLevelWindows()]
        if (focused := QApplication.focusWidget()) is not None:
            self._heard.append(focused)
        for heard in self._heard:
            heard.installEventFilter(self)

    def _rest(self) -> None:
        for heard in self._heard:
            if isValid(heard):
                heard.removeEventFilter(self)
        self._heard = []

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._heard and now is not None:
            self._heard.append(now)
            now.installEventFilter(self)

    def _tick(self) -> None:
        self._listen()
        now = awake()
        slept = now - self._ticked > _TICK_MS / 1000 + _SLEPT_S
        self._ticked = now
        if slept or now - self._alive > self._minutes * 60:
            self._alive = now
            self.passed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._alive = awake()
            # Until the next tick one sign of life is enough.
            self._rest()
        return super().eventFilter(watched, event)
