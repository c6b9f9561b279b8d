"""Somebody at the keyboard of a page: keys go where the focus is, and are counted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QKeyCombination
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gridworker.ui.pages.page import Page
from gridworker.ui.session import Session
from gridworker.ui.step import Step


class Typist:
    """Types on a page, shown here unless a window has it; `presses` counts, a modified key once."""

    def __init__(self, page: Page, session: Session, *, shown: bool = False) -> None:
        self.page, self._session = page, session
        self.presses = 0
        self.said: list[str] = []
        self.undo: Callable[[], Any] | None = None
        session.said_done.connect(self._on_said)
        if not shown:
            page.resize(1170, 620)
            page.show()
            page.activateWindow()

    def _on_said(self, text: str, step: Step | None) -> None:
        self.said.append(text)
        self.undo = None if step is None else partial(self._take_back, step)

    def _take_back(self, step: Step) -> None:
        async def back() -> None:
            await step.back()

        self._session.background.spawn(back(), self.page)

    async def enter(self, record: str = "") -> None:
        """The page is shown, and what it loads is there."""
        self.page.enter(record)
        await self.rest()
        self.presses = 0

    async def press(self, *keys: str) -> None:
        """Presses keys one after the other: single characters, or names such as `Ctrl+Return`."""
        for key in keys:
            self.presses += 1
            sequence: Any = QKeySequence(key)
            combination: QKeyCombination = sequence[0]
            widget = self.focus
            if len(key) == 1 and key.isascii() and key.isprintable():
                QTest.keyClicks(widget, key)
            else:
                QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())
            await self.rest()

    def strike(self, *keys: str) -> None:
        """Keys as the window system brings them, one behind the other without waiting for what they do; not counted."""
        for name in keys:
            key, modifiers = keys_of(name)
            for type_ in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                # QTest would let the loop turn under the story's task.
                event = QKeyEvent(type_, key, modifiers, name if len(name) == 1 else "")
                QApplication.sendEvent(self.page.window().windowHandle(), event)

    def write(self, text: str) -> None:
        """Chinese as an input method commits it; not counted."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus, event)

    def compose(self, text: str) -> None:
        """What an input method shows before it commits."""
        QApplication.sendEvent(self.focus, QInputMethodEvent(text, []))

    @property
    def focus(self) -> QWidget:
        """Where keys go."""
        focused: QWidget | None = QApplication.focusWidget()
        return focused if focused is not None else self.page

    async def rest(self, turns: int = 3) -> None:
        """Until nothing is under way; `turns` where each thing begins another."""
        for _ in range(turns):
            await self._session.background.idle()
            QApplication.processEvents()
            await asyncio.sleep(0)


def keys_of(name: str) -> tuple[Any, Any]:
    """The key and the modifiers of a name such as `Ctrl+Return`."""
    sequence: Any = QKeySequence(name)
    combination: QKeyCombination = sequence[0]
    return combination.key(), combination.keyboardModifiers()


def hide_and_end(page: QWidget) -> None:
    """Takes a page away as a window does that is closed."""
    page.hide()
    page.setParent(None)
    page.deleteLater()


CTRL_ENTER = "Ctrl+Return"
ENTER = "Return"
