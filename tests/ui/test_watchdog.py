"""The watchdog sees what holds the window up, says where, and leaves out what a story does itself."""

from __future__ import annotations

import asyncio
import json
import time

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.ui.watchdog import Watchdog


def turns(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def counts_houses(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        json.dumps("东篱苑" * 100)


def test_a_computation_on_the_loop_is_seen_and_named(dressed: QApplication) -> None:
    with Watchdog() as dog:
        QTimer.singleShot(20, lambda: counts_houses(0.2))
        turns(300)
    assert dog.longest.ms >= 150
    assert "counts_houses" in str(dog.longest)


def test_a_wait_on_the_loop_is_seen_though_it_takes_no_core(dressed: QApplication) -> None:
    with Watchdog() as dog:
        QTimer.singleShot(20, lambda: time.sleep(0.2))
        turns(300)
    assert dog.longest.own_ms >= 150


def test_what_the_story_does_itself_is_not_the_windows(dressed: QApplication) -> None:
    with Watchdog() as dog:
        turns(20)
        with dog.aside():
            time.sleep(0.4)
        turns(20)
    assert dog.longest.own_ms < 200


def test_a_thread_beside_the_loop_does_not_hold_it_up(loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        await asyncio.to_thread(time.sleep, 0.4)

    with Watchdog() as dog:
        loop.run_until_complete(story())
    assert dog.longest.own_ms < 200
