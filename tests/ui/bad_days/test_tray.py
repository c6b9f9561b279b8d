"""周敏 reaches for the sign in the tray: the window comes, a patrol begins, a sync goes, and the lock is shut."""

from __future__ import annotations

import asyncio

from PySide6.QtGui import QAction

from gridworker.operations.records import add_record, list_records
from gridworker.ui.entry.lock import Lock
from gridworker.ui.pages.page import Page
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.pages.today.page import TodayPage
from gridworker.ui.tray import Tray
from tests.ui.day import Day, settled
from tests.ui.patience import until


def shows(day: Day, kind: type[Page]) -> bool:
    return isinstance(day.window.page, kind)


def test_what_the_tray_offers(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    tray = Tray(day.session, day.frame, day.frame)
    actions: dict[str, QAction] = {action.text(): action for action in tray.menu.actions()}
    assert list(actions) == ["打开", "记巡查", "立即同步", "锁定"]

    async def story() -> None:
        day.frame.showMinimized()
        actions["打开"].trigger()
        assert not day.frame.isMinimized()
        actions["记巡查"].trigger()
        await settled(day)
        assert shows(day, PatrolPage)
        add_record(day.session.profile, "note", {"text": "路灯不亮"})
        await until(lambda: not day.session.syncing)
        actions["立即同步"].trigger()
        await until(lambda: list_records(day.session.profile, "note", [], 1, None)[0]["_sync"] == "synced")
        day.window.open_page("today")
        actions["锁定"].trigger()
        assert isinstance(day.frame.currentWidget(), Lock)
        actions["记巡查"].trigger()
        assert isinstance(day.frame.currentWidget(), Lock)
        assert shows(day, TodayPage)

    loop.run_until_complete(story())


def test_its_words_follow_the_language(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    tray = Tray(day.session, day.frame, day.frame)
    day.session.language = "en"
    tray.speak()
    assert [action.text() for action in tray.menu.actions()] == [
        "Open",
        "Record a patrol",
        "Sync now",
        "Lock",
    ]
