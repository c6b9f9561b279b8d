"""What runs beside the window leaves to the window's thread what is its own."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from gridworker.ui.background import Background
from tests.ui.conftest import Stand
from tests.ui.pages.typing import keys_of
from tests.ui.patience import quiet, until

Rests = Callable[[Background], Awaitable[None]]


async def moment(background: Background) -> None:
    await background.pause(1)


class Ring(QObject):
    """Something of Qt's that refers to itself: only the search for rings finds it."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_what_is_qts_ends_in_the_windows_thread_however_much_another_makes(
    loop: asyncio.AbstractEventLoop,
) -> None:
    gc.collect()
    gc.enable()
    errors: list[BaseException] = []
    background = Background(loop, errors.append)
    ended_in: list[threading.Thread] = []

    async def story() -> None:
        owner = QObject()
        weakref.finalize(Ring(), lambda: ended_in.append(threading.current_thread()))
        # Kept, for what is freed again does not make a look due.
        made = await background.run(lambda: [[[number]] for number in range(200_000)])
        assert made
        assert ended_in == []
        background.spawn(moment(background), owner)
        assert await until(lambda: ended_in) == [threading.main_thread()]

    loop.run_until_complete(story())
    loop.run_until_complete(background.close())
    assert errors == []


@pytest.mark.parametrize("at_rest", [Background.idle, quiet])
def test_nothing_is_at_rest_while_keys_still_wait(
    background: Background, loop: asyncio.AbstractEventLoop, stand: Stand, at_rest: Rests
) -> None:
    field = QLineEdit()
    window = stand(field)

    async def story() -> None:
        background.bring(moment(background), field)
        # QTest would let the loop turn under the story's task.
        QApplication.sendEvent(window.windowHandle(), QKeyEvent(QEvent.Type.KeyPress, *keys_of("A"), "a"))
        assert field.text() == ""
        await at_rest(background)
        assert field.text() == "a"

    loop.run_until_complete(story())
