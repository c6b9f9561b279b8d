"""What a supervisor decides: work of somebody who was moved away, and what a revoked laptop handed in."""

from __future__ import annotations

import msgspec
import pytest

from gridworker.domain.errors import PersonCanMend
from gridworker.domain.op import Op
from gridworker.protocol.messages import Ack
from gridworker.server import review
from gridworker.server.rejection import Rejected
from tests.laptop import SetClock
from tests.server.village import GRID, OTHER_GRID, Laptop, Village, patrol


@pytest.fixture
def zhou(village: Village, clock: SetClock) -> Laptop:
    """周敏, who knew 第三网格 and was moved to 第四网格."""
    laptop = village.enrols("zhoumin")
    laptop.pull_all()
    clock.at += 1
    village.district.revoke("zhoumin", GRID)
    village.district.grant("zhoumin", OTHER_GRID)
    return laptop


def edit(laptop: Laptop, first: Op, text: str) -> Op:
    return laptop.op(first.stream, "patrol", {"text": (first.patch["text"][1], text)}, record=first.record)


def waiting(village: Village) -> list[str]:
    return [row.op for row in review.list_waiting(village.district.site)]


def test_what_a_moved_worker_saved_waits_and_is_released_oldest_first(village: Village, zhou: Laptop) -> None:
    first = zhou.op(village.streams[GRID], "patrol", patrol("移交前写的"))
    second = edit(zhou, first, "移交前写的，补充")
    assert {ack.code for ack in zhou.send(first, second)} == {"NEED_REVIEW"}
    [row, _] = review.list_waiting(village.district.site)
    assert row == review.Waiting(first.op, first.stream, first.record, "zhoumin", first.at)

    with pytest.raises(PersonCanMend, match="review_older_first"):
        review.release(village.district.site, second.op, "情况属实")
    assert review.release(village.district.site, first.op, "情况属实").result == "ok"
    assert waiting(village) == [second.op]
    assert review.release(village.district.site, second.op, "情况属实").result == "ok"
    shown = village.district.show_record(first.record)
    assert (shown.body["text"], shown.body["created_by"]) == ("移交前写的，补充", "zhoumin")
    acks = zhou.send(first, second)
    assert [(ack.result, ack.dup) for ack in acks] == [("ok", True), ("ok", True)]
    assert waiting(village) == []


def test_refusing_one_refuses_what_depends_on_it_and_says_why(village: Village, zhou: Laptop) -> None:
    first = zhou.op(village.streams[GRID], "patrol", patrol("重复的"))
    second = edit(zhou, first, "还是重复的")
    other = zhou.op(village.streams[GRID], "patrol", patrol("另一条"))
    zhou.send(first, second, other)
    done = review.refuse(village.district.site, first.op, "和第 12 号重复")
    assert [(row.op, row.code) for row in done] == [(first.op, "INVALID"), (second.op, "DEPENDS")]
    acks = zhou.send(first, second, other)
    assert [(ack.result, ack.code) for ack in acks] == [
        ("refused", "INVALID"),
        ("refused", "DEPENDS"),
        ("later", "NEED_REVIEW"),
    ]
    assert (acks[0].detail, acks[0].paths) == ("和第 12 号重复", [("", "review")])
    assert waiting(village) == [other.op]
    with pytest.raises(PersonCanMend, match="not_waiting"):
        review.refuse(village.district.site, first.op, "再退一次")
    with pytest.raises(PersonCanMend, match="reason_needed"):
        review.release(village.district.site, other.op, " ")


def test_a_later_op_may_be_refused_alone(village: Village, zhou: Laptop) -> None:
    first = zhou.op(village.streams[GRID], "patrol", patrol("属实"))
    second = edit(zhou, first, "不属实")
    zhou.send(first, second)
    review.refuse(village.district.site, second.op, "不属实")
    assert review.release(village.district.site, first.op, "属实").result == "ok"
    assert village.district.show_record(first.record).body["text"] == "属实"


def test_a_released_op_passes_every_other_check(village: Village, zhou: Laptop) -> None:
    bad = zhou.op(village.streams[GRID], "patrol", patrol(severity=(None, "没有这个选项")))
    zhou.send(bad)
    done = review.release(village.district.site, bad.op, "看看")
    assert (done.result, done.code) == ("refused", "INVALID")
    assert waiting(village) == []


def test_an_edit_whose_record_has_not_come_stays(village: Village, zhou: Laptop) -> None:
    first = zhou.op(village.streams[GRID], "patrol", patrol())
    orphan = edit(zhou, first, "没有新建就改")
    zhou.send(orphan)
    done = review.release(village.district.site, orphan.op, "属实")
    assert (done.result, done.code) == ("later", "DEPENDS")
    assert waiting(village) == [orphan.op]


def deposit(laptop: Laptop, *ops: Op) -> list[Ack]:
    with pytest.raises(Rejected, match="REVOKED") as caught:
        laptop.sync(*ops)
    return caught.value.acks or []


def test_a_revoked_laptop_hands_in_its_work_and_reads_nothing(village: Village, clock: SetClock) -> None:
    lost = village.enrols("zhoumin")
    sent = lost.op(village.streams[GRID], "patrol", patrol("停用前送出的"))
    lost.send(sent)
    unsent = lost.op(village.streams[GRID], "patrol", patrol("停用前没有送出的"))
    village.district.revoke_device(lost.replica, "电脑遗失")
    clock.at += 10 * 3_600_000
    for _ in range(2):
        acks = deposit(lost, sent, unsent)
        assert [(ack.result, ack.code, ack.dup) for ack in acks] == [
            ("ok", "", True),
            ("later", "NEED_REVIEW", False),
        ]
    assert waiting(village) == [unsent.op]
    with pytest.raises(Rejected, match="REVOKED"):
        lost.pull()
    assert review.release(village.district.site, unsent.op, "核实过").result == "ok"
    assert deposit(lost, unsent)[0].dup
    strange = msgspec.structs.replace(unsent, op=lost.make_id(), stream=lost.make_id())
    assert [ack.code for ack in deposit(lost, strange)] == ["NEED_REVIEW"]
    done = review.release(village.district.site, strange.op, "看看")
    assert (done.result, done.code) == ("later", "UNKNOWN_STREAM")
