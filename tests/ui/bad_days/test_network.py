"""The network comes and goes while the window is open: the pill knows, work goes by itself, and never in one's way."""

from __future__ import annotations

import asyncio

import pytest

from gridworker.environment.clock import Clock
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.store.profile import Profile
from gridworker.sync import rhythm
from gridworker.sync.run import sync
from gridworker.ui.pages.patrol.page import PatrolPage
from tests.stories.cast import District
from tests.sync import fault_proxy as net
from tests.ui.day import Day, connection, settled
from tests.ui.patience import until

PORTAL = "<html><body>请先登录</body></html>".encode()


class LaterClock(Clock):
    """The clock of this computer, moved on; `later` in ms."""

    later = 0

    def monotonic(self) -> int:
        return super().monotonic() + self.later


async def time_passes(day: Day, ms: int) -> None:
    """So much later by the clock of this computer."""
    clock = LaterClock()
    clock.later = ms + getattr(day.session.profile.clock, "later", 0)
    day.session.profile.clock = clock
    connection(day)._on_time()
    await settled(day)


def pill(day: Day) -> str:
    return day.window.header._pill.accessibleName()


def test_after_unlocking_the_pill_soon_says_that_the_server_is_there(
    loop: asyncio.AbstractEventLoop, day: Day
) -> None:
    async def story() -> None:
        await until(lambda: pill(day) == "已联网")
        assert list_records(day.session.profile, "patrol", [], 9, None)

    loop.run_until_complete(story())


@pytest.mark.parametrize(
    ("fault", "says", "why"),
    [
        (net.answers(200, PORTAL), "网络要先登录", "在浏览器里登录"),
        (net.answers(502, b"Bad gateway", "text/plain"), "服务器无应答 · 可正常工作", "不是您的电脑问题"),
    ],
)
def test_what_stands_between_is_named(
    loop: asyncio.AbstractEventLoop, day: Day, network: net.FaultProxy, fault: net.Fault, says: str, why: str
) -> None:
    async def story() -> None:
        await until(lambda: pill(day) == "已联网")
        network.next_faults(fault)
        await time_passes(day, 2 * rhythm.LOOK_MS)
        assert pill(day) == says
        assert why in day.window.header._pill.accessibleDescription()
        await time_passes(day, 2 * rhythm.LOOK_MS)
        assert pill(day) == "已联网"

    loop.run_until_complete(story())


def test_a_server_that_is_gone_is_noticed_and_found_again(
    loop: asyncio.AbstractEventLoop, day: Day, served: District, network: net.FaultProxy
) -> None:
    async def story() -> None:
        await until(lambda: pill(day) == "已联网")
        network.next_faults(net.loses_request)
        await time_passes(day, 2 * rhythm.LOOK_MS)
        assert pill(day) in ("离线 · 可正常工作", "服务器无应答 · 可正常工作")
        connection(day)._on_network()
        await settled(day)
        assert pill(day) == "已联网"

    loop.run_until_complete(story())


def test_what_waits_goes_by_itself_and_without_a_word(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    typist = day.typist()

    async def story() -> None:
        await until(lambda: pill(day) == "已联网")
        profile = day.session.profile
        day.session.tell(add_record(profile, "note", {"text": "路灯不亮"}))
        await time_passes(day, rhythm.SETTLE_MS + rhythm.SPREAD_MS)
        assert list_records(profile, "note", [], 9, None)[0]["_sync"] == "waiting"
        await time_passes(day, rhythm.EVERY_MS * 2)
        await until(lambda: list_records(profile, "note", [], 9, None)[0]["_sync"] == "synced")
        assert typist.said == []
        assert not day.window._toast.isVisible()

    loop.run_until_complete(story())


def test_a_sync_by_itself_leaves_the_sentence_alone_that_is_being_written(
    loop: asyncio.AbstractEventLoop, day: Day, shen: Profile
) -> None:
    typist = day.typist()

    async def story() -> None:
        profile = day.session.profile
        record = add_record(profile, "patrol", {"place": {"text": "东篱路"}, "categories": ["fire"]}).ids[0]
        sync(profile)
        sync(shen)
        edit_record(shen, record, {"text": "已清"})
        sync(shen)
        day.window.open_page("patrol", record)
        await day.rest()
        page = day.window.page
        assert isinstance(page, PatrolPage)
        page.form.text.setFocus()
        typist.write("楼道里停着")
        typist.compose("liang")
        await time_passes(day, rhythm.STALE_MS * 2)
        await until(page.frame.banner.isVisible)
        assert typist.focus is page.form.text or page.form.text.isAncestorOf(typist.focus)
        assert page.form.text.value() == "楼道里停着"
        typist.write("两辆车")
        assert page.form.text.value() == "楼道里停着两辆车"

    loop.run_until_complete(story())


def test_who_presses_while_one_runs_by_itself_joins_it(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    async def story() -> None:
        session = day.session
        session.sync(by_itself=True)
        session.sync()
        assert not session.by_itself
        await settled(day)
        assert day.window._toast.isVisible()

    loop.run_until_complete(story())


@pytest.mark.parametrize("by_itself", [True, False])
def test_who_presses_while_a_sync_runs_sends_and_gets_what_came_meanwhile(
    loop: asyncio.AbstractEventLoop, day: Day, network: net.FaultProxy, shen: Profile, by_itself: bool
) -> None:
    """The answer of the one that runs was made before: what is here and there by now goes all the same."""

    async def story() -> None:
        session = day.session
        await until(lambda: pill(day) == "已联网")
        network.next_faults(net.drips(100))
        before = len(network.passed)
        session.sync(by_itself=by_itself)
        await until(lambda: "/v1/sync" in network.passed[before:])
        add_record(shen, "note", {"text": "井盖松动"})
        sync(shen)
        assert session.syncing
        session.sync()
        await until(lambda: not session.syncing)
        assert "井盖松动" in [row["text"] for row in list_records(session.profile, "note", [], 9, None)]
        assert session.last_receipt is not None
        assert session.last_receipt["received"] > 0

    loop.run_until_complete(story())
