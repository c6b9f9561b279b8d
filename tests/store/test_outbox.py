"""What is saved waits until the district surely has it, and nothing of it is sent, lost or blocked by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec
import pytest

from gridworker.operations.records import add_record, edit_record, show_record
from gridworker.operations.refusals import list_refused
from gridworker.protocol.messages import Ack, Row, StreamCard, StreamChanges, SyncAnswer
from gridworker.store import batches, outbox, pulls, receipts, record_rows, streams
from gridworker.store.profile import Profile
from tests.laptop import GRID, GRID_CODE, NOON, laptop


@pytest.fixture
def zhou() -> Iterator[Profile]:
    with laptop() as profile:
        yield profile


def note(profile: Profile, text: str) -> str:
    return add_record(profile, "note", {"text": text}).ids[0]


def waiting(profile: Profile, **limits: Any) -> list[outbox.Kept]:
    wanted: dict[str, Any] = {"ops": 500, "size": 500_000, "asked": ()} | limits
    return profile.read(lambda db: batches.batch(db, **wanted))


def take(profile: Profile, **members: Any) -> pulls.Taken:
    answer = SyncAnswer(epoch="e", now=NOON, n_seen=0, **members)
    cursors = profile.read(streams.cursors)
    return profile.write(lambda db: pulls.take(db, answer, cursors, profile.author, NOON))


def acked(kept: outbox.Kept, seq: int, result: Any = "ok") -> Ack:
    return Ack(n=kept.n, op=kept.op.op, result=result, seq=seq, rev=1)


def row_of(kept: outbox.Kept, seq: int, body: dict[str, Any]) -> Row:
    raw = msgspec.Raw(msgspec.json.encode(body))
    return Row(GRID, seq, kept.op.record, kept.op.kind, 1, "m" * 16, bool(body.get("_deleted")), raw)


def test_an_acked_op_stays_until_it_came_back(zhou: Profile) -> None:
    record = note(zhou, "三幢门禁坏了")
    (kept,) = waiting(zhou)
    take(zhou, acks=[acked(kept, 1)], cursors={GRID: (0, "")}, more=True)
    assert zhou.read(lambda db: outbox.count(db, "accepted")) == 1
    assert show_record(zhou, record)["_sync"] == "waiting"

    body = {"text": "三幢门禁坏了", "at": NOON, "tz": 480, "status": "open"}
    take(zhou, rows=[row_of(kept, 1, body)], cursors={GRID: (1, "c" * 16)}, more=False)
    assert zhou.read(lambda db: outbox.count(db, *outbox.OPEN)) == 0
    assert zhou.read(lambda db: outbox.count(db, "retained")) == 1
    assert show_record(zhou, record)["_sync"] == "synced"


def test_a_page_in_the_middle_lets_nothing_go(zhou: Profile) -> None:
    note(zhou, "一")
    (kept,) = waiting(zhou)
    body = {"text": "一", "at": NOON, "tz": 480}
    take(zhou, acks=[acked(kept, 1)], rows=[row_of(kept, 1, body)], cursors={GRID: (1, "c" * 16)}, more=True)
    assert zhou.read(lambda db: outbox.count(db, "accepted")) == 1


def test_what_the_oldest_backup_holds_need_not_be_kept(zhou: Profile) -> None:
    note(zhou, "一")
    (kept,) = waiting(zhou)
    take(zhou, acks=[acked(kept, 4)], cursors={GRID: (4, "c" * 16)}, safe={GRID: 3})
    assert zhou.read(lambda db: outbox.count(db, "retained")) == 1
    take(zhou, cursors={GRID: (4, "c" * 16)}, safe={GRID: 4})
    assert zhou.read(lambda db: outbox.count(db, "retained")) == 0


def test_one_refused_op_is_set_aside_with_what_depends_on_it_and_the_rest_goes_on(zhou: Profile) -> None:
    bad = note(zhou, "退回的")
    edit_record(zhou, bad, {"text": "退回的，改过"})
    good = note(zhou, "好的")
    first, _second, third = waiting(zhou)
    refusal = Ack(n=first.n, op=first.op.op, result="refused", code="INVALID", paths=[("text", "required")])
    take(zhou, acks=[refusal], cursors={GRID: (0, "")})
    assert [kept.op.op for kept in waiting(zhou)] == [third.op.op]
    assert [item["code"] for item in list_refused(zhou, bad)] == ["INVALID", "DEPENDS"]
    assert show_record(zhou, bad)["_sync"] == "refused"
    assert show_record(zhou, bad)["text"] == "退回的，改过"
    assert show_record(zhou, good)["_sync"] == "waiting"


def test_mending_a_refused_record_sends_everything_that_was_typed_in_one_new_op(zhou: Profile) -> None:
    bad = note(zhou, "退回的")
    edit_record(zhou, bad, {"tags/急": True})
    first = waiting(zhou)[0]
    take(
        zhou, acks=[Ack(n=first.n, op=first.op.op, result="refused", code="INVALID")], cursors={GRID: (0, "")}
    )
    edit_record(zhou, bad, {"text": "补好了"})
    (mended,) = waiting(zhou)
    assert mended.op.action == "create"
    assert mended.op.op != first.op.op
    assert mended.op.patch["text"] == (None, "补好了")
    assert mended.op.patch["tags/急"] == (None, True)
    assert list_refused(zhou) == []


def test_mending_a_refused_change_starts_from_what_the_district_holds(zhou: Profile) -> None:
    record = note(zhou, "甲")
    (kept,) = waiting(zhou)
    body = {"text": "甲", "at": NOON, "tz": 480, "status": "open"}
    take(zhou, acks=[acked(kept, 1)], rows=[row_of(kept, 1, body)], cursors={GRID: (1, "c" * 16)})
    edit_record(zhou, record, {"text": "乙", "became_id": zhou.make_id()})
    (change,) = waiting(zhou)
    take(
        zhou,
        acks=[Ack(n=change.n, op=change.op.op, result="refused", code="INVALID")],
        cursors={GRID: (1, "c" * 16)},
    )
    assert show_record(zhou, record)["text"] == "甲"
    edit_record(zhou, record, {"text": "丙"})
    (mended,) = waiting(zhou)
    assert mended.op.patch["text"] == ("甲", "丙")
    assert "became_id" in mended.op.patch


def test_ops_put_off_are_asked_again_the_longest_waiting_first_and_before_what_follows_them(
    zhou: Profile,
) -> None:
    records = [note(zhou, text) for text in ("甲", "乙", "丙")]
    for moment, kept in ((3, waiting(zhou)[0]), (1, waiting(zhou)[1]), (2, waiting(zhou)[2])):
        ack = Ack(n=kept.n, op=kept.op.op, result="later", code="NEED_REVIEW")
        zhou.write(partial(outbox.apply_acks, acks=[ack], now=moment))
    assert [kept.op.record for kept in waiting(zhou, ops=1)] == [records[1]]
    assert show_record(zhou, records[0])["_sync"] == "review"
    edit_record(zhou, records[2], {"text": "丙，改过"})
    assert [kept.op.record for kept in waiting(zhou, ops=2)] == [records[2], records[2]]
    asked = [kept.op.op for kept in waiting(zhou)]
    assert [kept.op.record for kept in waiting(zhou, asked=asked[:2])][-1] == records[2]


def test_a_batch_keeps_to_its_limits_but_always_holds_one(zhou: Profile) -> None:
    for _ in range(5):
        note(zhou, "字" * 1000)
    assert len(waiting(zhou, ops=3)) == 3
    assert len(waiting(zhou, size=7000)) == 2
    assert len(waiting(zhou, size=10)) == 1


def test_the_number_of_an_op_is_the_only_thing_a_new_replica_changes(zhou: Profile) -> None:
    for text in "甲乙丙":
        note(zhou, text)
    first, second, third = waiting(zhou)
    take(zhou, acks=[acked(first, 1)], cursors={GRID: (1, "c" * 16)})
    assert zhou.write(outbox.renumber) == 2
    again = waiting(zhou)
    assert [kept.n for kept in again] == [1, 2]
    assert [kept.raw for kept in again] == [second.raw, third.raw]
    assert msgspec.json.decode(again[0].wire)["n"] == 1


def test_losing_a_grid_keeps_unsent_work_sealed_and_takes_the_rest(zhou: Profile) -> None:
    sent, unsent = note(zhou, "已送"), note(zhou, "未送")
    kept = waiting(zhou)[0]
    body = {"text": "已送", "at": NOON, "tz": 480}
    take(zhou, acks=[acked(kept, 1)], rows=[row_of(kept, 1, body)], cursors={GRID: (1, "c" * 16)})
    take(zhou, streams=StreamChanges(drop=[GRID]))
    assert zhou.read(lambda db: record_rows.load(db, sent)) is None
    assert show_record(zhou, unsent)["_sync"] == "quarantine"
    assert len(waiting(zhou)) == 1

    card = StreamCard(id=GRID, kind="grid", code=GRID_CODE, name="第三网格")
    assert take(zhou, streams=StreamChanges(add=[card])).streams_added
    assert zhou.read(streams.cursors) == {GRID: (0, "")}


def test_an_answer_to_an_older_question_is_not_taken(zhou: Profile) -> None:
    answer = SyncAnswer(epoch="e", now=NOON, n_seen=0)
    with pytest.raises(pulls.StaleAnswer):
        zhou.write(lambda db: pulls.take(db, answer, {GRID: (9, "f" * 16)}, zhou.author, NOON))


def test_receipts_are_numbered_from_one(zhou: Profile) -> None:
    numbers = [zhou.write(lambda db: receipts.keep(db, NOON, {"sent": 1})) for _ in range(2)]
    assert numbers == [1, 2]


def test_a_page_takes_no_longer_because_more_is_waiting(zhou: Profile) -> None:
    """Of a week without a line: what a page costs must not grow with what has still to be sent."""
    steps = []
    for count in (100, 900):
        for number in range(count):
            note(zhou, f"第{number}条")
        sent = waiting(zhou, ops=100)
        acks = [acked(kept, number) for number, kept in enumerate(sent, start=1)]
        rows = [row_of(kept, number, {"text": "一", "at": NOON}) for number, kept in enumerate(sent, start=1)]
        steps.append(steps_of(zhou, acks=acks, rows=rows, cursors={GRID: (100, "c" * 16)}, more=True))
    assert steps[1] < 1.05 * steps[0]


def steps_of(profile: Profile, **members: Any) -> int:
    """How many steps SQLite's machine makes to take an answer over, in tens."""
    made = []
    profile.write(lambda db: db.conn.set_progress_handler(lambda: made.append(10), 10))
    take(profile, **members)
    profile.write(lambda db: db.conn.set_progress_handler(None, 10))
    return sum(made)


def test_what_is_retained_is_not_looked_at_with_every_answer(zhou: Profile) -> None:
    """Weeks of ops are kept until the oldest backup holds them: a sync must not become slower by them."""
    steps = []
    for count in (20, 400):
        for number in range(count):
            note(zhou, f"第{number}条")
        sent = waiting(zhou)
        take(zhou, acks=[acked(kept, 1) for kept in sent], cursors={GRID: (1, "c" * 16)})
        steps.append(steps_of(zhou, cursors={GRID: (1, "c" * 16)}, safe={GRID: 0}))
    assert zhou.read(lambda db: outbox.count(db, "retained")) == 420
    assert steps[1] < 1.05 * steps[0]
    take(zhou, cursors={GRID: (1, "c" * 16)}, safe={GRID: 1})
    assert zhou.read(lambda db: outbox.count(db, "retained")) == 0
