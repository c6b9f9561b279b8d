"""A process that shows a window and ends when it is painted: a bare one of Qt's, or the app with its lock.

`python -m benchmarks.first_paint` for the bare one, with the folder of a profile for the lock. On standard output it
leaves the names of the packages and modules that were loaded by then.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget


def bare() -> None:
    """A window without anything in it."""

    class Window(QWidget):
        def paintEvent(self, _event: object) -> None:
            _end_soon()

    app = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1366, 720)
    window.show()
    app.exec()


def lock(folder: str) -> None:
    """The app as its command starts it."""
    from PySide6.QtCore import QEvent, QObject

    class Filter(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and type(watched).__name__ == "Lock":
                _end_soon()
            return False

    app = QApplication(sys.argv[:1])
    watching = Filter(app)
    app.installEventFilter(watching)
    from gridworker.cli.app import main

    main(["--profile", folder])


def _end_soon() -> None:
    """Ends the process when the picture was handed on."""
    QTimer.singleShot(0, _end)


def _end() -> None:
    print(*sorted(sys.modules), flush=True)
    os._exit(0)


if __name__ == "__main__":
    lock(sys.argv[1]) if sys.argv[1:] else bare()
