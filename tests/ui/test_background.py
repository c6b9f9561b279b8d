"""What runs beside the window leaves to the window's thread what is its own."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref

from PySide6.QtCore import QObject

from gridworker.ui.background import Background
from tests.ui.patience import until


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

    async def rest() -> None:
        await background.pause(1)

    async def story() -> None:
        owner = QObject()
        weakref.finalize(Ring(), lambda: ended_in.append(threading.current_thread()))
        # Kept, for what is freed again does not make a look due.
        made = await background.run(lambda: [[[number]] for number in range(200_000)])
        assert made
        assert ended_in == []
        background.spawn(rest(), owner)
        assert await until(lambda: ended_in) == [threading.main_thread()]

    loop.run_until_complete(story())
    loop.run_until_complete(background.close())
    assert errors == []
