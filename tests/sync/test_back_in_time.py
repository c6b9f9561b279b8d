"""The district goes back to a backup, laptops to an old copy or to two: what was saved comes back by itself."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from gridworker.operations.conflicts import list_conflicts
from gridworker.operations.records import add_record, delete_record, edit_record, list_records, show_record
from gridworker.protocol.messages import Device, EnrolRequest
from gridworker.server import review
from gridworker.server.rejection import Rejected
from gridworker.server.tables import evidence
from gridworker.store import outbox, renewal, sums
from gridworker.store.profile import Profile
from tests.laptop import GRID_CODE
from tests.sync.direct import OTHER_GRID_CODE, Town


def note(profile: Profile, text: str) -> str:
    return add_record(profile, "note", {"text": text}).ids[0]


def delivered(town: Town, *laptops: Profile) -> None:
    """Everybody syncs until nothing waits, and once more to hear of the others."""
    for profile in (*laptops, *laptops):
        receipt = town.sync(profile, until_empty=True)
        assert (receipt["waiting"], receipt.get("error")) == (0, None), receipt


def texts(profile: Profile) -> dict[str, str]:
    return {row["id"]: row["text"] for row in list_records(profile, "note", [], 99, None)}


def held(town: Town) -> dict[str, str]:
    return {row.id: row.body["text"] for row in town.district.list_records("note")}


def shown_as_evidence(town: Town) -> set[str]:
    rows = town.district.site.database.read(
        lambda connection: connection.execute(select(evidence.c.record)).all()
    )
    return {row.record for row in rows}


def test_a_restored_district_gets_back_what_it_had_acknowledged(
    town: Town, zhou: Profile, shen: Profile
) -> None:
    kept = note(zhou, "三幢门禁坏了")
    delivered(town, zhou, shen)
    backup = town.backs_up()
    late = note(zhou, "已通知物业")
    edit_record(shen, kept, {"text": "三幢门禁已修好"})
    delivered(town, shen, zhou)
    before = held(town)

    town.goes_back(backup)
    assert late not in held(town)
    delivered(town, zhou, shen)
    assert held(town) == before == texts(zhou) == texts(shen)
    assert [op.rev for op in town.history(kept)] == [1, 2]
    assert [op.rev for op in town.history(late)] == [1]


def test_what_only_an_absent_colleague_can_bring_back_is_kept_as_evidence(
    town: Town, zhou: Profile, shen: Profile
) -> None:
    backup = town.backs_up()
    record = note(shen, "井盖松动")
    delivered(town, shen, zhou)
    town.goes_back(backup)
    town.sync(zhou)
    assert texts(zhou) == {}
    town.sync(zhou)
    assert shown_as_evidence(town) == {record}
    assert zhou.read(renewal.evidence) == []
    delivered(town, shen, zhou)
    assert texts(zhou) == texts(shen) == {record: "井盖松动"}


def test_an_edit_of_a_record_whose_creator_has_not_come_waits_with_its_last_state(
    town: Town, zhou: Profile, shen: Profile
) -> None:
    backup = town.backs_up()
    record = note(shen, "井盖松动")
    delivered(town, shen, zhou)
    edit_record(zhou, record, {"text": "井盖松动，已围挡"})
    delivered(town, zhou)
    town.goes_back(backup)
    receipt = town.sync(zhou)
    assert receipt["results"]["later"] == 1
    assert (show_record(zhou, record)["text"], show_record(zhou, record)["_sync"]) == (
        "井盖松动，已围挡",
        "quarantine",
    )
    town.sync(shen)
    delivered(town, zhou, shen)
    assert show_record(shen, record)["text"] == "井盖松动，已围挡"
    assert show_record(zhou, record)["_sync"] == "synced"
    assert [op.result for op in town.history(record)] == ["ok", "ok"]


def test_the_pull_after_a_restore_may_be_cut_anywhere(town: Town, zhou: Profile, shen: Profile) -> None:
    backup = town.backs_up()
    for number in range(5):
        note(zhou, f"第 {number} 件")
        note(shen, f"第 {number} 件")
    delivered(town, zhou, shen, zhou)
    before = texts(zhou)
    town.goes_back(backup)
    town.sync(shen)
    for faults in (["reply"], ["", "reply"], ["", "request"]):
        town.sync(zhou, *faults)
        assert texts(zhou).keys() >= before.keys()
    delivered(town, zhou, shen)
    assert texts(zhou) == texts(shen) == held(town) == before


def test_nothing_is_let_go_of_before_the_last_backup_but_one_holds_it(town: Town, zhou: Profile) -> None:
    note(zhou, "一")
    delivered(town, zhou)

    def retained() -> int:
        town.sync(zhou)
        return zhou.read(lambda db: outbox.count(db, "retained"))

    assert retained() == 1
    first = town.backs_up()
    assert retained() == 1
    note(zhou, "二")
    delivered(town, zhou)
    town.clock.at += 86_400_000
    town.backs_up()
    assert retained() == 1
    town.goes_back(first)
    delivered(town, zhou)
    assert sorted(held(town).values()) == ["一", "二"]


def test_a_restore_at_a_position_nobody_has_passed_disturbs_nobody(town: Town, zhou: Profile) -> None:
    note(zhou, "一")
    delivered(town, zhou)
    town.goes_back(town.backs_up())
    assert town.sync(zhou)["results"]["ok"] == 0


def test_an_enrolment_code_is_not_good_again_after_a_restore(town: Town) -> None:
    request = EnrolRequest(code=town.district.enrol_code("zhoumin").code, device=Device(name="备用电脑"))
    backup = town.backs_up()
    town.district.enrol(request)
    town.goes_back(backup)
    with pytest.raises(Rejected, match="BAD_CODE"):
        town.district.enrol(request)


def test_a_deleted_record_stays_deleted_through_a_restore(town: Town, zhou: Profile, shen: Profile) -> None:
    record = note(zhou, "重复登记")
    delivered(town, zhou, shen)
    backup = town.backs_up()
    delete_record(shen, record, "重复")
    delivered(town, shen, zhou)
    town.goes_back(backup)
    delivered(town, zhou, shen)
    assert texts(zhou) == texts(shen) == {}
    assert town.district.show_record(record).deleted


def test_a_worker_who_was_moved_still_brings_back_what_a_restored_district_lost(
    town: Town, zhou: Profile, shen: Profile
) -> None:
    backup = town.backs_up()
    record = note(zhou, "移交前的记录")
    delivered(town, zhou, shen)
    town.moves("zhoumin", GRID_CODE, OTHER_GRID_CODE)
    town.sync(zhou)
    assert texts(zhou) == {}

    town.goes_back(backup)
    town.moves("zhoumin", GRID_CODE, OTHER_GRID_CODE)
    assert town.sync(zhou)["results"]["later"] == 1
    assert show_record(zhou, record)["_sync"] == "quarantine"
    [waits] = review.list_waiting(town.district.site)
    review.release(town.district.site, waits.op, "移交前已上报")
    delivered(town, zhou, shen)
    assert texts(shen) == held(town) == {record: "移交前的记录"}
    assert texts(zhou) == {}


def test_an_old_copy_of_a_laptop_goes_on_as_another_and_doubles_nothing(town: Town, zhou: Profile) -> None:
    first = note(zhou, "一")
    delivered(town, zhou)
    old = town.copies(zhou)
    second = note(zhou, "二")
    delivered(town, zhou)
    third = note(old, "三")
    delivered(town, old)
    assert old.identity.replica != zhou.identity.replica
    assert texts(old) == held(town) == {first: "一", second: "二", third: "三"}


def test_two_laptops_from_one_copy_both_deliver_what_either_saved(town: Town, zhou: Profile) -> None:
    here = note(zhou, "复制前没有送出的")
    clone = town.copies(zhou)
    mine, theirs = note(zhou, "原机"), note(clone, "克隆机")
    delivered(town, zhou, clone)
    delivered(town, zhou, clone)
    expected = {here: "复制前没有送出的", mine: "原机", theirs: "克隆机"}
    assert texts(zhou) == texts(clone) == held(town) == expected
    assert all(len(town.history(record)) == 1 for record in expected)
    assert zhou.identity.replica != clone.identity.replica


def test_a_clone_of_a_laptop_brings_back_in_order_what_it_sent_under_its_old_name(
    town: Town, zhou: Profile
) -> None:
    backup = town.backs_up()
    record = note(zhou, "一")
    edit_record(zhou, record, {"text": "二"})
    delivered(town, zhou)
    clone = town.copies(zhou)
    note(zhou, "原机")
    delivered(town, zhou)
    note(clone, "克隆机")
    edit_record(clone, record, {"text": "三"})
    delivered(town, clone)
    before = texts(clone)
    town.goes_back(backup)
    delivered(town, clone)
    delivered(town, zhou, clone)
    assert texts(zhou) == texts(clone) == held(town) == before
    assert list_conflicts(clone) == []


def test_a_revoked_laptop_brings_back_what_a_restored_district_lost(
    town: Town, zhou: Profile, shen: Profile
) -> None:
    backup = town.backs_up()
    record = note(zhou, "停用前送出")
    edit_record(zhou, record, {"text": "停用前送出，补充"})
    delivered(town, zhou)
    late = note(zhou, "停用前没有送出")
    town.goes_back(backup)
    town.district.revoke_device(zhou.identity.replica, "遗失")
    assert town.sync(zhou)["error"]["code"] == "REVOKED"
    for waits in review.list_waiting(town.district.site):
        assert review.release(town.district.site, waits.op, "情况属实").result == "ok"
    delivered(town, shen)
    assert texts(shen) == held(town) == {record: "停用前送出，补充", late: "停用前没有送出"}


def broken(profile: Profile, statement: str, *values: str) -> None:
    """Something has damaged a row of this laptop, and nobody noticed."""
    profile.write(lambda db: db.execute(statement, list(values)))
    profile.write(sums.ask_for_comparison)


def test_what_silently_differs_is_pulled_again_and_shown_to_the_district(town: Town, zhou: Profile) -> None:
    records = {note(zhou, f"第 {number} 件"): f"第 {number} 件" for number in range(9)}
    delivered(town, zhou)
    changed, gone, *_ = records
    changes = "base = replace(COALESCE(view, base), '第', '低'), view = NULL"
    broken(zhou, f"UPDATE record SET {changes} WHERE id = ?", changed)
    broken(zhou, "DELETE FROM record WHERE id = ?", gone)
    assert texts(zhou) != records
    assert "error" not in town.sync(zhou)
    assert texts(zhou) == records
    town.sync(zhou)
    assert shown_as_evidence(town) == {changed}


def test_a_record_that_nobody_else_knows_of_goes_after_it_was_shown(town: Town, zhou: Profile) -> None:
    record = note(zhou, "真的")
    delivered(town, zhou)
    ghost = f"{record[:-4]}{'0' * 4}"
    columns = "stream, kind, rev, mark, base, view"
    copy = f"INSERT INTO record (number, id, {columns}) SELECT 1, ?, {columns} FROM record WHERE id = ?"
    broken(zhou, copy, ghost, record)
    town.sync(zhou)
    town.sync(zhou)
    assert texts(zhou) == {record: "真的"}
    assert shown_as_evidence(town) == {ghost}


def test_the_comparison_is_made_once_a_day_and_own_unsent_work_does_not_disturb_it(
    town: Town, zhou: Profile
) -> None:
    record = note(zhou, "一")
    delivered(town, zhou)
    asked: list[str] = []
    town.heard = asked.append
    town.later(zhou, sums.DAY_MS)
    edit_record(zhou, record, {"text": "二"})
    for _ in range(3):
        town.sync(zhou)
    assert asked.count("/v1/verify") == 1
    assert asked.count("/v1/pull") == 0


def test_what_a_worker_may_not_read_is_not_in_the_sums_they_are_told(town: Town, zhou: Profile) -> None:
    show_record(zhou, note(zhou, "一"))
    party = {"role": "applicant", "type": "person", "name": "来阿凤", "id_number": "330109199003071234"}
    dispute = add_record(zhou, "dispute", {"title": "漏水", "type": "neighbour", "parties": [party]}).ids[0]
    show_record(zhou, dispute)
    delivered(town, zhou)
    assert town.district.list_records("access")
    town.district.add_worker("tangjing", "汤静", "auditor", GRID_CODE)
    audit = town.laptop("tangjing")
    town.sync(audit)
    asked: list[str] = []
    town.heard = asked.append
    for profile in (zhou, audit):
        profile.write(sums.ask_for_comparison)
        town.sync(profile)
    assert asked == ["/v1/sync", "/v1/verify"] * 2


def test_what_the_other_grid_did_on_a_record_comes_back_once_it_is_handed_over_again(
    town: Town, zhou: Profile
) -> None:
    """The district goes back to before a hand-over; the laptop of the other grid has done the work since."""
    town.district.add_worker("dongli", "董丽", "grid_worker", OTHER_GRID_CODE)
    dong = town.laptop("dongli")
    record = note(zhou, "三幢电线老化")
    delivered(town, zhou, dong)
    backup = town.backs_up()
    hands_over = {"to": OTHER_GRID_CODE, "worker": "yujianfen", "why": "归第四网格"}
    new = town.district.hand_over(record, **hands_over)
    delivered(town, dong, zhou)
    edit_record(dong, new, {"text": "三幢电线已换新"})
    delivered(town, dong, zhou)

    town.goes_back(backup)
    town.clock.at += 1000
    for profile in (zhou, dong, zhou, dong):
        assert town.sync(profile, until_empty=True)["results"]["refused"] == 0
    assert held(town) == {record: "三幢电线老化"}
    assert town.district.hand_over(record, **hands_over) == new
    delivered(town, dong, zhou)
    assert held(town) == {record: "三幢电线老化", new: "三幢电线已换新"}
    assert texts(dong) == {new: "三幢电线已换新"}
    edit_record(dong, new, {"text": "三幢电线已换新，已拍照"})
    delivered(town, dong, zhou)
    assert held(town)[new] == "三幢电线已换新，已拍照"
