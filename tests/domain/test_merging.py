"""Rules 2 and 3 of a patch: each path by itself, compared with what its author saw (protocol §4)."""

from __future__ import annotations

import pytest

from gridworker.domain.canonical import canonical
from gridworker.domain.op import Patch, op_content
from tests.domain.case import LAI, LAI_IN_THE_FIELD, LEAK, SHEN, TANG, THE_SERVER, Case, make_id, op_of


def test_what_nobody_else_touched_applies() -> None:
    case = Case()
    assert case.write(LAI, {"facts": ("卫生间渗水", "厨房渗水")}).result == "ok"
    assert case.at("facts") == "厨房渗水"


def test_two_people_change_different_things_and_both_stand() -> None:
    case = Case()
    assert case.write(LAI, {"facts": ("卫生间渗水", "厨房渗水")}).result == "ok"
    assert case.write(SHEN, {"claims": (None, "要求修复")}, seen=1).result == "merged"
    assert (case.at("facts"), case.at("claims")) == ("厨房渗水", "要求修复")


def test_two_people_change_the_same_and_the_late_one_waits_beside() -> None:
    case = Case()
    case.write(LAI, {"facts": ("卫生间渗水", "厨房渗水")})
    late = case.write(SHEN, {"facts": ("卫生间渗水", "阳台渗水")}, seen=1)
    assert late.result == "conflict"
    assert case.at("facts") == "厨房渗水"
    (entry,) = case.body["_conflicts"]
    assert entry["path"] == "facts"
    assert entry["current"] == {
        "value": "厨房渗水",
        "op": case.past[1].op,
        "by": "lai",
        "at": case.past[1].at,
    }
    assert entry["candidates"] == [{"value": "阳台渗水", "op": late.op, "by": "shen", "at": case.past[2].at}]


def test_one_bad_path_does_not_keep_the_others_from_applying() -> None:
    case = Case()
    case.write(LAI, {"facts": ("卫生间渗水", "厨房渗水")})
    patch = {"facts": ("卫生间渗水", "阳台渗水"), "claims": (None, "要求修复")}
    assert case.write(SHEN, patch, seen=1).result == "conflict"
    assert case.at("claims") == "要求修复"


def test_two_people_type_the_same_and_nothing_is_to_do() -> None:
    case = Case()
    case.write(LAI, {"facts": ("卫生间渗水", "厨房渗水")})
    assert case.write(SHEN, {"facts": ("卫生间渗水", "厨房渗水")}, seen=1).result == "merged"
    assert case.candidates("facts") == []


@pytest.mark.parametrize(("old", "new"), [(None, ""), ("", None), ([], {}), ({"text": ""}, None)])
def test_ways_of_saying_nothing_are_one(old: object, new: object) -> None:
    case = Case(values=LEAK | {"facts": None})
    assert case.write(LAI, {"facts": (old, "厨房渗水")}).result == "ok"
    assert case.write(SHEN, {"facts": ("厨房渗水", new)}).result == "ok"
    assert case.at("facts") is None


def test_letters_composed_and_decomposed_are_the_same() -> None:
    case = Case(values=LEAK | {"facts": "Ren\u00e9来电"})
    assert case.write(SHEN, {"facts": ("Rene\u0301来电", "René来访")}).result == "ok"
    assert case.write(LAI, {"facts": ("Rene\u0301来访", "已回访")}).result == "ok"


def test_the_chain_of_one_laptop_never_conflicts_with_itself() -> None:
    case = Case()
    for old, new in [("卫生间渗水", "甲"), ("甲", "乙"), ("乙", "甲"), ("甲", "丙")]:
        assert case.write(LAI, {"facts": (old, new)}, seen=1).result == "ok"
    assert case.at("facts") == "丙"


def test_somebody_put_it_back_as_it_was_and_the_edit_applies() -> None:
    case = Case()
    case.write(LAI, {"facts": ("卫生间渗水", "甲")})
    case.write(LAI, {"facts": ("甲", "卫生间渗水")})
    assert case.write(SHEN, {"facts": ("卫生间渗水", "乙")}, seen=1).result == "merged"
    assert case.at("facts") == "乙"


