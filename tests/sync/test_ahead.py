"""A month's patrols go up in three requests, each sent while the answer before it is being written."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from gridworker.domain.errors import ComputerTrouble
from gridworker.operations.records import add_record
from gridworker.server.tables import oplog
from gridworker.store import outbox, streams
from gridworker.store.profile import Profile
from gridworker.sync.engine import Engine
from tests.laptop import GRID_CODE
from tests.sync.direct import Town

PATROLS = 1_100
FIRST, SECOND = 1, 2


@pytest.fixture
def zhou(town: Town) -> Profile:
    profile = town.laptop("zhoumin")
    town.sync(profile)
    for number in range(PATROLS):
        patrol(profile, f"第{number + 1}处巡查无异常")
    return profile


def patrol(profile: Profile, text: str) -> None:
    place = {"text": "西河路12号", "region": GRID_CODE}
    add_record(profile, "patrol", {"text": text, "categories": ["fire"], "place": place})


class Line:
    """What goes over the wire: who sent each sync, and what happens while the request of that number is under way."""

    def __init__(self, town: Town, happens: dict[int, Callable[[], object]] | None = None) -> None:
        self.syncs: list[str] = []
        self.others: list[str] = []
        self.happens = happens or {}
        town.heard = self.hears

    def hears(self, path: str) -> None:
        if path != "/v1/sync":
            self.others.append(path)
            return
        self.syncs.append(threading.current_thread().name)
        self.happens.get(len(self.syncs), lambda: None)()


def everything_arrived_once(town: Town, profile: Profile, count: int = PATROLS) -> None:
    """Nothing is open on the laptop, and the district's log holds each op once."""
    assert profile.read(lambda db: outbox.count(db, *outbox.OPEN)) == 0
    distinct = select(func.count(), func.count(oplog.c.op.distinct())).select_from(oplog)
    row = town.district.site.database.read(lambda connection: connection.execute(distinct).one())
    assert tuple(row) == (count, count)


def test_the_next_request_leaves_before_the_answer_is_written(town: Town, zhou: Profile) -> None:
    line = Line(town)
    receipt = town.sync(zhou)
    assert receipt["sent"] == PATROLS
    assert line.syncs == ["sync", "sync ahead", "sync ahead"]
    everything_arrived_once(town, zhou)


def test_a_colleague_pulls_page_by_page_ahead(town: Town, zhou: Profile) -> None:
    town.sync(zhou)
    shen = town.laptop("shenguoqiang")
    line = Line(town)
    assert town.sync(shen)["received"] == PATROLS
    assert "/v1/pull" in line.others
    assert shen.read(streams.cursors) == zhou.read(streams.cursors)


def test_a_full_disk_under_the_first_answer_loses_nothing_of_the_second(town: Town, zhou: Profile) -> None:
    def allow_pages(count: int) -> None:
        zhou.write(lambda db: db.execute(f"PRAGMA max_page_count = {count}").fetchone())

    line = Line(town, {FIRST: lambda: allow_pages(1)})
    with pytest.raises(ComputerTrouble, match="disk_full"):
        town.sync(zhou)
    assert line.syncs == ["sync", "sync ahead"]
    allow_pages(1_000_000)
    assert zhou.read(lambda db: outbox.count(db, "waiting")) == PATROLS
    town.sync(zhou)
    everything_arrived_once(town, zhou)


def test_a_lost_answer_ahead_is_a_lost_answer(town: Town, zhou: Profile) -> None:
    receipt = town.sync(zhou, "", "reply")
    assert receipt["error"] == {"kind": "network", "code": "answer_cut"}
    assert zhou.read(lambda db: outbox.count(db, "waiting")) == PATROLS - 500
    town.sync(zhou)
    everything_arrived_once(town, zhou)


def test_a_token_that_ends_under_way_is_refreshed_and_the_ops_follow(town: Town, zhou: Profile) -> None:
    def two_hours_pass() -> None:
        town.clock.at += 7_200_000

    line = Line(town, {SECOND: two_hours_pass})
    assert "error" not in town.sync(zhou)
    assert line.others.count("/v1/token") == 1
    everything_arrived_once(town, zhou)


def test_who_stops_the_sync_keeps_what_was_under_way(town: Town, zhou: Profile) -> None:
    line = Line(town)
    engine = Engine(zhou, town.wires(line.hears))
    line.happens[SECOND] = engine.cancel
    receipt = engine.start().result(timeout=60)
    assert receipt["error"]["kind"] == "cancelled"
    town.sync(zhou)
    everything_arrived_once(town, zhou)


def test_a_patrol_saved_under_way_goes_with_the_same_sync(town: Town, zhou: Profile) -> None:
    Line(town, {SECOND: lambda: patrol(zhou, "又一处")})
    town.sync(zhou)
    everything_arrived_once(town, zhou, PATROLS + 1)


def test_an_answer_for_positions_no_longer_held_is_not_used(town: Town, zhou: Profile) -> None:
    line = Line(town)
    engine = Engine(zhou, town.wires(line.hears))
    goes_back = iter([True])

    def forget(_changed: dict[str, set[str]]) -> None:
        if next(goes_back, False):
            zhou.write(lambda db: streams.forget_positions(db, list(streams.cursors(db))))

    receipt = engine.start(on_changes=forget).result(timeout=60)
    assert "error" not in receipt
    assert line.syncs[:3] == ["sync", "sync ahead", "sync"]
    town.sync(zhou)
    everything_arrived_once(town, zhou)
