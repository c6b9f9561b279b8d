"""Zhou Min's estate: who lives where, who moved, who is on file twice, and what may still be acted on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from gridworker.domain.errors import PersonCanMend
from gridworker.domain.tags import Standing, in_force
from gridworker.operations.duplicates import find_duplicates
from gridworker.operations.households import MoveIn, MoveOut, move_in, move_out
from gridworker.operations.merging import merge, take_apart
from gridworker.operations.records import add_record, delete_record, edit_record, list_records
from gridworker.operations.registry import homes, open_card, reveal, staircases
from gridworker.store.profile import Profile
from tests.laptop import laptop

IN_MARCH, IN_MAY = date(2026, 3, 1), date(2026, 5, 20)


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def add(profile: Profile, kind: str, **fields: Any) -> str:
    return add_record(profile, kind, fields).ids[0]


def door(profile: Profile, building: str, unit: str, room: str, **fields: Any) -> str:
    place = {"text": "东篱苑", "building": building, "unit": unit, "room": room}
    return add(profile, "household", place=place, **fields)


def test_buildings_and_rooms_stand_in_the_order_of_their_numbers(profile: Profile) -> None:
    for room in ("1001", "201", "202"):
        door(profile, "10", "1", room)
    door(profile, "2", "1", "101")
    add(profile, "household", place={"text": "西河路18号"})
    gone = door(profile, "2", "2", "101")
    delete_record(profile, gone, "登记重复")
    assert staircases(profile) == [
        ("东篱苑", "2", "1", 1),
        ("东篱苑", "10", "1", 3),
        ("西河路18号", "", "", 1),
    ]
    assert [home.room for home in homes(profile, "东篱苑", "10", "1")] == ["201", "202", "1001"]
    assert [home.place for home in homes(profile, "西河路18号", "", "")] == ["西河路18号"]


def test_a_family_moves_in_and_one_of_them_moves_on(profile: Profile) -> None:
    old, new = door(profile, "3", "2", "501", use="empty"), door(profile, "5", "1", "102")
    li = add(profile, "person", name="李建国")
    wang = add(profile, "person", name="王秀英")
    move_in(profile, MoveIn(wang, old, IN_MARCH, "spouse"))
    move_in(profile, MoveIn(li, old, IN_MARCH, "head"))
    card = open_card(profile, old)
    assert [(one.name, one.relation, one.since) for one in card.residents] == [
        ("李建国", "head", "2026-03-01"),
        ("王秀英", "spouse", "2026-03-01"),
    ]
    assert card.seen["head_id"] == li
    assert "use" not in card.seen or card.seen["use"] is None
    assert homes(profile, "东篱苑", "3", "2")[0][-2:] == ("李建国", 2)

    move_in(profile, MoveIn(li, new, IN_MAY, "tenant"))
    left = open_card(profile, old)
    assert [one.name for one in left.residents] == ["王秀英"]
    assert [(one.name, one.since, one.until) for one in left.former] == [
        ("李建国", "2026-03-01", "2026-05-20")
    ]
    assert not left.seen.get("head_id")
    assert open_card(profile, li).address == "东篱苑5幢1单元102室"
    assert len(open_card(profile, li).seen["stays"]) == 2


def test_who_moves_out_is_still_known_where_they_lived(profile: Profile) -> None:
    home = door(profile, "3", "2", "501")
    # As an import brings it: a home, and nobody wrote down since when.
    li = add(profile, "person", name="李建国", household_id=home)
    move_out(profile, MoveOut(li, IN_MAY, "回老家"))
    card = open_card(profile, home)
    assert card.residents == ()
    assert [(one.name, one.until) for one in card.former] == [("李建国", "2026-05-20")]
    (stay,) = open_card(profile, li).seen["stays"].values()
    assert stay == {
        "household_id": home, "address": "东篱苑3幢2单元501室", "until_on": "2026-05-20", "why": "回老家",
    }  # fmt: skip
    with pytest.raises(PersonCanMend) as trouble:
        move_out(profile, MoveOut(li))
    assert trouble.value.code == "lives_nowhere"


def test_nobody_moves_into_a_person_or_into_what_is_gone(profile: Profile) -> None:
    home, li = door(profile, "3", "2", "501"), add(profile, "person", name="李建国")
    delete_record(profile, home, "登记重复")
    for into in (home, li):
        with pytest.raises(PersonCanMend):
            move_in(profile, MoveIn(li, into))
    assert "stays" not in open_card(profile, li).seen


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": "李建", "id_number": "33010919800101123x"}, ("id_number",)),
        ({"name": "老李", "phone": "１３８ 1234 5678"}, ("phone",)),
        ({"name": "李建国", "birth_on": "1980-01-01"}, ("name+birth_on",)),
        ({"name": "李建国", "place": {"text": "东篱苑3幢2单元501室"}}, ("name+place",)),
        ({"name": "李建国", "birth_on": "1980-01-01", "phone": "13812345678"}, ("phone", "name+birth_on")),
        ({"name": "李建国"}, None),
        ({"name": "李建国", "birth_on": "1990-01-01"}, None),
        ({"name": "王秀英", "phone": "13812345679"}, None),
    ],
)
def test_somebody_who_is_on_file_is_noticed(
    profile: Profile, typed: dict[str, Any], why: tuple[str, ...] | None
) -> None:
    place = {"text": "东篱苑", "building": "3", "unit": "2", "room": "501"}
    li = add(
        profile, "person", name="李建国", id_number="33010919800101123X", phone="13812345678",
        birth_on="1980-01-01", place=place,
    )  # fmt: skip
    add(profile, "person", name="王秀英", phone="13900007730")
    found = find_duplicates(profile, "person", typed)
    assert [(one.id, one.why) for one in found] == ([(li, why)] if why else [])
    assert find_duplicates(profile, "person", typed, besides=li) == []


def test_a_door_and_a_business_are_on_file_once(profile: Profile) -> None:
    home = door(profile, "3", "2", "501")
    place = {"text": "东篱苑", "building": "3", "unit": "2", "room": "501"}
    assert [one.id for one in find_duplicates(profile, "household", {"place": place})] == [home]
    assert find_duplicates(profile, "household", {"place": {**place, "room": "502"}}) == []
    shop = add(profile, "enterprise", name="来记面馆", uscc="91330109MA2XXXXX0A")
    assert [one.why for one in find_duplicates(profile, "enterprise", {"uscc": "91330109ma2xxxxx0a"})] == [
        ("uscc",)
    ]
    delete_record(profile, shop, "已注销")
    assert find_duplicates(profile, "enterprise", {"uscc": "91330109MA2XXXXX0A"}) == []


def test_two_files_of_one_person_become_one_and_what_named_either_is_found(profile: Profile) -> None:
    home = door(profile, "3", "2", "501")
    keep = add(profile, "person", name="来阿凤", phone="13812345678")
    watch = [{"category": "living_alone", "basis": "老年人权益保障法"}]
    gone = add(
        profile, "person", name="来阿风", birth_on="1948-03-07", household_id=home, watch=watch, tags=["党员"]
    )
    visit = add(profile, "visit", target="person", target_id=gone, name="来阿风", result="met")
    party = {"role": "applicant", "type": "person", "name": "来阿凤", "person_id": keep}
    dispute = add(profile, "dispute", type="neighbour", title="晾衣纠纷", parties=[party])
    merge(profile, keep, gone)

    card = open_card(profile, gone)
    assert (card.id, card.asked) == (keep, gone)
    seen = card.seen
    assert (seen["name"], seen["birth_on"], seen["household_id"], seen["tags"]) == (
        "来阿凤",
        "1948-03-07",
        home,
        ["党员"],
    )
    assert [tag.said["category"] for tag in card.tags] == ["living_alone"]
    assert {link.id for link in card.linked} == {visit, dispute}
    assert [one.name for one in open_card(profile, home).residents] == ["来阿凤"]

    take_apart(profile, gone)
    assert open_card(profile, gone).id == gone
    assert {link.id for link in open_card(profile, keep).linked} == {dispute}


def test_what_cannot_be_merged_is_left_alone(profile: Profile) -> None:
    home, li = door(profile, "3", "2", "501"), add(profile, "person", name="李建国")
    wang = add(profile, "person", name="王秀英")
    for pair in ((li, li), (li, home)):
        with pytest.raises(PersonCanMend) as trouble:
            merge(profile, *pair)
        assert trouble.value.code == "cannot_merge"
    merge(profile, li, wang)
    with pytest.raises(PersonCanMend):
        merge(profile, wang, li)
    assert open_card(profile, wang).id == li


def test_a_colleague_may_edit_what_was_merged(profile: Profile) -> None:
    keep, gone = add(profile, "person", name="来阿凤"), add(profile, "person", name="来阿风")
    merge(profile, keep, gone)
    edit_record(profile, gone, {"phone": "13900001234"})
    assert open_card(profile, gone).id == keep
    take_apart(profile, gone)
    assert open_card(profile, gone).seen["phone"] == "13900001234"


def test_a_tag_that_ended_is_said_and_not_acted_on(profile: Profile) -> None:
    person = add(
        profile,
        "person",
        name="骆永康",
        watch=[
            {"category": "released", "basis": "刑满释放人员安置帮教", "until_on": "2026-11-21"},
            {"category": "low_income", "basis": "社会救助暂行办法", "review_on": "2026-11-22"},
            {"category": "veteran", "basis": "退役军人保障法", "until_on": "2026-11-22"},
        ],
    )
    card = open_card(profile, person)
    assert [(tag.said["category"], tag.standing) for tag in card.tags] == [
        ("low_income", Standing.REVIEW),
        ("veteran", Standing.IN_FORCE),
        ("released", Standing.ENDED),
    ]
    assert [tag.said["category"] for tag in in_force(card.seen, card.today)] == ["low_income", "veteran"]


def test_a_card_reveals_nothing_by_itself_and_a_reason_is_kept(profile: Profile) -> None:
    person = add(profile, "person", name="来阿凤", id_number="330109194803071234")
    open_card(profile, person)
    assert list_records(profile, "access", [], 10, None) == []
    with pytest.raises(PersonCanMend):
        reveal(profile, person, " ")
    assert reveal(profile, person, "核对身份")["id_number"] == "330109194803071234"
    (noted,) = list_records(profile, "access", [], 10, None)
    assert (noted["what"], noted["about_id"], noted["reason"]) == ("reveal", person, "核对身份")
