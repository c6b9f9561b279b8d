"""What a test of the window may leave to the next: nothing. Windows, running timers and threads are told by name."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QThread, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_THREADS_END_S = 3.0


def left_behind(threads_before: set[threading.Thread]) -> list[str]:
    """What is still there after a test, a word each; `threads_before` are those of fixtures that live longer."""
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
    if _windows() or any(_running()):
        # What only a circle of references holds would go at Python's next turn.
        gc.collect()
        QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
    found = [_named(window) for window in _windows()]
    found += _running()
    found += [f"thread {thread.name}" for thread in _threads(threads_before)]
    busy = QThreadPool.globalInstance().activeThreadCount()
    return found + ([f"{busy} threads of Qt's pool"] if busy else [])


def _windows() -> list[QWidget]:
    """Every window, shown or not: a widget without a parent is one. Qt itself takes the last tooltip away."""
    return [widget for widget in QApplication.topLevelWidgets() if not widget.inherits("QTipLabel")]


def _named(widget: QWidget) -> str:
    words = widget.accessibleName() or widget.windowTitle()
    return f"window {type(widget).__name__} {words}".rstrip()


def _running() -> Iterator[str]:
    """Active timers and running threads of Qt, whoever holds them."""
    here = QThread.currentThread()
    for thing in gc.get_objects():
        # By type, not isinstance: half a million objects are asked after each test.
        if type(thing) is QTimer and isValid(thing) and thing.isActive():
            yield f"timer of {type(thing.parent()).__name__}, every {thing.interval()} ms"
        elif type(thing) is QThread and isValid(thing) and thing.isRunning() and thing != here:
            yield f"QThread {thing.objectName()}"


def _threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads that began in the test and do not end within a moment."""
    until = time.monotonic() + _THREADS_END_S
    started = set(threading.enumerate()) - before
    while started and time.monotonic() < until:
        for thread in started:
            thread.join(0.05)
        started = {thread for thread in started if thread.is_alive()}
    return sorted(started, key=lambda thread: thread.name)
