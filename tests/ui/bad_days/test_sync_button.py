"""The button of the sync page on bad days: it can be pressed, or the words beside it say why not and for how long."""

from __future__ import annotations

import asyncio
import json
import re
import threading

import pytest

from gridworker.environment.lock import exclusive
from gridworker.operations.records import add_record, list_records
from gridworker.ui.pages.sync.page import SyncPage
from tests.sync import fault_proxy as net
from tests.ui.day import Day, settled
from tests.ui.patience import until

BUSY = json.dumps({"type": "about:blank", "title": "Busy", "status": 503, "code": "BUSY", "retry_after": 20})


async def sync_page(day: Day) -> SyncPage:
    await day.typist().press("Alt+7")
    page = day.window.page
    assert isinstance(page, SyncPage)
    return page


def records_wait(day: Day, count: int = 3) -> None:
    for number in range(count):
        add_record(day.session.profile, "note", {"text": f"{number + 1}幢路灯不亮"})


def all_synced(day: Day) -> bool:
    return {row["_sync"] for row in list_records(day.session.profile, "note", [], 99, None)} == {"synced"}


def test_a_busy_server_is_waited_for_with_the_seconds_that_are_left(
    loop: asyncio.AbstractEventLoop, day: Day, network: net.FaultProxy
) -> None:
    async def story() -> None:
        records_wait(day)
        page = await sync_page(day)
        await until(lambda: day.session.link.found == "online")
        network.next_faults(net.answers(503, BUSY.encode(), "application/problem+json"))
        page.hero.start.click()
        await until(lambda: "服务器正忙" in page.hero.sentence.text())
        left = [seconds_left(page)]
        assert 20 <= left[0] <= 30
        await until(lambda: seconds_left(page) < left[0])
        page.hero.cancel.click()
        assert not page.hero.cancel.isEnabled()
        assert page.hero.cancel.accessibleDescription() == page.hero.sentence.text()
        assert "其余留在本机" in page.hero.sentence.text()
        await settled(day)
        assert page.hero.start.isVisible()
        assert page.hero.start.isEnabled()
        page.hero.start.click()
        await until(lambda: all_synced(day))

    loop.run_until_complete(story())


def seconds_left(page: SyncPage) -> int:
    found = re.search(r"约 (\d+) 秒后自动接着传", page.hero.sentence.text())
    assert found
    return int(found[1])


@pytest.mark.parametrize("fault", [net.loses_reply, net.resets, net.cuts_at(57)])
def test_a_server_that_goes_in_the_middle_is_told_and_the_next_press_delivers(
    loop: asyncio.AbstractEventLoop, day: Day, network: net.FaultProxy, fault: net.Fault
) -> None:
    async def story() -> None:
        await until(lambda: day.session.link.found == "online")
        records_wait(day)
        page = await sync_page(day)
        network.next_faults(fault)
        page.hero.start.click()
        await settled(day)
        assert page.hero.title.text() == "没有连上"
        assert page.hero.sentence.text().endswith("连上以后会自动接着传。")
        assert "内容都存在本机" in page.hero.start.accessibleDescription()
        page.hero.start.click()
        await until(lambda: all_synced(day))
        await settled(day)
        assert page.hero.sentence.text() == "全部已送达，可以放心关机。"

    loop.run_until_complete(story())


def test_while_the_command_line_syncs_it_says_so_and_can_be_pressed_again(
    loop: asyncio.AbstractEventLoop, day: Day
) -> None:
    held, done = threading.Event(), threading.Event()

    def command_line() -> None:
        with exclusive(day.session.profile.folder / "sync.lock", "sync_in_use"):
            held.set()
            done.wait(30)

    holder = threading.Thread(target=command_line)
    holder.start()
    assert held.wait(10)

    async def story() -> None:
        records_wait(day, 1)
        page = await sync_page(day)
        page.hero.start.click()
        await until(lambda: "另一个同步正在进行" in page.hero.sentence.text())
        assert page.hero.start.isEnabled()
        done.set()
        page.hero.start.click()
        await until(lambda: all_synced(day))

    loop.run_until_complete(story())
    holder.join()
    assert [str(error) for error in day.errors] == ["sync_in_use"]
    day.errors.clear()
