"""Ops that are refused or must wait: with a reason, kept raw, and never in the way of the others."""

from __future__ import annotations

from operator import methodcaller
from typing import Any

import msgspec
import pytest
from sqlalchemy import Select, select, update

from gridworker.protocol.messages import Ack
from gridworker.server.rejection import Rejected
from gridworker.server.tables import oplog, record, refused, waiting
from tests.server.village import GRID, OTHER_GRID, Village, patrol


def rows(village: Village, query: Select[Any]) -> list[tuple[Any, ...]]:
    database = village.district.site.database
    return [tuple(row) for row in database.read(lambda connection: connection.execute(query).all())]


def told(acks: list[Ack]) -> list[tuple[str, str]]:
    return [(ack.result, ack.code) for ack in acks]


def test_one_bad_patrol_does_not_block_the_others(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    bad = zhou.op(grid, "patrol", patrol("长" * 20_001))
    empty = zhou.op(grid, "patrol", {"text": (None, "没有地点")})
    acks = zhou.send(zhou.op(grid, "patrol", patrol()), bad, empty, zhou.op(grid, "patrol", patrol()))
    assert told(acks) == [("ok", ""), ("refused", "TOO_BIG"), ("refused", "INVALID"), ("ok", "")]
    assert acks[1].paths == [("text", "too_long")]
    assert ("place", "required") in acks[2].paths
    assert {op for (op,) in rows(village, select(refused.c.op))} == {bad.op, empty.op}


def test_a_refused_op_comes_back_with_its_stored_result(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    bad = zhou.op(village.streams[GRID], "patrol", {"text": (None, "没有地点")})
    [first] = zhou.send(bad)
    [again] = zhou.send(bad)
    assert again.dup
    assert msgspec.structs.replace(again, dup=False) == first


def test_an_op_that_cannot_be_read_is_refused_alone(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    good = zhou.op(grid, "patrol", patrol())
    zhou.n += 1
    raw = msgspec.json.encode({"n": zhou.n, "op": zhou.make_id(), "stream": grid, "patch": "?"})
    acks = zhou.send(raw, good)
    assert told(acks) == [("refused", "INVALID"), ("ok", "")]
    assert acks[0].paths == [("", "unreadable")]
    assert [bytes(sent) for (sent,) in rows(village, select(refused.c.sent))] == [raw]
    assert zhou.send(raw)[0].dup


@pytest.mark.parametrize("raw", [b"{}", b'{"op":7}', b'{"op":""}', b'{"op":"\xe5\x8f\xb7"}', b"[]", b"null"])
def test_an_op_without_an_id_makes_the_whole_request_bad(village: Village, raw: bytes) -> None:
    zhou = village.enrols("zhoumin")
    good = zhou.op(village.streams[GRID], "patrol", patrol())
    with pytest.raises(Rejected, match="BAD_REQUEST"):
        zhou.send(good, raw)
    assert rows(village, select(oplog.c.seq)) == []


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"at": 10**16}, "at"),
        ({"at": -1}, "at"),
        ({"tz": 100_000}, "tz"),
        ({"schema": -1}, "schema"),
        ({"schema": -(10**30)}, "schema"),
        ({"base": (-1, "")}, "base"),
        ({"base": (10**30, "x")}, "base"),
        ({"why": "坏\0字"}, "why"),
        ({"settles": ["不是编号"]}, "settles"),
        ({"op": "not-an-id"}, "op"),
        ({"record": "not-an-id"}, "record"),
    ],
)
def test_numbers_and_texts_around_the_patch_are_checked(
    village: Village, members: dict[str, Any], path: str
) -> None:
    zhou = village.enrols("zhoumin")
    [ack] = zhou.send(zhou.op(village.streams[GRID], "patrol", patrol(), **members))
    assert (ack.result, ack.code, ack.paths[0][0]) == ("refused", "INVALID", path)


