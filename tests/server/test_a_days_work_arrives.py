"""What laptops send is applied once, in order, merged, and handed on to whom it concerns."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from sqlalchemy import Select, func, select

from gridworker.domain.canonical import record_sum
from gridworker.domain.op import Op
from gridworker.protocol.messages import decode_op
from gridworker.server.district import District
from gridworker.server.tables import oplog, record, refused, stream
from tests.server.village import GRID, OTHER_GRID, VILLAGE, Laptop, Village, dispute, patrol


def rows(district: District, query: Select[Any]) -> list[tuple[Any, ...]]:
    return [
        tuple(row) for row in district.site.database.read(lambda connection: connection.execute(query).all())
    ]


def test_zhou_minds_her_grid_and_shen_sees_it(village: Village) -> None:
    zhou, shen = village.enrols("zhoumin"), village.enrols("shenguoqiang")
    zhou.sync()
    op = zhou.op(village.streams[GRID], "patrol", patrol())
    [ack] = zhou.send(op)
    assert (ack.result, ack.seq, ack.rev, ack.dup) == ("ok", 1, 1, False)
    shen.pull_all()
    assert shen.body(op.record)["text"] == "楼道堆放杂物，已当场清理"
    assert shen.body(op.record)["created_by_name"] == "周敏"
    assert shen.body(op.record)["created_at"] == op.at


def test_a_lost_answer_is_asked_again_and_nothing_is_applied_twice(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    ops = [zhou.op(village.streams[GRID], "patrol", patrol(f"第{place}处")) for place in range(5)]
    first = zhou.send(*ops)
    again = zhou.send(*ops)
    assert [ack.dup for ack in again] == [True] * 5
    assert [msgspec.structs.replace(ack, dup=False) for ack in again] == first
    assert rows(village.district, select(func.count()).select_from(oplog)) == [(5,)]


def test_the_same_op_twice_in_one_request_is_applied_once(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    op = zhou.op(village.streams[GRID], "patrol", patrol())
    first, second = zhou.send(op, op)
    assert (first.dup, second.dup, first.seq, second.seq) == (False, True, 1, 1)


def test_an_op_id_with_other_content_is_refused_and_kept(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    op = zhou.op(village.streams[GRID], "patrol", patrol())
    zhou.send(op)
    other = msgspec.structs.replace(op, patch=patrol("另一段话"))
    for dup in (False, True):
        [ack] = zhou.send(other)
        assert (ack.result, ack.code, ack.dup) == ("refused", "OP_ID_REUSED", dup)
    [(code, sent)] = rows(village.district, select(refused.c.code, refused.c.sent))
    assert code == "OP_ID_REUSED"
    assert decode_op(sent) == other
    [ack] = zhou.send(op)
    assert (ack.result, ack.dup) == ("ok", True)


def respelt(op: Op) -> bytes:
    """The same op as another program would write it: members in another order, spaces, escapes, an empty member."""
    members = dict(reversed(msgspec.to_builtins(op).items())) | {"why": ""}
    return json.dumps(members, indent=1).encode()


def test_an_op_spelt_differently_is_the_same_op(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    op = zhou.op(village.streams[GRID], "patrol", patrol("东篱路"))
    [first] = zhou.send(op)
    [again, and_again] = zhou.send(respelt(op), op)
    assert again == and_again == msgspec.structs.replace(first, dup=True)
    assert rows(village.district, select(refused.c.op)) == []


def test_also_within_one_request(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    op = zhou.op(village.streams[GRID], "patrol", patrol("东篱路"))
    first, second = zhou.send(op, respelt(op))
    assert (first.dup, second.dup, first.seq, second.seq) == (False, True, 1, 1)


def test_and_a_refused_one_is_kept_once(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    op = zhou.op(village.streams[GRID], "patrol", patrol(at=(None, "昨天")))
    [first] = zhou.send(op)
    [again] = zhou.send(respelt(op))
    assert (first.code, first.dup) == ("INVALID", False)
    assert (again.code, again.dup) == ("INVALID", True)
    assert rows(village.district, select(func.count()).select_from(refused)) == [(1,)]


def test_a_number_is_no_part_of_an_ops_content(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    op = zhou.op(village.streams[GRID], "patrol", patrol())
    zhou.send(op)
    zhou.take_tokens(again=True)
    zhou.n = 9
    [ack] = zhou.send(msgspec.structs.replace(op, n=9))
    assert (ack.result, ack.dup, ack.n) == ("ok", True, 9)


def test_two_people_edit_one_dispute_and_both_values_stay(village: Village) -> None:
    zhou, shen = village.enrols("zhoumin"), village.enrols("shenguoqiang")
    grid = village.streams[GRID]
    create = zhou.op(grid, "dispute", dispute(zhou.make_id()))
    zhou.send(create)
    zhou.pull_all()
    shen.pull_all()
    late = shen.op(grid, "dispute", {"facts": (None, "墙面渗水约两平方米")}, record=create.record)
    zhou.send(zhou.op(grid, "dispute", {"facts": (None, "管道老化")}, record=create.record))
    [ack] = shen.send(late)
    assert ack.result == "conflict"
    zhou.pull_all()
    body = zhou.body(create.record)
    assert body["facts"] == "管道老化"
    [entry] = body["_conflicts"]
    assert [candidate["value"] for candidate in entry["candidates"]] == ["墙面渗水约两平方米"]
    resolve = zhou.op(
        grid,
        "dispute",
        {"facts": ("管道老化", "管道老化，墙面渗水约两平方米")},
        record=create.record,
        action="resolve",
        settles=[late.op],
    )
    assert [ack.result for ack in zhou.send(resolve)] == ["ok"]
    shen.pull_all()
    assert "_conflicts" not in shen.body(create.record)


def test_two_offline_edits_of_one_laptop_never_conflict(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    create = zhou.op(grid, "patrol", patrol("一"))
    edits = [
        zhou.op(grid, "patrol", {"text": ("一", "二")}, record=create.record),
        zhou.op(grid, "patrol", {"text": ("二", "三")}, record=create.record),
    ]
    assert [ack.result for ack in zhou.send(create, *edits)] == ["ok", "ok", "ok"]
    zhou.pull_all()
    assert zhou.body(create.record)["text"] == "三"


def test_ops_are_applied_in_the_order_they_were_made(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    create = zhou.op(grid, "patrol", patrol("一"))
    edit = zhou.op(grid, "patrol", {"text": ("一", "二")}, record=create.record)
    acks = zhou.send(edit, create)
    assert [(ack.op, ack.result) for ack in acks] == [(edit.op, "ok"), (create.op, "ok")]
    assert [ack.seq for ack in acks] == [2, 1]


def test_a_base_that_the_server_never_gave_counts_as_none(village: Village) -> None:
    zhou, shen = village.enrols("zhoumin"), village.enrols("shenguoqiang")
    grid = village.streams[GRID]
    create = zhou.op(grid, "patrol", patrol("一"))
    zhou.send(create)
    edit = {"text": ("一", "二")}
    invented = shen.op(grid, "patrol", edit, record=create.record, base=(1, "0123456789abcdef"))
    assert [ack.result for ack in shen.send(invented)] == ["merged"]


def test_an_older_base_that_the_server_did_give_is_known(village: Village) -> None:
    zhou, shen = village.enrols("zhoumin"), village.enrols("shenguoqiang")
    grid = village.streams[GRID]
    create = zhou.op(grid, "patrol", patrol("一"))
    zhou.send(create)
    shen.send(shen.op(grid, "patrol", {"recheck_on": (None, "2026-12-01")}, record=create.record))
    zhou.pull_all()
    edit = zhou.op(grid, "patrol", {"text": ("一", "二")}, record=create.record)
    removal = {"_deleted": (None, True)}
    delete_ = zhou.op(grid, "patrol", removal, record=create.record, action="delete", base=edit.base)
    assert edit.base[0] == 2
    # Of a base nobody gave, Shen's edit would not have been seen, and the removal would ask a question.
    assert [(ack.result, ack.rev) for ack in zhou.send(edit, delete_)] == [("ok", 3), ("ok", 4)]


def test_sequence_chain_count_and_sum_agree_with_what_is_held(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    creates = [zhou.op(grid, "patrol", patrol(f"第{place}处")) for place in range(4)]
    edits = [zhou.op(grid, "patrol", {"severity": (None, "minor")}, record=op.record) for op in creates[:2]]
    removal = zhou.op(grid, "patrol", {"_deleted": (None, True)}, record=creates[3].record, action="delete")
    zhou.send(*creates)
    zhou.send(*edits, removal)
    held = rows(village.district, select(record.c.record, record.c.rev, record.c.body, record.c.deleted))
    total = sum(record_sum(name, rev, msgspec.json.decode(body)) for name, rev, body, _ in held)
    [(seq, count, sum64)] = rows(
        village.district,
        select(stream.c.seq, stream.c.records, stream.c.sum64).where(stream.c.stream == grid),
    )
    assert (seq, count, sum64) == (7, 4, f"{total % 2**64:016x}")
    assert sorted(bool(deleted) for *_, deleted in held) == [False, False, False, True]
    assert rows(village.district, select(oplog.c.seq).order_by(oplog.c.seq)) == [(n,) for n in range(1, 8)]
    assert len(set(rows(village.district, select(oplog.c.chain)))) == 7


def test_a_request_for_two_grids_keeps_each_in_its_own_order(village: Village) -> None:
    cha = village.enrols("chamei")
    here, there = village.streams[GRID], village.streams[OTHER_GRID]
    acks = cha.send(*(cha.op(here if place % 2 else there, "patrol", patrol()) for place in range(6)))
    assert [ack.seq for ack in acks] == [1, 1, 2, 2, 3, 3]
    assert [ack.n for ack in acks] == [1, 2, 3, 4, 5, 6]


def test_fields_the_server_does_not_know_are_kept(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    create = zhou.op(grid, "patrol", patrol(weather=(None, {"sky": "多云"})))
    zhou.send(create)
    zhou.send(zhou.op(grid, "patrol", {"severity": (None, "minor")}, record=create.record))
    zhou.pull_all()
    assert zhou.body(create.record)["weather"] == {"sky": "多云"}


def test_a_new_laptop_of_the_same_worker_gets_everything(village: Village) -> None:
    old, new = village.enrols("zhoumin"), village.enrols("zhoumin")
    old.send(*(old.op(village.streams[GRID], "patrol", patrol()) for _ in range(3)))
    assert len(new.pull_all()) == 3
    assert isinstance(new, Laptop)
    assert village.streams[VILLAGE] not in new.cursors
