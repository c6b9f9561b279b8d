"""The window in a process of its own, walked through by keys; what it took is printed as JSON.

`python -m benchmarks.window_walk FOLDER pages|desk|sync`, with the password in GRIDWORKER_PASSWORD. `pages` opens every
page twice, pages through the register and searches; `desk` opens the pages and searches; `sync` presses F5 and waits
for its end.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QListView

from benchmarks.resident import resident
from gridworker.operations.overview import overview
from gridworker.store.vault import open_vault
from gridworker.ui.application import Frame
from gridworker.ui.background import Background, make_loop
from gridworker.ui.connection import Connection
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from gridworker.ui.shell.directory import ENTRIES, NEW_RECORD
from gridworker.ui.shell.window import MainWindow
from gridworker.ui.theme import theme
from tests.ui.watchdog import Watchdog

TYPED = ("lou", "dongli", "138", "loushui", "zxr")
SCREENS = 200
LINES = 100_000
_QUIET_MS = 80
_PICTURE_MS = 10
_LOOKED_MS = 1500


class Seen(msgspec.Struct):
    """What was measured: in ms, but `memory` in MiB; `pauses` says in words where the loop stood for long."""

    derived: float = 0
    unlocked: float = 0
    pages: dict[str, float] = {}
    listed: float = 0
    frames: list[float] = []
    bare_listed: float = 0
    bare_frames: list[float] = []
    keys: list[float] = []
    memory: float = 0
    private: float = 0
    longest: float = 0
    pauses: list[str] = []
    received: int = 0
    errors: list[str] = []


class _Painted(QObject):
    """When a window was painted last."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self.at = 0.0
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest:
            QTimer.singleShot(0, self._stamp)
        return False

    def _stamp(self) -> None:
        self.at = time.perf_counter()


