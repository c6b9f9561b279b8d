"""What a test of the window may leave to the next: nothing. Windows, running timers and threads are told by name."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QThread, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_THREADS_END_S = 3.0


class Standing:
    """What stands before a test: fixtures may live longer than one."""

    def __init__(self) -> None:
        self.threads = set(threading.enumerate())
        # Held: of a window that Qt itself made, Python's side would be another one at each look.
        self.things = [*_windows(), *_running()]


def left_behind(before: Standing) -> list[str]:
    """What is there after a test that was not there before it, a word each."""
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
    if _new(before):
        # What only a circle of references holds would go at Python's next turn.
        gc.collect()
        QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
    found = [_named(thing) for thing in _new(before)]
    found += [f"thread {thread.name}" for thread in _threads(before.threads)]
    busy = QThreadPool.globalInstance().activeThreadCount()
    return found + ([f"{busy} threads of Qt's pool"] if busy else [])


def take_away(before: Standing) -> None:
    """Ends what `left_behind` told of: it would take the keys of the next test, or outlive the application."""
    for thing in _new(before):
        if not isValid(thing):
            continue
        if isinstance(thing, QTimer):
            thing.stop()
        elif isinstance(thing, QThread):
            thing.quit()
            thing.wait(int(_THREADS_END_S * 1000))
        elif isinstance(thing, QWidget):
            thing.hide()
            thing.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))


def _new(before: Standing) -> list[QObject]:
    known = {id(thing) for thing in before.things}
    return [thing for thing in (*_windows(), *_running()) if id(thing) not in known]


def _windows() -> list[QWidget]:
    """Every window, shown or not: a widget without a parent is one. Qt itself takes the last tooltip away."""
    return [widget for widget in QApplication.topLevelWidgets() if not widget.inherits("QTipLabel")]


def _named(thing: QObject) -> str:
    if isinstance(thing, QTimer):
        return f"timer of {type(thing.parent()).__name__}, every {thing.interval()} ms"
    words = (
        thing.accessibleName() or thing.windowTitle() if isinstance(thing, QWidget) else thing.objectName()
    )
    kind = "window " if isinstance(thing, QWidget) else ""
    return f"{kind}{type(thing).__name__} {words}".rstrip()


def _running() -> Iterator[QObject]:
    """Active timers and running threads of Qt, whoever holds them."""
    here = QThread.currentThread()
    for thing in gc.get_objects():
        # By type, not isinstance: half a million objects are asked after each test.
        if type(thing) not in (QTimer, QThread) or not isValid(thing) or thing == here:
            continue
        if thing.isActive() if isinstance(thing, QTimer) else thing.isRunning():
            yield thing


def _threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads that began in the test and do not end within a moment."""
    until = time.monotonic() + _THREADS_END_S
    started = set(threading.enumerate()) - before
    while started and time.monotonic() < until:
        for thread in started:
            thread.join(0.05)
        started = {thread for thread in started if thread.is_alive()}
    return sorted(started, key=lambda thread: thread.name)
