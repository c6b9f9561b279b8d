"""周敏's laptop is reported as lost with its window open: it hands in what it holds, locks, and can only be read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from gridworker.operations.records import add_record, list_records
from gridworker.server.district import District as OpenDistrict
from gridworker.ui.entry.lock import Lock
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.pages.today.page import TodayPage
from tests.ui.bad_days.seen import sees
from tests.ui.day import Day

TURNED_OFF = "这台电脑已被停用，只能查看和导出，不能新增或修改。"


def test_a_laptop_turned_off_while_open_locks_and_can_then_be_read(
    loop: asyncio.AbstractEventLoop, day: Day, office: OpenDistrict
) -> None:
    typist = day.typist()

    async def story() -> None:
        profile = day.session.profile
        await typist.press("Ctrl+1")
        page = day.window.page
        assert isinstance(page, PatrolPage)
        page.form.text.setFocus()
        typist.write("楼道里停着两辆电动自行车")
        add_record(profile, "note", {"text": "路灯不亮"})
        office.revoke_device(profile.identity.replica, "电脑遗失")
        await typist.press("F5")
        lock = day.frame.currentWidget()
        assert isinstance(lock, Lock)
        assert sees(day.frame, "这台电脑已被停用同步，数据仍在本机")
        assert list_records(profile, "note", [], 9, None)[0]["_sync"] == "review"
        await day.unlock()
        assert sees(day.frame, TURNED_OFF)
        assert page.form.text.value() == "楼道里停着两辆电动自行车"
        for button in (page.frame.finish, page.frame.next):
            assert not button.isEnabled()
            assert TURNED_OFF in button.accessibleDescription()
        await typist.press("Alt+1")
        today = day.window.page
        assert isinstance(today, TodayPage)
        assert all(TURNED_OFF in tile.accessibleDescription() for tile in today._tiles.values())
        await typist.press("Ctrl+4")
        assert TURNED_OFF in typist.said[-1]
        assert day.window.header._pill.accessibleName() == "服务器不让同步"
        record = list_records(profile, "patrol", [], 9, None)[0]["id"]
        day.window.open_page("patrol", record)
        await day.rest()
        assert sees(day.frame, "东篱苑3幢")

    loop.run_until_complete(story())


def test_it_stays_so_at_the_next_start(
    loop: asyncio.AbstractEventLoop, opens: Callable[[], Day], office: OpenDistrict
) -> None:
    day = opens()
    office.revoke_device(day.session.profile.identity.replica, "电脑遗失")
    loop.run_until_complete(day.typist().press("F5"))
    day = opens()
    assert sees(day.frame, TURNED_OFF)
