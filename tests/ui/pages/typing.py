"""Somebody at the keyboard of a page: keys go where the focus is, and are counted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gridworker.ui.background import Background
from gridworker.ui.pages.page import Page
from gridworker.ui.session import Session
from gridworker.ui.step import Step
from gridworker.ui.widgets.sheet import Sheet
from tests.ui.patience import quiet, until

T = TypeVar("T")
P = TypeVar("P", bound=QWidget)
D = TypeVar("D", bound=QDialog)
Play = Callable[[Awaitable[Any]], Any]
_SOON_MS = 100


class Ends(Protocol):
    """Takes a page away behind the test."""

    def __call__(self, page: P) -> P: ...


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

    async def until(self, there: Callable[[], T]) -> T:
        """What `there` gives once that is true, and nothing is under way any more."""
        await self.rest()
        found = await until(there)
        await self.rest()
        return found

    async def rest(self, turns: int = 3) -> None:
        """Until nothing is under way; `turns` where each thing begins another."""
        await at_rest(self._session.background, turns)


async def calm(background: Background, window: QObject) -> None:
    """At rest, and nothing in the window waits a moment before it begins something: words that are asked for together.

    A pause of a person's own length, after which a draft is kept or a toast goes, is not waited for.
    """
    await at_rest(background)
    while _begins_soon(window):
        await until(lambda: not _begins_soon(window))
        await at_rest(background)


def _begins_soon(window: QObject) -> bool:
    timers: Any = window.findChildren(QTimer)
    return any(one.isActive() and one.isSingleShot() and one.interval() <= _SOON_MS for one in timers)


def keys_of(name: str) -> tuple[Any, Any]:
    """The key and the modifiers of a name such as `Ctrl+Return`."""
    sequence: Any = QKeySequence(name)
    combination: QKeyCombination = sequence[0]
    return combination.key(), combination.keyboardModifiers()


async def at_rest(background: Background, turns: int = 3) -> None:
    """Until nothing is under way and all is painted; `turns` where each thing begins another."""
    for _ in range(turns):
        await quiet(background)
        QApplication.processEvents()
        await asyncio.sleep(0)


async def settled(page: Page) -> None:
    """Until the page has shown what it asked for."""
    await at_rest(page.session.background)


def shown(page: P) -> P:
    """The page in the space that the window leaves it."""
    page.resize(1170, 616)
    page.show()
    page.activateWindow()
    return page


def dialogs(page: QWidget, kind: type[D]) -> list[D]:
    """What stands over a page and is of this kind."""
    inside: Any = page.window().findChildren(kind)
    return [one for one in inside if one.isVisible()]


async def opened(page: QWidget, kind: type[D]) -> D:
    """The question of this kind that comes up over the page, once the keys are its own."""
    session: Session | None = getattr(page, "session", None)

    def there() -> D | None:
        found = dialogs(page, kind)
        if not found or not found[-1].isEnabled():
            return None
        # What is brought is there a turn before keys go to it.
        return None if session is not None and session.background.typed_ahead.is_waiting else found[-1]

    found = await until(there)
    assert found is not None
    return found


async def asks(page: Page, kind: type[D], *keys: str) -> D:
    """Presses keys, the last of which opens a question that waits for its answer."""
    for key in keys:
        focused = QApplication.focusWidget()
        # What a sheet that has just closed held is going: keys do not reach it.
        seen = focused if focused is not None and focused.isVisible() else None
        over_it = dialogs(page, Sheet)
        QTest.keyClick(seen or (over_it[-1] if over_it else page), *keys_of(key))
        await page.session.background.pause(20)
    return await opened(page, kind)


def hide_and_end(page: QWidget) -> None:
    """Takes a page away as a window does that is closed."""
    page.hide()
    page.setParent(None)
    page.deleteLater()


CTRL_ENTER = "Ctrl+Return"
ENTER = "Return"
