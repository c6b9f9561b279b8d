"""The real window in a process of its own, with somebody at its keys: `python -m tests.stories.window_process FOLDER`.

Orders come as JSON lines on standard input, each is answered by one on standard output (see `tests.stories.window`).
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QElapsedTimer,
    QMimeData,
    QObject,
    QPoint,
    QPointF,
    QRect,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QKeySequence,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from gridworker.ui.shell.window import MainWindow
from gridworker.ui.start import run
from tests.stories.later import live_later
from tests.ui.watchdog import LIMIT_MS, Watchdog

_LOOK_MS = 30
_MOST_MS = 4 * LIMIT_MS
"""So long the loop's thread may compute at once. The limit itself is measured by `make bench`: a form that is built
when it is asked for still takes up to twice of it on a slow core; what takes more here is a fault."""


class Hands(QObject):
    """Does in the window's own loop what standard input says."""

    ordered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.ordered.connect(partial(_or_end, self._on_order))
        self._dog = Watchdog()
        self._watching = False
        self._wanted: list[str] = []
        self._wanted_focus = ""
        self._patience = QElapsedTimer()
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(partial(_or_end, self._look))
        threading.Thread(target=self._read, name="orders", daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.ordered.emit(line)
        self.ordered.emit('{"do": "end"}')

    def _on_order(self, line: str) -> None:
        order: dict[str, Any] = json.loads(line)
        match order.pop("do"):
            case "see":
                self._see(order)
                return
            case "held":
                self._answer(held=_keys_wait())
                return
            case "count":
                self._answer(held=_count(order["name"]))
                return
            case "watch":
                self._dog.__enter__()
                self._watching = True
            case does:
                _HANDS[does](**order)
        self._answer()

    def _look(self) -> None:
        late = self._patience.elapsed() > self._looking.property("ms")
        if self._is_seen():
            self._looking.stop()
            self._answer(seen=True, shown=[] if self._wanted or self._wanted_focus else self._aside(shown))
        elif late:
            self._looking.stop()
            self._answer(seen=False, shown=self._aside(shown))

    def _is_seen(self) -> bool:
        if self._wanted_focus not in _focus():
            return False
        return not self._wanted or not self._aside(lambda: missing(self._wanted))

    def _aside(self, looks: Callable[[], Iterable[str]]) -> list[str]:
        """Looking is the story's doing, not the window's."""
        if not self._watching:
            return list(looks())
        with self._dog.aside():
            return list(looks())

    def _see(self, order: dict[str, Any]) -> None:
        self._wanted, self._wanted_focus = order["words"], order["focus"]
        self._patience.start()
        self._looking.setProperty("ms", order["ms"])
        self._looking.start()

    def _answer(self, **facts: Any) -> None:
        facts |= {
            "focus": _focus(),
            "pauses": [str(one) for one in self._dog.pauses if one.cpu_ms > _MOST_MS],
        }
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _or_end(does: Callable[..., None], *told: str) -> None:
    """What goes wrong here is the story's fault, not the window's: it ends both."""
    done = False
    try:
        does(*told)
        done = True
    finally:
        if not done:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)


def shown() -> Iterator[str]:
    """Every text that is to be seen now, or that a screen reader would say of what is to be seen."""
    for widget in _widgets():
        if widget.isWindow():
            yield widget.windowTitle()
        if not widget.visibleRegion().isEmpty():
            yield from filter(None, _texts(widget))


def missing(words: Iterable[str]) -> set[str]:
    """Which of these words stand nowhere. What is asked dearly, whether it is to be seen, is asked of few."""
    wanted = set(words)
    for widget in _widgets():
        if not wanted:
            break
        held = {word for word in wanted for text in _told(widget) if word in text}
        if held and not widget.visibleRegion().isEmpty():
            wanted -= held
    return wanted


def _told(widget: QWidget) -> list[str]:
    title = [widget.windowTitle()] if widget.isWindow() else []
    return [*title, *filter(None, _texts(widget))]


def _widgets() -> Iterator[QWidget]:
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            yield from (one for one in (window, *window.findChildren(QWidget)) if one.isVisible())