class Walk:
    """Somebody at the window on the profile in `folder`."""

    def __init__(self, folder: Path, password: str, loop: asyncio.AbstractEventLoop) -> None:
        self.seen = Seen()
        self._folder, self._password = folder, password
        self._errors: list[BaseException] = []
        self._background = Background(loop, self._errors.append)
        self._over = asyncio.Event()
        self._frame = Frame(folder, "zh_CN", self._background, self._over.set)
        self._painted = _Painted(self._frame)
        self._dog = Watchdog()

    async def go(self, what: str) -> Seen:
        """Unlocks, does what is asked, and closes the window."""
        self._frame.start("")
        await self._background.pause(1000)
        await self._background.idle()
        if what == "sync":
            await self._sync()
        else:
            with self._dog:
                await self._unlock()
                await self._pages()
                if what == "pages":
                    await self._register()
                await self._search()
        self.seen.memory, self.seen.private = resident()
        self.seen.longest = self._dog.longest.own_ms
        self.seen.pauses = [str(pause) for pause in self._dog.pauses if pause.own_ms > 50]
        self.seen.errors = list(map(repr, self._errors))
        if what == "pages":
            await self._bare_list()
        self._frame.close()
        await self._over.wait()
        return self.seen

    @property
    def _window(self) -> MainWindow:
        window = self._frame.window_of_pages
        assert window is not None
        return window

    @property
    def _session(self) -> Session:
        session = self._frame.session
        assert session is not None
        return session

    async def _took(self, act: Callable[[], object]) -> float:
        """Milliseconds from `act` to the last picture that came of it."""
        began = self._painted.at = time.perf_counter()
        act()
        await self._background.idle()
        await self._background.pause(_QUIET_MS)
        return (self._painted.at - began) * 1000

    def _press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._frame, key, held)

    async def _unlock(self) -> None:
        with self._dog.aside():
            open_vault(self._folder, self._password)
            began = time.perf_counter()
            open_vault(self._folder, self._password)
            self.seen.derived = (time.perf_counter() - began) * 1000
        self._type_password()
        self.seen.unlocked = await self._filled(partial(self._press, Qt.Key.Key_Return))
        await self._background.pause(_LOOKED_MS)
        await self._background.idle()
        # The look at the network comes by its clock: the pill it paints is no picture of what was asked for.
        for watcher in self._session.children():
            if isinstance(watcher, Connection):
                watcher.end()

    async def _filled(self, act: Callable[[], object]) -> float:
        """Milliseconds from `act` to the picture of 今天 with all that is on it; what is built behind it paints too."""
        began = self._painted.at = time.perf_counter()
        act()
        while self._frame.window_of_pages is None or self._window.page.is_reading():
            await self._background.pause(1)
        await self._background.pause(_PICTURE_MS)
        return (self._painted.at - began) * 1000

    def _type_password(self) -> None:
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, self._password)

    async def _pages(self) -> None:
        register = None
        for turn in ("first", "again"):
            for number, entry in enumerate(ENTRIES, start=1):
                key = Qt.Key(Qt.Key.Key_0 + number)
                self._note(f"{entry.code} {turn}", await self._took(partial(self._press, key, _ALT)))
                page = self._window.page
                register = page.register if isinstance(page, DisputePage) else register
            assert register is not None
            case = partial(self._session.go, "dispute", register.model.record_at(len(turn)))
            self._note(f"case file {turn}", await self._took(case))
            for kind in ("patrol", "visit", "dispute"):
                begin = partial(self._session.go, kind, NEW_RECORD)
                self._note(f"new {kind} {turn}", await self._took(begin))
            # Back out of the new dispute, to the register.
            await self._took(partial(self._press, Qt.Key.Key_Escape))

    def _note(self, name: str, ms: float) -> None:
        self.seen.pages[name] = ms

    async def _register(self) -> None:
        await self._took(partial(self._press, Qt.Key.Key_3, _ALT))
        page = self._window.page
        assert isinstance(page, DisputePage)
        register = page.register
        register.parts.set_value("all")
        before = register.model.rowCount()
        began = time.perf_counter()
        register.load()
        while not self.seen.listed:
            await self._background.pause(0)
            if register.model.rowCount() != before and register.model.row_at(0) is not None:
                register.table.viewport().repaint()
                self.seen.listed = (time.perf_counter() - began) * 1000
        await self._background.idle()
        assert register.model.rowCount() == LINES
        self.seen.frames = await self._screens(register.table)

    async def _screens(self, view: QAbstractItemView) -> list[float]:
        """Milliseconds of each screen: a key, and all of the view painted anew."""
        times = []
        view.setFocus()
        for _ in range(SCREENS):
            began = time.perf_counter()
            QTest.keyClick(view, Qt.Key.Key_PageDown)
            view.viewport().repaint()
            times.append((time.perf_counter() - began) * 1000)
            await self._background.pause(4)
        return times

    async def _bare_list(self) -> None:
        """Qt's own list of as many lines."""
        model, view = QStringListModel([f"第 {number} 行" for number in range(LINES)]), QListView()
        view.setUniformItemSizes(True)
        began = time.perf_counter()
        view.setModel(model)
        view.resize(1170, 620)
        view.show()
        view.viewport().repaint()
        self.seen.bare_listed = (time.perf_counter() - began) * 1000
        self.seen.bare_frames = await self._screens(view)
        view.close()

    async def _search(self) -> None:
        box = self._window.header.search
        for text in TYPED:
            self._press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            box.clear()
            await self._background.idle()
            for letter in text:
                self.seen.keys.append(await self._took(partial(QTest.keyClicks, box, letter)))
            self._press(Qt.Key.Key_Escape)
            await self._background.pause(_QUIET_MS)

    async def _sync(self) -> None:
        """From the window that was just built: it may begin to sync by itself."""
        self._type_password()
        self._press(Qt.Key.Key_Return)
        while self._frame.window_of_pages is None:
            await self._background.pause(1)
        with self._dog:
            self._press(Qt.Key.Key_F5)
            await self._background.idle()
        self.seen.received = (await self._session.run(overview)).held


_ALT = Qt.KeyboardModifier.AltModifier


def main(folder: Path, what: str) -> None:
    """Walks and prints."""
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    # A cursor that blinks would count as a picture.
    app.setCursorFlashTime(0)
    theme.current().apply(app)
    loop = make_loop(app)
    walk = Walk(folder, os.environ["GRIDWORKER_PASSWORD"], loop)
    print(msgspec.json.encode(loop.run_until_complete(walk.go(what))).decode())
    loop.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