def test_what_hangs_on_a_refused_create_falls_with_it(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    create = zhou.op(grid, "patrol", {"text": (None, "没有地点")})
    edit = zhou.op(grid, "patrol", {"severity": (None, "minor")}, record=create.record)
    assert told(zhou.send(create, edit)) == [("refused", "INVALID"), ("refused", "DEPENDS")]
    assert told(zhou.send(create, edit)) == [("refused", "INVALID"), ("refused", "DEPENDS")]
    assert {code for (code,) in rows(village, select(refused.c.code))} == {"INVALID", "DEPENDS"}


def test_only_what_touches_a_refused_path_falls_with_it(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    create = zhou.op(grid, "patrol", patrol())
    bad = zhou.op(grid, "patrol", {"text": ("楼道堆放杂物，已当场清理", "长" * 20_001)}, record=create.record)
    other = zhou.op(grid, "patrol", {"severity": (None, "minor")}, record=create.record)
    same = zhou.op(grid, "patrol", {"text": ("长" * 20_001, "短")}, record=create.record)
    acks = zhou.send(create, bad, other, same)
    assert told(acks) == [("ok", ""), ("refused", "TOO_BIG"), ("ok", ""), ("refused", "DEPENDS")]


def test_an_edit_of_a_record_that_has_not_come_waits(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    create = zhou.op(grid, "patrol", patrol())
    edit = zhou.op(grid, "patrol", {"severity": (None, "minor")}, record=create.record)
    assert told(zhou.send(edit)) == [("later", "DEPENDS")]
    assert told(zhou.send(create, edit)) == [("ok", ""), ("ok", "")]


def test_a_stream_nobody_knows(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    unknown = zhou.make_id()
    create = zhou.op(unknown, "patrol", patrol())
    edit = zhou.op(unknown, "patrol", {"severity": (None, "minor")}, record=create.record)
    strange = zhou.op("不是编号\0", "patrol", patrol())
    assert told(zhou.send(create, edit, strange)) == [
        ("later", "UNKNOWN_STREAM"),
        ("later", "DEPENDS"),
        ("later", "UNKNOWN_STREAM"),
    ]


@pytest.mark.parametrize("members", [{"schema": 2}, {"kind": "vehicle"}])
def test_a_newer_app_is_asked_to_come_again(village: Village, members: dict[str, Any]) -> None:
    zhou = village.enrols("zhoumin")
    op = msgspec.structs.replace(zhou.op(village.streams[GRID], "patrol", patrol()), **members)
    assert told(zhou.send(op)) == [("later", "NEWER_SCHEMA")]


def test_a_record_of_another_grid_is_not_edited_from_here(village: Village) -> None:
    cha = village.enrols("chamei")
    create = cha.op(village.streams[GRID], "patrol", patrol())
    cha.send(create)
    elsewhere = cha.op(
        village.streams[OTHER_GRID], "patrol", {"severity": (None, "minor")}, record=create.record
    )
    again = cha.op(village.streams[OTHER_GRID], "patrol", patrol(), record=create.record, action="create")
    acks = cha.send(elsewhere, again)
    assert told(acks) == [("refused", "INVALID")] * 2
    assert acks[0].paths == [("stream", "other_stream")]


def test_a_record_does_not_change_its_kind(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    create = zhou.op(grid, "patrol", patrol())
    acks = zhou.send(create, zhou.op(grid, "note", {"text": (None, "记一笔")}, record=create.record))
    assert told(acks) == [("ok", ""), ("refused", "INVALID")]
    assert acks[1].paths == [("kind", "other_kind")]


def test_nobody_signs_for_somebody_else(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    op = zhou.op(village.streams[GRID], "patrol", patrol(created_by=(None, "shenguoqiang")))
    [ack] = zhou.send(op)
    assert (ack.code, ack.paths) == ("INVALID", [("created_by", "authorship")])


def test_work_in_a_grid_that_was_taken_away_waits_for_the_supervisor(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    before = zhou.op(grid, "patrol", patrol())
    zhou.send(before)
    village.district.revoke("zhoumin", GRID)
    create = zhou.op(grid, "patrol", patrol("交接前写的"))
    edit = zhou.op(grid, "patrol", {"severity": (None, "minor")}, record=create.record)
    answer = zhou.sync(before, create, edit)
    assert told(answer.acks) == [("ok", ""), ("later", "NEED_REVIEW"), ("later", "NEED_REVIEW")]
    assert answer.acks[0].dup
    assert told(zhou.send(create)) == [("later", "NEED_REVIEW")]
    assert {op for (op,) in rows(village, select(waiting.c.op))} == {create.op, edit.op}
    village.district.grant("zhoumin", GRID)
    assert told(zhou.send(create, edit)) == [("ok", ""), ("ok", "")]
    assert rows(village, select(waiting.c.op)) == []


def test_an_auditor_writes_nothing(village: Village) -> None:
    tang = village.enrols("tangjing")
    op = tang.op(village.streams[GRID], "patrol", patrol())
    assert told(tang.send(op)) == [("later", "NEED_REVIEW")]


def test_reference_data_is_written_by_the_server_only(village: Village) -> None:
    lai = village.enrols("laiguohua")
    village.district.publish("phrases", ["已当场劝离"])
    [published] = village.district.list_references()
    patch = {"name": (None, "holidays"), "version": (None, 1), "content": (None, ["休"])}
    reference = village.district.show_record(published.id).stream
    in_reference = lai.op(reference, "reference", patch)
    in_desk = lai.op(village.streams["330109"], "reference", patch)
    edit = lai.op(reference, "reference", {"content": (["已当场劝离"], [])}, record=published.id)
    assert told(lai.send(in_reference, in_desk, edit)) == [("refused", "INVALID")] * 3


def test_an_access_record_is_added_and_never_edited(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    patch = {"at": (None, village.clock.now()), "what": (None, "reveal"), "reason": (None, "核对电话")}
    create = zhou.op(grid, "access", patch)
    edit = zhou.op(grid, "access", {"reason": ("核对电话", "别的")}, record=create.record)
    removal = zhou.op(grid, "access", {"_deleted": (None, True)}, record=create.record, action="delete")
    assert told(zhou.send(create, edit)) == [("ok", ""), ("refused", "INVALID")]
    assert told(zhou.send(removal)) == [("refused", "INVALID")]


def event(status: str = "reported") -> dict[str, Any]:
    return {
        "type": (None, "消防"),
        "text": (None, "通道堵塞"),
        "at": (None, 1_795_320_000_000),
        "tz": (None, 480),
        "place": (None, {"text": "西河路", "region": GRID}),
        "status": (None, status),
    }


def test_accepting_an_event_is_a_desks_work(village: Village) -> None:
    zhou, shi = village.enrols("zhoumin"), village.enrols("shilan")
    grid = village.streams[GRID]
    create = zhou.op(grid, "event", event())
    accept = {"status": ("reported", "accepted")}
    acks = zhou.send(create, zhou.op(grid, "event", accept, record=create.record))
    assert told(acks) == [("ok", ""), ("refused", "ILLEGAL_TRANSITION")]
    assert acks[1].paths == [("status", "role")]
    shi.pull_all()
    assert told(shi.send(shi.op(grid, "event", accept, record=create.record))) == [("ok", "")]


def test_a_resolve_is_no_way_round_the_desk(village: Village) -> None:
    zhou, shi = village.enrols("zhoumin"), village.enrols("shilan")
    grid = village.streams[GRID]
    create = zhou.op(grid, "event", event())
    zhou.send(create)
    sly = zhou.op(
        grid,
        "event",
        {"status": ("reported", "accepted")},
        record=create.record,
        action="resolve",
        settles=[create.op],
    )
    assert told(zhou.send(sly)) == [("refused", "ILLEGAL_TRANSITION")]
    back = shi.op(grid, "event", {"status": ("reported", "returned")}, record=create.record)
    accept = shi.op(grid, "event", {"status": ("reported", "accepted")}, record=create.record)
    shi.send(back)
    lu = village.enrols("shilan")
    late = msgspec.structs.replace(accept, n=1, op=lu.make_id())
    lu.n = 1
    assert told(lu.send(late)) == [("conflict", "")]
    choose = zhou.op(
        grid,
        "event",
        {"status": ("returned", "accepted")},
        record=create.record,
        action="resolve",
        settles=[late.op],
    )
    assert told(zhou.send(choose)) == [("merged", "")]


def test_tasks_for_others_are_given_by_desks(village: Village) -> None:
    zhou, shi = village.enrols("zhoumin"), village.enrols("shilan")
    grid = village.streams[GRID]

    def task(assignee: str) -> dict[str, Any]:
        return {"title": (None, "回访"), "status": (None, "open"), "assignee": (None, assignee)}

    acks = zhou.send(
        zhou.op(grid, "task", task("zhoumin")),
        zhou.op(grid, "task", task("shenguoqiang")),
    )
    assert told(acks) == [("ok", ""), ("refused", "INVALID")]
    assert told(shi.send(shi.op(grid, "task", task("shenguoqiang")))) == [("ok", "")]


def test_a_damaged_record_holds_up_only_its_own_ops(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    first, second = zhou.op(grid, "patrol", patrol()), zhou.op(grid, "patrol", patrol())
    zhou.send(first, second)
    spoil = update(record).where(record.c.record == first.record).values(body="{")
    village.district.site.database.write(methodcaller("execute", spoil))
    edits = [
        zhou.op(grid, "patrol", {"severity": (None, "minor")}, record=op.record) for op in (first, second)
    ]
    later = zhou.op(grid, "patrol", {"severity": ("minor", "major")}, record=first.record)
    acks = zhou.send(*edits, later, zhou.op(grid, "patrol", patrol()))
    assert told(acks) == [("later", "INTERNAL"), ("ok", ""), ("later", "DEPENDS"), ("ok", "")]
    mend = update(record).where(record.c.record == first.record)
    whole = village.district.show_record(second.record).body
    repaired = mend.values(body=msgspec.json.encode(whole | {"severity": None}).decode())
    village.district.site.database.write(methodcaller("execute", repaired))
    assert [ack.result for ack in zhou.send(edits[0], later)] == ["ok", "ok"]
