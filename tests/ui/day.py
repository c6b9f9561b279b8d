"""周敏's working day in the whole window: the frame, unlocked, with somebody at its keyboard."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.ui.application import Frame
from gridworker.ui.background import Background
from gridworker.ui.connection import Connection
from gridworker.ui.entry.lock import Lock
from gridworker.ui.session import Session
from gridworker.ui.shell.window import MainWindow
from tests.stories.cast import PASSWORD
from tests.ui.pages.typing import Typist, at_rest, calm


class Day:
    """The frame of 周敏's window, unlocked, with somebody at its keyboard."""

    def __init__(self, folder: Path, loop: asyncio.AbstractEventLoop) -> None:
        self.errors: list[BaseException] = []
        self.background = Background(loop, self.errors.append)
        self._over = asyncio.Event()
        self.frame = Frame(folder, "zh_CN", self.background, self._over.set)

    def opens(self) -> None:
        """Opens the window; it shows the lock."""
        self.frame.start("")
        self.frame.activateWindow()
        assert QTest.qWaitForWindowActive(self.frame)

    async def unlock(self) -> None:
        """Types the password and waits for the pages."""
        lock = self.frame.currentWidget()
        assert isinstance(lock, Lock)
        lock._field.setFocus()
        QTest.keyClicks(lock._field, PASSWORD)
        QTest.keyClick(lock._field, Qt.Key.Key_Return)
        await self.rest()

    async def rest(self) -> None:
        """Until nothing is under way."""
        await at_rest(self.background)

    @property
    def window(self) -> MainWindow:
        """The pages."""
        window = self.frame.window_of_pages
        assert window is not None
        return window

    @property
    def session(self) -> Session:
        """The unlocked session."""
        session = self.frame.session
        assert session is not None
        return session

    def typist(self) -> Typist:
        """Whoever types into this window."""
        return Typist(self.window.page, self.session, shown=True)

    async def ends(self) -> None:
        """Closes the window."""
        self.frame.close()
        await self._over.wait()
        self.frame.deleteLater()

    async def breaks_off(self) -> None:
        """Closes the window as a computer does that is switched off: no question is asked, nothing waited for."""
        self.frame.hide()
        if not self._over.is_set():
            self.frame._closing = True
            await self.frame._close()
        self.frame.deleteLater()


def connection(day: Day) -> Connection:
    found = day.frame._connection
    assert found is not None
    return found


async def settled(day: Day) -> None:
    """Until nothing is under way in the window, and nothing is about to be."""
    await calm(day.background, day.frame)
