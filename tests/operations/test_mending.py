"""What came back to Zhou Min is put right by taking the wrong thing away: nothing of it is typed or taken twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gridworker.domain.errors import InvalidRecord
from gridworker.domain.kinds import KINDS
from gridworker.domain.paths import read, target
from gridworker.operations.attaching import detach
from gridworker.operations.records import Edited, add_record, edit_record, show_record
from gridworker.operations.refusals import list_refused
from gridworker.store import outbox, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from tests.laptop import laptop
from tests.sync.direct import Town

PHOTO, OTHER = (f"01930000-0000-7000-8000-0000000000e{number}" for number in (1, 2))
FILE = {"sha256": "a" * 64, "size": 3, "type": "image/jpeg", "name": "错拍.jpg"}
TASK = {
    "title": "复查消防通道",
    "assignee": "shenguoqiang",
    "tags": ["急", "错标"],
    "attachments": {PHOTO: FILE, OTHER: FILE | {"name": "通道.jpg"}},
}


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    yield made
    made.close()


@pytest.fixture
def zhou(town: Town) -> Profile:
    profile = town.laptop("zhoumin")
    town.sync(profile)
    return profile


@pytest.fixture
def returned(town: Town, zhou: Profile) -> str:
    """A task for a colleague, which is not hers to give: it came back whole."""
    record = add_record(zhou, "task", TASK).ids[0]
    assert town.sync(zhou)["results"]["refused"] == 1
    return record


def set_aside(profile: Profile, record: str) -> None:
    """The last op of a record comes back."""

    def work(db: Tables) -> None:
        outbox.set_aside(db, outbox.of_record(db, record)[-1].op.op, "INVALID", "", [])
        record_rows.refresh(db, record, profile.author)

    profile.write(work)


def in_the_district(town: Town, zhou: Profile, record: str) -> dict[str, Any]:
    """The record there, once nothing waits and nothing came back."""
    assert town.sync(zhou, until_empty=True)["results"]["refused"] == 0
    assert list_refused(zhou, record) == []
    assert show_record(zhou, record)["_sync"] == "synced"
    (body,) = (row.body for row in town.district.list_records("task") if row.id == record)
    return body


def test_the_wrong_tag_goes_and_the_rest_arrives(town: Town, zhou: Profile, returned: str) -> None:
    edit_record(zhou, returned, {"assignee": "zhoumin", "tags/错标": None})
    body = in_the_district(town, zhou, returned)
    assert (body["assignee"], body["tags"], list(body["attachments"])) == ("zhoumin", ["急"], [PHOTO, OTHER])


def test_the_wrong_photo_goes_and_the_rest_arrives(town: Town, zhou: Profile, returned: str) -> None:
    edit_record(zhou, returned, {f"attachments/{PHOTO}/name": "走廊.jpg"})
    town.sync(zhou)
    detach(zhou, returned, PHOTO)
    assert list(show_record(zhou, returned)["attachments"]) == [OTHER]
    town.sync(zhou)
    edit_record(zhou, returned, {"assignee": "zhoumin"})
    assert list(in_the_district(town, zhou, returned)["attachments"]) == [OTHER]


def test_what_was_added_and_taken_away_before_it_came_back_is_no_hindrance(town: Town, zhou: Profile) -> None:
    record = add_record(zhou, "task", TASK).ids[0]
    detach(zhou, record, PHOTO)
    detach(zhou, record, OTHER)
    town.sync(zhou)
    # One of them is wanted after all.
    edit_record(zhou, record, {"assignee": "zhoumin", f"attachments/{OTHER}/_deleted": None})
    assert list(in_the_district(town, zhou, record)["attachments"]) == [OTHER]


def taken_back(profile: Profile, before: dict[str, Any], edited: Edited) -> Edited:
    """The edit undone as a page does it."""
    old = {path: read(before, target(KINDS["task"], path)) for path in edited.changed}
    return edit_record(profile, edited.id, old, seen=edited.seen)


def test_it_is_undone_and_done_again(town: Town, zhou: Profile) -> None:
    record = add_record(zhou, "task", TASK | {"assignee": "zhoumin"}).ids[0]
    set_aside(zhou, record)
    before = show_record(zhou, record)
    edited = edit_record(zhou, record, {"title": "复查", "tags/错标": None, f"attachments/{PHOTO}": None})
    back = taken_back(zhou, before, edited)
    now = show_record(zhou, record)
    for name in ("title", "tags", "attachments"):
        assert now[name] == before[name]
    edit_record(zhou, record, edited.again, seen=back.seen)
    body = in_the_district(town, zhou, record)
    gone = [name for name, item in body["attachments"].items() if item.get("_deleted")]
    assert (body["title"], body["tags"], gone) == ("复查", ["急"], [PHOTO])


def test_what_a_record_must_have_stays(town: Town, zhou: Profile) -> None:
    fields = {"title": "漏水", "type": "neighbour", "parties": [{"name": "来阿凤"}]}
    record = add_record(zhou, "dispute", fields).ids[0]
    set_aside(zhou, record)
    (party,) = show_record(zhou, record)["parties"]
    with pytest.raises(InvalidRecord) as refusal:
        edit_record(zhou, record, {f"parties/{party}": None})
    assert refusal.value.paths == [("parties", "required")]
    with pytest.raises(InvalidRecord) as refusal:
        edit_record(zhou, record, {"title": None})
    assert refusal.value.paths == [("title", "required")]


def test_when_all_that_came_back_is_taken_away_nothing_waits(town: Town, zhou: Profile) -> None:
    record = add_record(zhou, "task", TASK | {"assignee": "zhoumin"}).ids[0]
    town.sync(zhou, until_empty=True)
    seen = edit_record(zhou, record, {"tags/又错": True}).seen
    set_aside(zhou, record)
    # The form was open before it came back.
    edited = edit_record(zhou, record, {"tags/又错": None}, seen=seen)
    assert (edited.changed, edited.changes.ids) == (["tags/又错"], [record])
    assert (list_refused(zhou, record), show_record(zhou, record)["_sync"]) == ([], "synced")
    assert in_the_district(town, zhou, record)["tags"] == ["急", "错标"]


def test_what_is_on_its_way_loses_what_is_taken_from_it() -> None:
    with laptop() as zhou:
        record = add_record(zhou, "task", TASK | {"assignee": "zhoumin"}).ids[0]
        edit_record(zhou, record, {"title": "复查"})
        set_aside(zhou, record)
        edit_record(zhou, record, {"tags/错标": None, f"attachments/{PHOTO}": None})
        last = zhou.read(lambda db: outbox.of_record(db, record))[-1].op
        assert (last.action, last.patch) == (
            "edit",
            {
                "title": ("复查消防通道", "复查"),
                "tags/错标": (True, None),
                f"attachments/{PHOTO}/_deleted": (None, True),
            },
        )


def test_what_a_colleague_wrote_where_an_edit_came_back_is_asked_about(town: Town, zhou: Profile) -> None:
    shen = town.laptop("shenguoqiang")
    found = {"place": {"text": "东篱路"}, "categories": ["normal"], "text": "楼道堆物"}
    record = add_record(zhou, "patrol", found).ids[0]
    town.sync(zhou)
    town.sync(shen)
    edit_record(zhou, record, {"text": "楼道堆物，已通知"})
    set_aside(zhou, record)
    edit_record(shen, record, {"text": "楼道起火，已报警"})
    town.sync(shen)
    town.sync(zhou)
    edit_record(zhou, record, {"categories": ["fire"]})
    town.sync(zhou)
    body = show_record(zhou, record)
    (conflict,) = body["_conflicts"]
    sides = {conflict["current"]["value"], *(one["value"] for one in conflict["candidates"])}
    assert sides == {"楼道起火，已报警", "楼道堆物，已通知"}
    assert body["categories"] == ["fire"]