def test_a_value_cleared_elsewhere_is_a_conflict_too() -> None:
    case = Case()
    case.write(LAI, {"facts": ("卫生间渗水", None)})
    assert case.write(SHEN, {"facts": ("卫生间渗水", "甲")}, seen=1).result == "conflict"
    assert case.at("facts") is None
    assert case.candidates("facts") == ["甲"]


def test_a_place_is_one_tuple_and_never_half_of_two_peoples() -> None:
    case = Case()
    shown = LEAK["place"]
    case.write(LAI, {"place": (shown, shown | {"room": "502"})})
    late = case.write(SHEN, {"place": (shown, shown | {"building": "4幢"})}, seen=1)
    assert late.result == "conflict"
    assert case.at("place") == shown | {"room": "502"}
    assert case.candidates("place") == [shown | {"building": "4幢"}]


def test_adding_and_removing_labels_never_conflicts() -> None:
    case = Case()
    case.write(LAI, {"tags/独居": (None, True), "tags/漏水": (True, None)})
    assert (
        case.write(SHEN, {"tags/独居": (None, True), "tags/老旧小区": (None, True)}, seen=1).result
        == "merged"
    )
    assert case.write(TANG, {"tags/漏水": (True, None)}, seen=1).result == "merged"
    assert case.at("tags/独居") is True
    assert case.body["tags"] == sorted(["独居", "老旧小区"])


def test_a_label_is_the_same_however_its_letters_are_made() -> None:
    case = Case()
    case.write(LAI, {"tags/caf\u00e9": (None, True)})
    assert case.write(SHEN, {"tags/cafe\u0301": (None, True)}, seen=1).result == "merged"
    assert case.body["tags"] == ["caf\u00e9", "漏水"]


def test_parties_added_by_two_people_are_both_there() -> None:
    case = Case()
    case.write(LAI, {f"parties/{make_id()}": (None, {"name": "解红英"})})
    assert case.write(SHEN, {f"parties/{make_id()}": (None, {"name": "单福根"})}, seen=1).result == "merged"
    assert len(case.body["parties"]) == 3


def test_a_phone_number_within_a_party_is_compared_by_itself() -> None:
    case = Case()
    party = case.party()
    case.write(LAI, {f"{party}/phone": ("13900000001", "13900000002")})
    assert case.write(SHEN, {f"{party}/name": ("韩水根", "韩水庚")}, seen=1).result == "merged"
    assert case.write(SHEN, {f"{party}/phone": ("13900000001", "13900000003")}, seen=1).result == "conflict"
    assert case.at(f"{party}/phone") == "13900000002"


def test_an_element_whose_id_exists_is_compared_field_by_field() -> None:
    case = Case()
    party = case.party()
    again = {"name": "韩水根", "phone": "13900000009", "sex": "男"}
    assert case.write(SHEN, {party: (None, again)}).result == "conflict"
    assert case.at(f"{party}/phone") == "13900000001"
    assert case.candidates(f"{party}/phone") == ["13900000009"]
    assert case.at(f"{party}/sex") == "男"
    assert case.at(f"{party}/role") == "applicant"


def test_an_element_added_twice_alike_is_nothing_to_do() -> None:
    case = Case()
    party = case.party()
    assert case.write(SHEN, {party: (None, {"name": "韩水根"})}, seen=0).result == "merged"


def test_a_session_on_record_is_not_changed_by_adding_it_again() -> None:
    session = f"sessions/{make_id()}"
    case = Case()
    case.write(LAI, {session: (None, {"at": 1, "record": "双方各让一步"})})
    late = case.write(SHEN, {session: (None, {"at": 1, "record": "改写的笔录", "result": "agreed"})})
    assert late.result == "conflict"
    assert case.at(session) == {"at": 1, "record": "双方各让一步"}
    keep = {f"{session}/record": ("双方各让一步", "双方各让一步"), f"{session}/result": (None, None)}
    case.write(TANG, keep, action="resolve", settles=(late.op,))
    assert "_conflicts" not in case.body