def _texts(widget: QWidget) -> Iterator[str]:
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, QLabel | QLineEdit):
        yield widget.text() if not isinstance(widget, QLineEdit) else widget.displayText()
    elif isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QAbstractItemView):
        yield from _rows(widget)
    elif callable(text := getattr(widget, "text", None)):
        yield str(text())


def _rows(view: QAbstractItemView) -> Iterator[str]:
    """The rows in sight, as they are told."""
    model, port = view.model(), view.viewport().rect()
    first = max(0, view.indexAt(port.topLeft()).row())
    columns = view.horizontalHeader().count() if isinstance(view, QTableView) else 1
    for row in range(first, model.rowCount()):
        if not view.visualRect(model.index(row, 0)).intersects(QRect(port)):
            return
        for column in range(columns):
            index = model.index(row, column)
            yield str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or "")


def _press(key: str) -> None:
    """A key as the window system brings it: to the window that has the focus."""
    window = QGuiApplication.focusWindow()
    if len(key) == 1:
        character: Any = key  # as itself, so that a capital stays one
        QTest.keyClick(window, character)
        return
    sequence: Any = QKeySequence(key)
    combination = sequence[0]
    QTest.keyClick(window, combination.key(), combination.keyboardModifiers())


def _send(event: QInputMethodEvent, text: str = "") -> None:
    event.setCommitString(text)
    QApplication.sendEvent(QGuiApplication.focusObject(), event)


def _each_window(does: Callable[[QWidget], Any]) -> None:
    for window in QApplication.topLevelWidgets():
        does(window)


def _count(name: str) -> int:
    held = 0
    for window in QApplication.topLevelWidgets():
        inside: Iterable[QWidget] = window.findChildren(QWidget)
        held += sum(one.accessibleName().startswith(name) and not one.isHidden() for one in inside)
    return held


def _keys_wait() -> bool:
    windows = [one for one in _widgets() if isinstance(one, MainWindow)]
    return any(window.session.background.typed_ahead.is_holding for window in windows)


def _copy(photo: str) -> None:
    image = QImage(photo)
    if image.isNull():
        image = QImage(640, 480, QImage.Format.Format_RGB32)
        image.fill(QColor.fromHsv(sum(map(ord, photo)) % 360, 120, 180))
    QGuiApplication.clipboard().setImage(image)


def _drop(files: list[str]) -> None:
    """As a file manager does: over the form they are offered, and let go."""
    over = QApplication.focusWidget()
    while isinstance(over, QLineEdit | QPlainTextEdit) or (over is not None and not over.acceptDrops()):
        over = over.parentWidget()
    assert over is not None
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(file) for file in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    offered = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    QApplication.sendEvent(over, offered)
    if offered.isAccepted():
        QApplication.sendEvent(over, QDropEvent(QPointF(9, 9), copy, data, left, none))


def _name(file: str) -> None:
    [asking] = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()
    ]
    named: Any = asking.findChild(QLineEdit)
    named.setText(file)
    QTest.keyClick(asking, Qt.Key.Key_Return)
    # A screen without a window manager gives the keys back to nobody.
    for window in QApplication.topLevelWidgets():
        if window is not asking:
            window.activateWindow()


_HANDS: dict[str, Callable[..., None]] = {
    "press": _press,
    "write": lambda text: _send(QInputMethodEvent(), text),
    "compose": lambda text: _send(QInputMethodEvent(text, [])),
    "copy": _copy,
    "copy_text": lambda text: QGuiApplication.clipboard().setText(text),
    "drop": _drop,
    "name": _name,
    "front": lambda: _each_window(QWidget.activateWindow),
    "end": lambda: _each_window(QWidget.close),
}


def _focus() -> str:
    widget: QWidget | None = QApplication.focusWidget()
    return widget.accessibleName() if widget is not None else ""


if __name__ == "__main__":
    live_later()
    QApplication(sys.argv[:1])
    hands = Hands()
    sys.exit(run(Path(sys.argv[1]), sys.argv[2]))
