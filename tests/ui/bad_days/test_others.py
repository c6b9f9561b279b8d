"""A colleague changes what is open here: who it was is said, and nothing typed is touched."""

from __future__ import annotations

import asyncio

from gridworker.operations.records import add_record, delete_record, edit_record
from gridworker.server.district import District as OpenDistrict
from gridworker.store.profile import Profile
from gridworker.sync.history import last_changer
from gridworker.sync.run import sync
from gridworker.ui.pages.patrol.page import PatrolPage
from tests.sync import fault_proxy as net
from tests.ui.day import Day

STAIRS = {"place": {"text": "东篱苑3幢2单元楼道"}, "categories": ["fire"], "text": "堆物"}


async def open_patrol(day: Day) -> tuple[str, PatrolPage]:
    """A patrol that both have, open in 周敏's window and touched by her."""
    profile = day.session.profile
    record = add_record(profile, "patrol", STAIRS).ids[0]
    sync(profile)
    day.window.open_page("patrol", record)
    await day.rest()
    page = day.window.page
    assert isinstance(page, PatrolPage)
    page.form.text.setFocus()
    day.typist().write("我看到的：")
    await day.rest()
    return record, page


def test_the_colleague_is_called_by_name(loop: asyncio.AbstractEventLoop, day: Day, shen: Profile) -> None:
    async def story() -> None:
        record, page = await open_patrol(day)
        sync(shen)
        edit_record(shen, record, {"text": "堆物已清"})
        sync(shen)
        await day.typist().press("F5")
        assert page.frame.banner.accessibleName() == "沈国强刚改过这条，您的改动仍会保留。"
        assert page.form.values()["text"] == "我看到的：堆物"

    loop.run_until_complete(story())


def test_who_deleted_it_is_called_by_name(loop: asyncio.AbstractEventLoop, day: Day, shen: Profile) -> None:
    async def story() -> None:
        record, page = await open_patrol(day)
        sync(shen)
        delete_record(shen, record, "记重了")
        sync(shen)
        await day.typist().press("F5")
        assert page.frame.banner.accessibleName().startswith("沈国强刚删除了这条，")

    loop.run_until_complete(story())


def test_without_the_log_it_was_a_colleague(
    loop: asyncio.AbstractEventLoop, day: Day, shen: Profile, network: net.FaultProxy
) -> None:
    async def story() -> None:
        record, page = await open_patrol(day)
        sync(shen)
        edit_record(shen, record, {"text": "堆物已清"})
        sync(shen)
        network.next_faults(net.passes, net.loses_request)
        await day.typist().press("F5")
        assert page.frame.banner.accessibleName() == "同事刚改过这条，您的改动仍会保留。"

    loop.run_until_complete(story())


def test_what_only_the_server_or_oneself_wrote_is_nobodys_change(day: Day, office: OpenDistrict) -> None:
    profile = day.session.profile
    parties = [{"role": "applicant", "type": "person", "name": "来阿凤"}]
    fields = {"title": "楼上漏水", "type": "neighbour", "parties": parties, "status": "accepted"}
    record = add_record(profile, "dispute", fields).ids[0]
    sync(profile)
    assert [op.by for op in office.record_history(record)] == ["zhoumin", "server"]
    assert last_changer(profile, record, 1) is None
    found = last_changer(profile, record, 0)
    assert found is not None
    assert found.own