def test_fields_nobody_declared_are_kept_and_compared() -> None:
    case = Case()
    case.write(LAI, {"weather": (None, {"sky": "雨"}), "drone/flights/1": (None, 3)})
    assert case.body["drone"] == {"flights": {"1": 3}}
    assert case.write(SHEN, {"weather": (None, "晴")}, seen=1).result == "conflict"
    assert case.write(SHEN, {"drone/flights/2": (None, 4)}, seen=1).result == "merged"
    assert case.write(TANG, {"drone/flights/1/x": (None, 4)}, seen=1).result == "conflict"
    assert case.body["drone"] == {"flights": {"1": 3, "2": 4}}


def test_a_conflict_shows_the_present_value_of_what_changed_around_it() -> None:
    case = Case()
    case.write(LAI, {"weather": (None, {"sky": "雨"})})
    case.write(SHEN, {"weather": (None, "晴")}, seen=1)
    case.write(LAI, {"weather/sky": ("雨", "雪")})
    assert case.body["_conflicts"][0]["current"]["value"] == {"sky": "雪"}
    assert case.body["_conflicts"][0]["current"]["op"] == case.past[-1].op


def test_answers_to_a_districts_form_are_values_of_their_own() -> None:
    case = Case()
    case.write(LAI, {"extra/防汛@2/有无积水": (None, "有")})
    assert case.write(SHEN, {"extra/防汛@2/水深~1厘米": (None, 30)}, seen=1).result == "merged"
    assert case.write(SHEN, {"extra/防汛@2/有无积水": (None, "无")}, seen=1).result == "conflict"
    assert case.body["extra"] == {"防汛@2": {"有无积水": "有", "水深/厘米": 30}}


def test_the_number_given_by_the_server_makes_nobody_else_late() -> None:
    case = Case()
    case.write(THE_SERVER, {"number": (None, "（2026）东篱社区人调字第1号")})
    assert case.write(LAI, {"facts": ("卫生间渗水", "厨房渗水")}, seen=1).result == "ok"
    assert case.write(LAI, {"_deleted": (None, True)}, seen=1, action="delete").result == "ok"


def test_who_made_a_record_is_not_what_an_op_says() -> None:
    claims = {"created_by": "mayor", "created_at": 5, "created_by_name": "区长"}
    case = Case(values=LEAK | claims)
    assert not claims.keys() & case.body.keys()
    again: Patch = {"created_by": (None, "mayor"), "type": (None, "neighbour"), "title": (None, "楼上漏水")}
    again |= {"status": (None, "accepted"), case.party(): (None, {"name": "韩水根"})}
    assert case.write(SHEN, again, action="create").result == "merged"
    assert "created_by" not in case.body


def test_the_second_laptop_of_a_worker_is_somebody_else_too() -> None:
    case = Case()
    case.write(LAI, {"facts": ("卫生间渗水", "甲")})
    assert case.write(LAI_IN_THE_FIELD, {"facts": ("卫生间渗水", "乙")}, seen=1).result == "conflict"


def test_bodies_share_nothing_with_ops() -> None:
    party = f"parties/{make_id()}"
    case = Case()
    patch = {party: (None, {"name": "解红英"}), "weather": (None, {"sky": "雨"})}
    case.write(LAI, patch)
    before = canonical(case.past[1].patch[party][1])
    case.write(LAI, {f"{party}/phone": (None, "13900000007"), "weather/sky": ("雨", "雪")})
    assert canonical(case.past[1].patch[party][1]) == before
    assert patch["weather"] == (None, {"sky": "雨"})


def test_an_op_is_the_same_whatever_its_number_and_not_if_old_and_new_change_places() -> None:
    op = op_of({"tags/独居": (None, True)})
    again = op_of({"tags/独居": (None, True)}, n=7, op=op.op, record=op.record)
    turned = op_of({"tags/独居": (True, None)}, op=op.op, record=op.record)
    assert op_content(op) == op_content(again)
    assert op_content(op) != op_content(turned)
