"""案号: each case taken up gets one from the server, of the year in which that was; a refused lead gets none."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from gridworker.protocol.messages import Ack
from tests.laptop import SetClock
from tests.server.village import GRID, TOWN, VILLAGE, Laptop, Village, dispute


def told(acks: list[Ack]) -> list[tuple[str, str]]:
    return [(ack.result, ack.code) for ack in acks]


def test_the_case_number_is_given_once_by_the_server(village: Village) -> None:
    zhou, shen = village.enrols("zhoumin"), village.enrols("shenguoqiang")
    grid = village.streams[GRID]
    first = zhou.op(grid, "dispute", dispute(zhou.make_id(), status="accepted"))
    lead = zhou.op(grid, "dispute", dispute(zhou.make_id(), "占道停车"))
    acks = zhou.send(first, lead)
    assert [(ack.seq, ack.rev) for ack in acks] == [(1, 1), (3, 1)]
    shen.pull_all()
    assert shen.body(first.record)["number"] == "（2026）西河路社区第三网格人调字第1号"
    assert "number" not in shen.body(lead.record)
    own = zhou.op(grid, "dispute", {"facts": (None, "已到现场查看")}, record=first.record)
    accept = shen.op(grid, "dispute", {"status": ("lead", "accepted")}, record=lead.record)
    assert told(shen.send(accept)) == [("ok", "")]
    assert told(zhou.send(own)) == [("ok", "")]
    zhou.pull_all()
    assert zhou.body(lead.record)["number"] == "（2026）西河路社区第三网格人调字第2号"
    assert zhou.body(first.record)["number"] == "（2026）西河路社区第三网格人调字第1号"
    history = village.district.record_history(first.record)
    assert [(op.by, op.replica, op.action) for op in history][1] == ("server", "server", "edit")


def numbered(village: Village, laptop: Laptop, **members: Any) -> str:
    """The number of a case that is accepted at once."""
    party = laptop.make_id()
    op = laptop.op(village.streams[GRID], "dispute", dispute(party, status="accepted"), **members)
    assert told(laptop.send(op)) == [("ok", "")]
    return str(village.district.show_record(op.record).body["number"])


NEW_YEAR = 1_798_732_800_000
"""2027-01-01 00:00 in China."""


def test_a_case_accepted_on_new_years_eve_counts_for_the_old_year(village: Village, clock: SetClock) -> None:
    clock.at = NEW_YEAR + 86_400_000
    zhou = village.enrols("zhoumin")
    given = [
        numbered(village, zhou, at=at, tz=tz)
        for at, tz in ((NEW_YEAR - 1000, 480), (NEW_YEAR, 480), (NEW_YEAR + 1, 0))
    ]
    assert [number[:6] for number in given] == ["（2026）", "（2027）", "（2027）"]
    assert given[2].endswith("第2号")


@pytest.mark.parametrize("at", [3 * 3_600_000, NEW_YEAR + 86_400_000, 253_402_300_799_999])
def test_a_case_of_a_laptop_whose_clock_is_dead_counts_for_the_districts_year(
    village: Village, at: int
) -> None:
    assert numbered(village, village.enrols("zhoumin"), at=at).startswith("（2026）")


def refused_by_one_and_taken_on_by_the_other(village: Village, *states: str) -> tuple[Laptop, str, list[str]]:
    """沈国强 refuses a lead that 周敏, on the road, has accepted and gone on with: her laptop, the case, her ops."""
    zhou, shen = village.enrols("zhoumin"), village.enrols("shenguoqiang")
    grid = village.streams[GRID]
    lead = zhou.op(grid, "dispute", dispute(zhou.make_id()))
    zhou.send(lead)
    zhou.pull_all()
    shen.pull_all()
    steps = pairwise(("lead", *states))
    hers = [zhou.op(grid, "dispute", {"status": step}, record=lead.record) for step in steps]
    shen.send(shen.op(grid, "dispute", {"status": ("lead", "refused")}, record=lead.record))
    assert {ack.result for ack in zhou.send(*hers)} == {"conflict"}
    zhou.pull_all()
    [entry] = zhou.body(lead.record)["_conflicts"]
    return zhou, lead.record, [candidate["op"] for candidate in entry["candidates"]]


@pytest.mark.parametrize(
    "states", [("accepted", "mediating"), ("accepted", "mediating", "withdrawn", "archived")]
)
def test_a_case_taken_up_by_settling_a_conflict_is_numbered(
    village: Village, states: tuple[str, ...]
) -> None:
    zhou, record_id, hers = refused_by_one_and_taken_on_by_the_other(village, *states)
    settled = {"status": ("refused", states[-1])}
    grid = village.streams[GRID]
    resolve = zhou.op(grid, "dispute", settled, record=record_id, action="resolve", settles=hers)
    assert told(zhou.send(resolve)) == [("ok", "")]
    body = village.district.show_record(record_id).body
    assert (body["status"], body["number"]) == (states[-1], "（2026）西河路社区第三网格人调字第1号")


def test_a_lead_that_was_refused_goes_to_the_archive_without_a_number(village: Village) -> None:
    zhou, record_id, hers = refused_by_one_and_taken_on_by_the_other(village, "accepted", "mediating")
    grid = village.streams[GRID]
    kept = {"status": ("refused", "refused")}
    zhou.send(zhou.op(grid, "dispute", kept, record=record_id, action="resolve", settles=hers))
    zhou.pull_all()
    archived = zhou.op(grid, "dispute", {"status": ("refused", "archived")}, record=record_id)
    assert told(zhou.send(archived)) == [("ok", "")]
    assert "number" not in village.district.show_record(record_id).body


def test_a_desks_case_carries_the_desks_name(village: Village) -> None:
    shi, yu = village.enrols("shilan"), village.enrols("yujianfen")
    for laptop, code, place in ((shi, VILLAGE, "西河路社区"), (yu, TOWN, "城厢街道")):
        op = laptop.op(village.streams[code], "dispute", dispute(laptop.make_id(), status="accepted"))
        assert told(laptop.send(op)) == [("ok", "")]
        assert village.district.show_record(op.record).body["number"] == f"（2026）{place}人调字第1号"


def test_nobody_but_the_server_gives_a_number(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    op = zhou.op(village.streams[GRID], "dispute", dispute(zhou.make_id(), number=(None, "（2026）自编1号")))
    [ack] = zhou.send(op)
    assert (ack.code, ack.paths) == ("IMMUTABLE", [("number", "server_only")])
