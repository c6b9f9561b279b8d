"""What Zhou Min sees of the way to the district: what waits, what came back, what two people changed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from gridworker.operations.conflicts import resolve
from gridworker.operations.delivery import anything_waits, outgoing, parcels, past_receipts, waiting
from gridworker.operations.disagreement import disagreement
from gridworker.operations.records import add_record, delete_record, edit_record, show_record
from gridworker.store import outbox
from tests.laptop import NOON
from tests.sync.direct import Town

LEAK = {
    "type": "neighbour",
    "title": "漏水纠纷",
    "status": "accepted",
    "facts": "四楼漏水，三楼墙面发霉。",
    "risk": "medium",
    "parties": [{"role": "applicant", "name": "李建国", "id_number": "330109195001010011"}],
}


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    yield made
    made.close()


def test_what_waits_is_counted_by_kind_and_gone_when_delivered(town: Town) -> None:
    zhou = town.laptop("zhoumin")
    town.sync(zhou)
    for where in ("东篱路", "西河沿"):
        add_record(zhou, "patrol", {"place": {"text": where}, "categories": ["normal"]})
    record = add_record(zhou, "dispute", LEAK).ids[0]
    edit_record(zhou, record, {"risk": "high"})
    assert waiting(zhou) == {"patrol": 2, "dispute": 1}
    assert [(row.kind, row.state, row.ops) for row in outgoing(zhou)] == [
        ("patrol", "waiting", 1),
        ("patrol", "waiting", 1),
        ("dispute", "waiting", 2),
    ]
    town.sync(zhou, until_empty=True)
    assert (waiting(zhou), outgoing(zhou)) == ({}, [])
    receipts = past_receipts(zhou, 10)
    assert [receipt.content["sent"] for receipt in receipts] == [4, 0]
    assert past_receipts(zhou, 10, below=receipts[0].number) == receipts[1:]


def both_changed(town: Town) -> tuple[Town, str]:
    zhou, shen = town.laptop("zhoumin"), town.laptop("shenguoqiang")
    town.sync(zhou)
    town.sync(shen)
    record = add_record(zhou, "dispute", LEAK).ids[0]
    add_record(shen, "patrol", {"place": {"text": "西河沿"}, "categories": ["normal"]})
    town.sync(zhou, until_empty=True)
    town.sync(shen, until_empty=True)
    town.sync(zhou)
    party = next(iter(show_record(zhou, record)["parties"]))
    edit_record(
        shen,
        record,
        {
            "risk": "low",
            "facts": "四楼漏水，三楼墙面已刷新。",
            f"parties/{party}/id_number": "330109195001010038",
        },
    )
    town.sync(shen, until_empty=True)
    edit_record(
        zhou,
        record,
        {
            "risk": "high",
            "facts": "四楼漏水，三楼吊顶塌了。",
            f"parties/{party}/id_number": "330109195001010020",
        },
    )
    town.sync(zhou, until_empty=True)
    return town, record


def test_each_disputed_field_shows_mine_first_and_whose_the_other_is(town: Town) -> None:
    _, record = both_changed(town)
    zhou = town.laptops[0]
    assert [(row.record, row.state) for row in outgoing(zhou)] == [(record, "conflict")]
    assert [(one.title, one.by) for one in parcels(zhou, [record])] == [("漏水纠纷", "沈国强")]
    found = disagreement(zhou, record)
    asked = {question.path.split("/")[-1]: question for question in found.questions}
    assert [(side.value, side.mine, side.by) for side in asked["risk"].sides] == [
        ("high", True, "周敏"),
        ("low", False, "沈国强"),
    ]
    assert asked["facts"].long
    assert (asked["id_number"].sensitive, asked["id_number"].element) == (True, "李建国")
    assert all(question.pick == 0 for question in found.questions)
    assert found.agreed > 2

    for question in found.questions:
        kept = json.dumps("两段", ensure_ascii=False) if question.long else "theirs"
        resolve(zhou, record, question.path, kept)
    assert disagreement(zhou, record).questions == ()
    assert [row.state for row in outgoing(zhou)] == ["waiting"]
    town.sync(zhou, until_empty=True)
    assert outgoing(zhou) == []
    assert show_record(zhou, record)["facts"] == "两段"


def test_what_needs_a_choice_is_counted_as_that_and_goes_along_all_the_same(town: Town) -> None:
    _, record = both_changed(town)
    zhou = town.laptops[0]
    edit_record(zhou, record, {"title": "四楼漏水"})
    assert (waiting(zhou), anything_waits(zhou)) == ({}, True)
    add_record(zhou, "patrol", {"place": {"text": "东篱路"}, "categories": ["normal"]})
    assert [row.state for row in outgoing(zhou)] == ["conflict", "waiting"]
    assert waiting(zhou) == {"patrol": 1}


def test_what_a_colleague_deleted_begins_with_keeping_it(town: Town) -> None:
    zhou, shen = town.laptop("zhoumin"), town.laptop("shenguoqiang")
    town.sync(zhou)
    record = add_record(zhou, "dispute", LEAK).ids[0]
    town.sync(zhou, until_empty=True)
    town.sync(shen, until_empty=True)
    delete_record(shen, record, "重复登记")
    town.sync(shen, until_empty=True)
    edit_record(zhou, record, {"risk": "high"})
    town.sync(zhou, until_empty=True)
    (question,) = disagreement(zhou, record).questions
    assert question.removal
    assert question.sides[question.pick].value is not True


def test_where_mine_is_empty_it_begins_with_what_the_colleague_wrote(town: Town) -> None:
    """周敏 held the session, which cleared its date; 沈国强 had set another: his date is not wiped out by one key."""
    zhou, shen = town.laptop("zhoumin"), town.laptop("shenguoqiang")
    town.sync(zhou)
    meeting = {"at": NOON, "place": "调解室"}
    record = add_record(zhou, "dispute", {**LEAK, "next_session": meeting}).ids[0]
    for laptop in (zhou, shen):
        town.sync(laptop, until_empty=True)
    edit_record(shen, record, {"next_session": {**meeting, "at": NOON + 86_400_000}})
    edit_record(zhou, record, {"next_session": None})
    for laptop in (shen, zhou):
        town.sync(laptop, until_empty=True)
    (question,) = disagreement(zhou, record).questions
    assert question.sides[question.pick].value == {**meeting, "at": NOON + 86_400_000}


def test_what_was_returned_names_field_and_reason(town: Town) -> None:
    zhou = town.laptop("zhoumin")
    town.sync(zhou)
    record = add_record(zhou, "note", {"text": "楼道灯坏了"}).ids[0]
    op = zhou.read(lambda db: db.execute("SELECT id FROM op").fetchone()[0])
    zhou.write(lambda db: outbox.set_aside(db, op, "INVALID", "", [("text", "required")]))
    (row,) = outgoing(zhou)
    (one,) = parcels(zhou, [row.record])
    assert (row.record, row.state, one.code, one.reasons) == (
        record,
        "refused",
        "INVALID",
        (("text", "required"),),
    )
    assert parcels(zhou, ["01930000-0000-7000-8000-0000000fffff"])[0].title == ""


def test_a_colleague_who_signed_nothing_here_is_not_called_by_an_account(town: Town) -> None:
    zhou, shen = town.laptop("zhoumin"), town.laptop("shenguoqiang")
    town.sync(zhou)
    record = add_record(zhou, "dispute", LEAK).ids[0]
    for laptop in (zhou, shen):
        town.sync(laptop, until_empty=True)
    for laptop, risk in ((shen, "low"), (zhou, "high")):
        edit_record(laptop, record, {"risk": risk})
        town.sync(laptop, until_empty=True)
    assert [one.by for one in parcels(zhou, [record])] == [""]
    ((question,),) = (disagreement(zhou, record).questions,)
    assert [(side.mine, side.by) for side in question.sides] == [(True, "周敏"), (False, "")]
