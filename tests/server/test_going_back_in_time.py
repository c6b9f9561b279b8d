"""Backups, clones and restores on either side are seen before anything is applied (protocol §8)."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import func, select

from gridworker.protocol.messages import Position, PullRequest
from gridworker.server.rejection import Rejected
from gridworker.server.tables import evidence, oplog
from tests.server.village import GRID, OTHER_GRID, Laptop, Village, patrol


def ops_held(village: Village) -> int:
    count = select(func.count()).select_from(oplog)
    return village.district.site.database.read(lambda connection: connection.execute(count).scalar_one())


def with_three_patrols(village: Village) -> Laptop:
    zhou = village.enrols("zhoumin")
    zhou.send(*(zhou.op(village.streams[GRID], "patrol", patrol()) for _ in range(3)))
    zhou.pull_all()
    return zhou


def test_a_laptop_restored_from_an_old_copy(village: Village) -> None:
    zhou = with_three_patrols(village)
    zhou.n = 1
    new = zhou.op(village.streams[GRID], "patrol", patrol("恢复以后写的"))
    with pytest.raises(Rejected, match="REPLICA_ROLLBACK"):
        zhou.send(new)
    assert ops_held(village) == 3
    zhou.take_tokens(again=True)
    zhou.n = 1
    [ack] = zhou.send(msgspec.structs.replace(new, n=1))
    assert ack.result == "ok"


def test_a_number_that_comes_with_another_op(village: Village) -> None:
    zhou = with_three_patrols(village)
    clone = zhou.op(village.streams[GRID], "patrol", patrol("克隆机上写的"), n=2)
    zhou.n = 3
    with pytest.raises(Rejected, match="REPLICA_ROLLBACK"):
        zhou.send(clone)
    assert ops_held(village) == 3


def test_a_cloned_disk_is_noticed_whichever_of_the_two_comes_second(village: Village) -> None:
    zhou = with_three_patrols(village)
    here = zhou.op(village.streams[GRID], "patrol", patrol("原机"))
    zhou.n -= 1
    there = zhou.op(village.streams[GRID], "patrol", patrol("克隆机"))
    zhou.send(there)
    with pytest.raises(Rejected, match="REPLICA_ROLLBACK"):
        zhou.send(here)


def test_two_ops_with_one_number_in_one_request(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    pair = [zhou.op(village.streams[GRID], "patrol", patrol(), n=1) for _ in range(2)]
    with pytest.raises(Rejected, match="BAD_REQUEST"):
        zhou.send(*pair)


def test_gaps_in_the_numbers_are_recorded_and_never_refused(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    zhou.n = 40
    answer = zhou.sync(zhou.op(village.streams[GRID], "patrol", patrol()))
    assert (answer.acks[0].result, answer.n_seen) == ("ok", 41)
    assert village.district.list_devices()[0].unsent == 40


@pytest.mark.parametrize("position", [(3, "0123456789abcdef"), (9, "0123456789abcdef"), (1, "")])
@pytest.mark.parametrize("where", ["cursors", "heads"])
def test_a_position_the_server_never_gave(village: Village, where: str, position: Position) -> None:
    zhou = with_three_patrols(village)
    grid = village.streams[GRID]
    op = zhou.op(grid, "patrol", patrol())
    with pytest.raises(Rejected) as caught:
        zhou.sync(op, **{where: {grid: position}})
    assert (caught.value.code, caught.value.forks) == ("FORK", [grid])
    assert caught.value.epoch == village.district.hello().epoch
    assert ops_held(village) == 3
    with pytest.raises(Rejected, match="FORK"):
        village.district.pull(zhou.access, PullRequest(**zhou.request(**{where: {grid: position}})))


def test_every_position_ever_given_is_good(village: Village) -> None:
    zhou = with_three_patrols(village)
    grid = village.streams[GRID]
    chains = select(oplog.c.seq, oplog.c.chain).where(oplog.c.stream == grid)
    given = village.district.site.database.read(lambda connection: connection.execute(chains).all())
    for seq, chain in given:
        answer = zhou.sync(cursors={grid: (seq, chain)}, heads={grid: (3, dict(map(tuple, given))[3])})
        assert len(answer.rows) == 3 - seq


def test_a_stream_the_restored_server_does_not_know_is_a_fork(village: Village) -> None:
    zhou = with_three_patrols(village)
    unknown = zhou.make_id()
    with pytest.raises(Rejected) as caught:
        zhou.sync(cursors={unknown: (2, "0123456789abcdef")})
    assert caught.value.forks == [unknown]


def test_heads_are_told_for_all_that_was_asked_about(village: Village) -> None:
    zhou = with_three_patrols(village)
    other, unknown = village.streams[OTHER_GRID], zhou.make_id()
    answer = zhou.sync(zhou.op(unknown, "patrol", patrol()), heads={other: (0, "")})
    reference = next(name for name in zhou.cursors if name != village.streams[GRID])
    assert answer.heads.keys() == {village.streams[GRID], reference, other, unknown}
    assert answer.heads[village.streams[GRID]][0] == 3
    assert answer.safe == dict.fromkeys(answer.heads, 0)


def test_evidence_is_kept_once_and_never_applied(village: Village) -> None:
    zhou = with_three_patrols(village)
    [row, *_] = zhou.rows.values()
    shown = msgspec.json.decode(msgspec.json.encode(row))
    shown[7] = {"text": "只在旧库里有的话"}
    for _ in range(2):
        zhou.sync(evidence=[shown])
    kept = village.district.site.database.read(
        lambda connection: connection.execute(select(evidence.c.record, evidence.c.sent)).all()
    )
    assert [(record, msgspec.json.decode(sent)) for record, sent in kept] == [(row.record, shown)]
    assert village.district.show_record(row.record).body["text"] != "只在旧库里有的话"
    for strange in ("x", [1, 2], [*shown[:2], "不是编号", *shown[3:]]):
        with pytest.raises(Rejected, match="BAD_REQUEST"):
            zhou.sync(evidence=[strange])


@pytest.mark.parametrize(
    "members",
    [
        {"last_n": -1},
        {"last_n": 2**60},
        {"now": 2**80},
        {"mono": -(2**70)},
        {"cursors": {"x": (-1, "")}},
        {"heads": {"x": (2**70, "")}},
    ],
)
def test_numbers_beyond_reason_are_a_bad_request(village: Village, members: dict[str, object]) -> None:
    zhou = village.enrols("zhoumin")
    with pytest.raises(Rejected, match="BAD_REQUEST"):
        zhou.sync(**members)
