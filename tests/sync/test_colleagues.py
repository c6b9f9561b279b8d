"""What two colleagues experience when they sync, with real laptops and the district's real rules in one process."""

from __future__ import annotations

from gridworker.operations.conflicts import list_conflicts, resolve
from gridworker.operations.records import add_record, delete_record, edit_record, list_records, show_record
from gridworker.operations.refusals import list_refused
from gridworker.store import meta, outbox
from gridworker.store.profile import Profile
from tests.laptop import GRID_CODE
from tests.sync.direct import Town


def dispute(profile: Profile, title: str = "楼上漏水") -> str:
    party = {"role": "applicant", "type": "person", "name": "来阿凤"}
    fields = {"title": title, "type": "neighbour", "parties": [party]}
    return add_record(profile, "dispute", fields).ids[0]


def open_ops(profile: Profile) -> int:
    return profile.read(lambda db: outbox.count(db, *outbox.OPEN))


def test_a_new_laptop_learns_its_grid_from_its_first_sync(town: Town) -> None:
    profile = town.laptop("zhoumin")
    receipt = town.sync(profile)
    assert "error" not in receipt
    assert dispute(profile)


def test_a_lost_reply_neither_loses_nor_doubles(town: Town, zhou: Profile, shen: Profile) -> None:
    record = dispute(zhou)
    assert town.sync(zhou, "reply")["error"]["code"] == "answer_cut"
    receipt = town.sync(zhou)
    assert (receipt["results"]["ok"], receipt["waiting"]) == (1, 0)
    assert [op.action for op in town.history(record)] == ["create"]
    town.sync(shen)
    assert [found["id"] for found in list_records(shen, "dispute", [], 9, None)] == [record]


def test_ten_lost_replies_make_one_record(town: Town, zhou: Profile) -> None:
    record = dispute(zhou)
    for _ in range(10):
        town.sync(zhou, "reply")
    assert town.sync(zhou)["waiting"] == 0
    assert len(town.history(record)) == 1


def test_editing_one_own_field_twice_is_no_conflict(town: Town, zhou: Profile) -> None:
    record = dispute(zhou)
    edit_record(zhou, record, {"title": "漏水"})
    town.sync(zhou, "reply")
    edit_record(zhou, record, {"title": "楼上楼下漏水"})
    receipt = town.sync(zhou)
    assert receipt["results"]["conflict"] == 0
    assert show_record(zhou, record)["title"] == "楼上楼下漏水"
    assert list_conflicts(zhou) == []


def test_what_one_adds_the_other_receives_and_own_echoes_are_not_counted(
    town: Town, zhou: Profile, shen: Profile
) -> None:
    dispute(zhou)
    assert town.sync(zhou)["received"] == 0
    assert town.sync(shen)["received"] == 1


def test_what_was_just_saved_stands_first_before_and_after_it_is_sent(town: Town, zhou: Profile) -> None:
    first = dispute(zhou)
    town.sync(zhou)
    second = dispute(zhou)
    for _ in range(2):
        listed = list_records(zhou, "dispute", [], 9, None)
        assert [found["id"] for found in listed] == [second, first]
        assert [found["created_by_name"] for found in listed] == ["周敏", "周敏"]
        town.sync(zhou)


def test_a_row_that_brings_a_colleagues_edit_beside_ones_own_is_counted(
    town: Town, zhou: Profile, shen: Profile
) -> None:
    record = dispute(zhou)
    for profile in (zhou, shen):
        town.sync(profile)
    edit_record(zhou, record, {"risk": "low"})
    edit_record(shen, record, {"claims": "赔偿三千元"})
    assert town.sync(zhou)["received"] == 0
    assert town.sync(shen)["received"] == 1


def test_three_people_settle_one_quarrel_over_a_title(town: Town, zhou: Profile, shen: Profile) -> None:
    record = dispute(zhou)
    for profile in (zhou, shen):
        town.sync(profile)
    edit_record(zhou, record, {"title": "甲"})
    edit_record(shen, record, {"title": "乙"})
    town.sync(zhou)
    assert town.sync(shen)["results"]["conflict"] == 1
    resolve(shen, record, "title", "漏水赔偿")
    assert list_conflicts(shen) == []
    assert show_record(shen, record)["title"] == "漏水赔偿"
    town.sync(shen)
    town.sync(zhou)
    assert show_record(zhou, record)["title"] == "漏水赔偿"
    assert list_conflicts(zhou) == []


def test_deleting_what_a_colleague_edits_asks_a_person(town: Town, zhou: Profile, shen: Profile) -> None:
    record = dispute(zhou)
    for profile in (zhou, shen):
        town.sync(profile)
    delete_record(zhou, record, "重复登记")
    edit_record(shen, record, {"claims": "赔偿三千元"})
    town.sync(zhou)
    assert town.sync(shen)["results"]["conflict"] == 1
    (conflict,) = list_conflicts(shen)
    assert (conflict["path"], conflict["current"]["value"]) == ("_deleted", True)
    resolve(shen, record, "_deleted", "mine")
    town.sync(shen)
    town.sync(zhou)
    assert show_record(zhou, record)["claims"] == "赔偿三千元"
    assert [found["id"] for found in list_records(zhou, "dispute", [], 9, None)] == [record]


def test_work_for_a_grid_that_was_taken_away_waits_for_a_supervisor(town: Town, zhou: Profile) -> None:
    record = dispute(zhou)
    town.district.revoke("zhoumin", GRID_CODE)
    receipt = town.sync(zhou)
    assert receipt["results"]["later"] == 1
    assert [item["why"] for item in receipt["attention"]] == ["review"]
    assert show_record(zhou, record)["_sync"] == "quarantine"
    assert open_ops(zhou) == 1
    town.district.grant("zhoumin", GRID_CODE)
    town.sync(zhou, until_empty=True)
    assert open_ops(zhou) == 0
    assert show_record(zhou, record)["_sync"] == "synced"


def test_a_desk_step_by_a_grid_worker_is_returned_with_the_reason_and_nothing_else_waits(
    town: Town, zhou: Profile
) -> None:
    place = {"text": "东篱路口", "region": GRID_CODE}
    event = add_record(zhou, "event", {"type": "CG-0101", "text": "窨井盖缺失", "place": place}).ids[0]
    town.sync(zhou)
    edit_record(zhou, event, {"status": "accepted"})
    dispute(zhou)
    receipt = town.sync(zhou)
    assert (receipt["results"]["refused"], receipt["results"]["ok"]) == (1, 1)
    (refused,) = list_refused(zhou)
    assert (refused["code"], refused["paths"]) == ("ILLEGAL_TRANSITION", [["status", "role"]])
    assert show_record(zhou, event)["status"] == "reported"


def test_a_copied_profile_goes_on_under_a_new_number_and_doubles_nothing(town: Town, zhou: Profile) -> None:
    first = dispute(zhou, "一")
    before = zhou.kept("last_n")
    dispute(zhou, "二")
    town.sync(zhou)
    old_replica = zhou.identity.replica
    # The clone never got past the first op: its highest number is lower than the district has seen.
    zhou.write(lambda db: meta.put(db, "last_n", before))
    third = dispute(zhou, "三")
    receipt = town.sync(zhou, until_empty=True)
    assert "error" not in receipt
    assert zhou.identity.replica != old_replica
    assert open_ops(zhou) == 0
    titles = {row.body["title"] for row in town.district.list_records("dispute")}
    assert titles == {"一", "二", "三"}
    assert len(town.history(first)) == len(town.history(third)) == 1
