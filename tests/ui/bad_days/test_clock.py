"""The clock of the computer jumps while the window is open, and the computer sleeps."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta, timezone

import pytest

from gridworker.environment.clock import Clock
from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import list_records
from gridworker.ui import idle
from gridworker.ui.entry.lock import Lock
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.pages.today.page import TodayPage
from tests.ui.bad_days.seen import sees
from tests.ui.day import Day, connection, settled
from tests.ui.patience import until

HOUR = 3_600_000
CHINA = timezone(timedelta(hours=8))
SENTENCE = "楼道里停着两辆电动自行车"


class JumpedClock(Clock):
    """A clock that somebody has set, by `jump` ms."""

    def __init__(self, jump: int) -> None:
        self._jump = jump

    def now(self) -> int:
        return super().now() + self._jump


async def writing(day: Day) -> PatrolPage:
    await day.typist().press("Ctrl+1")
    page = day.window.page
    assert isinstance(page, PatrolPage)
    page.form.text.setFocus()
    day.typist().write(SENTENCE)
    return page


@pytest.mark.parametrize("hours", [-30, -3, 3, 30])
def test_a_clock_that_is_set_neither_locks_nor_loses_the_draft(
    loop: asyncio.AbstractEventLoop, day: Day, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    async def story() -> None:
        page = await writing(day)
        day.session.profile.clock = JumpedClock(hours * HOUR)
        with monkeypatch.context() as set_clock:
            set_clock.setattr(time, "time", lambda: 0.0)
            day.frame._idle._tick()
        assert day.frame.currentWidget() is day.window
        [draft] = await until(lambda: list_drafts(day.session.profile, "patrol"))
        await settled(day)
        assert draft.content["text"] == SENTENCE
        page.form.show_values(
            {**page.form.values(), "place": {"text": "东篱路9号"}, "categories": ["fire"]}, new=True
        )
        await day.typist().press("F9")
        await settled(day)
        assert list_records(day.session.profile, "patrol", [], 1, None)[0]["text"] == SENTENCE
        assert list_drafts(day.session.profile) == []

    loop.run_until_complete(story())


@pytest.mark.parametrize("away_s", [61 + 5, 6 * 3600])
def test_a_computer_that_slept_is_locked_and_wakes_in_the_same_field(
    loop: asyncio.AbstractEventLoop, day: Day, monkeypatch: pytest.MonkeyPatch, away_s: int
) -> None:
    async def story() -> None:
        page = await writing(day)
        focus = day.typist().focus
        before = idle.awake()
        monkeypatch.setattr(idle, "awake", lambda: before + away_s)
        day.frame._idle._tick()
        assert isinstance(day.frame.currentWidget(), Lock)
        await day.unlock()
        assert day.frame.currentWidget() is day.window
        assert day.typist().focus is focus
        day.typist().write("，充电线拉到窗外")
        assert page.form.text.value() == SENTENCE + "，充电线拉到窗外"

    loop.run_until_complete(story())


def test_nobody_there_for_five_minutes(
    loop: asyncio.AbstractEventLoop, day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        await writing(day)
        here = idle.awake()
        for seconds in range(0, 300, 30):
            monkeypatch.setattr(idle, "awake", lambda at=here + seconds: at)
            day.frame._idle._tick()
            assert day.frame.currentWidget() is day.window
        monkeypatch.setattr(idle, "awake", lambda: here + 320)
        day.frame._idle._tick()
        assert isinstance(day.frame.currentWidget(), Lock)

    loop.run_until_complete(story())


def test_whoever_types_is_there(
    loop: asyncio.AbstractEventLoop, day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        await writing(day)
        here = idle.awake()
        for seconds in range(0, 600, 30):
            monkeypatch.setattr(idle, "awake", lambda at=here + seconds: at)
            day.frame._idle._tick()
            assert day.frame.currentWidget() is day.window
            if seconds == 270:
                day.typist().write("，")
        monkeypatch.setattr(idle, "awake", lambda: here + 600)
        day.frame._idle._tick()
        assert isinstance(day.frame.currentWidget(), Lock)

    loop.run_until_complete(story())


def test_midnight_passes_on_the_page_of_today(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    async def story() -> None:
        await day.typist().press("Alt+1")
        page = day.window.page
        assert isinstance(page, TodayPage)
        day.session.profile.clock = JumpedClock(24 * HOUR)
        page.on_minute()
        await settled(day)
        tomorrow = datetime.now(CHINA) + timedelta(days=1)
        assert f"{tomorrow.month} 月 {tomorrow.day} 日" in day.window.header._remark.text()
        assert page._agenda.today == tomorrow.date()

    loop.run_until_complete(story())


def test_a_clock_that_is_hours_wrong_is_told_above_every_page_until_it_is_set(
    loop: asyncio.AbstractEventLoop, day: Day
) -> None:
    async def story() -> None:
        await until(lambda: day.session.link.found == "online")
        assert not sees(day.frame, "电脑时间比服务器")
        day.session.profile.clock = JumpedClock(-3 * HOUR)
        await looks_again(day)
        assert sees(day.frame, "电脑时间比服务器慢 3 小时")
        await day.typist().press("Alt+3")
        assert sees(day.frame, "请校准时间后再记")
        day.session.profile.clock = JumpedClock(10 * 60_000)
        await looks_again(day)
        assert sees(day.frame, "电脑时间比服务器快 10 分钟") or sees(day.frame, "电脑时间比服务器快 9 分钟")
        day.session.profile.clock = Clock()
        await looks_again(day)
        assert not sees(day.frame, "电脑时间比服务器")

    loop.run_until_complete(story())


async def looks_again(day: Day) -> None:
    """The window looks for the server now."""
    connection(day)._on_network()
    await settled(day)
