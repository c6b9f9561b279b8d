"""The password is changed from the command line while the window is open."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.store.vault import change_password
from gridworker.ui.entry.lock import Lock
from tests.stories.cast import PASSWORD
from tests.ui.bad_days.seen import sees
from tests.ui.day import Day

NEW = "Dongli-Road-2027"


def types(day: Day, password: str) -> None:
    lock = day.frame.currentWidget()
    assert isinstance(lock, Lock)
    lock._field.setFocus()
    QTest.keyClicks(lock._field, password)
    QTest.keyClick(lock._field, Qt.Key.Key_Return)


def test_the_new_one_opens_and_the_old_one_no_more(
    loop: asyncio.AbstractEventLoop, day: Day, zhou: Path
) -> None:
    typist = day.typist()

    async def story() -> None:
        await typist.press("Ctrl+1", "d", "l")
        field = typist.focus
        change_password(zhou, PASSWORD, NEW)
        await typist.press("y")
        await typist.press("Ctrl+L")
        types(day, PASSWORD)
        await day.rest()
        assert isinstance(day.frame.currentWidget(), Lock)
        assert sees(day.frame, "口令不对")
        types(day, NEW)
        await day.rest()
        assert day.frame.currentWidget() is day.window
        assert typist.focus is field

    loop.run_until_complete(story())
