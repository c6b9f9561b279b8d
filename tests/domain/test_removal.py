"""Removing and bringing back: nothing is lost, and both orders end in a question to a person (protocol §4)."""

from __future__ import annotations

import pytest

from gridworker.domain.op import Patch
from tests.domain.case import LAI, LAI_IN_THE_FIELD, LEAK, SHEN, TANG, Case, make_id

GONE: Patch = {"_deleted": (None, True)}
BACK: Patch = {"_deleted": (True, None)}
FACTS = "卫生间渗水"


def test_a_removed_record_keeps_everything_beneath() -> None:
    case = Case()
    assert case.write(LAI, GONE, action="delete").result == "ok"
    assert case.body["_deleted"] is True
    assert case.at("facts") == FACTS


def test_brought_back_it_is_as_it_was() -> None:
    case = Case()
    case.write(LAI, GONE, action="delete")
    assert case.write(SHEN, BACK).result == "ok"
    assert "_deleted" not in case.body
    assert case.at("facts") == FACTS


def test_somebody_removes_what_another_has_changed_unseen() -> None:
    case = Case()
    case.write(LAI, {"facts": (FACTS, "甲")})
    assert case.write(SHEN, GONE, seen=1, action="delete").result == "conflict"
    assert "_deleted" not in case.body
    assert case.candidates("_deleted") == [True]


def test_somebody_changes_what_another_has_removed_unseen() -> None:
    case = Case()
    case.write(SHEN, GONE, action="delete")
    late = case.write(LAI, {"facts": (FACTS, "甲"), "claims": (None, "要求赔偿")}, seen=1)
    assert late.result == "conflict"
    assert (case.at("facts"), case.at("claims")) == ("甲", "要求赔偿")
    assert case.body["_deleted"] is True
    assert case.candidates("_deleted") == [None]
    (entry,) = case.body["_conflicts"]
    assert (entry["current"]["by"], entry["candidates"][0]["op"]) == ("shen", late.op)


def test_each_laptop_asks_once_for_the_return() -> None:
    case = Case()
    case.write(SHEN, GONE, action="delete")
    case.write(LAI, {"facts": (FACTS, "甲")}, seen=1)
    last = case.write(LAI, {"facts": ("甲", "乙")}, seen=1)
    field = case.write(LAI_IN_THE_FIELD, {"claims": (None, "要求赔偿")}, seen=1)
    (entry,) = case.body["_conflicts"]
    assert [candidate["op"] for candidate in entry["candidates"]] == [last.op, field.op]


def test_whoever_has_seen_the_removal_asks_nothing() -> None:
    case = Case()
    case.write(SHEN, GONE, action="delete")
    assert case.write(LAI, {"facts": (FACTS, "甲")}).result == "ok"
    assert "_conflicts" not in case.body


def test_ones_own_removal_is_no_question_either() -> None:
    case = Case()
    case.write(LAI, {"facts": (FACTS, "甲")}, seen=1)
    assert case.write(LAI, GONE, seen=1, action="delete").result == "ok"
    assert case.write(LAI, {"claims": (None, "要求赔偿")}, seen=1).result == "ok"


def test_two_people_remove_the_same() -> None:
    case = Case()
    case.write(SHEN, GONE, action="delete")
    assert case.write(LAI, GONE, seen=1, action="delete").result == "merged"
    assert "_conflicts" not in case.body


def test_an_edit_and_the_removal_in_one_op_ask_nothing() -> None:
    case = Case()
    case.write(SHEN, GONE, action="delete")
    assert case.write(LAI, GONE | {"facts": (FACTS, "登记重复")}, seen=1).result == "merged"
    assert "_conflicts" not in case.body


def test_the_return_is_chosen() -> None:
    case = Case()
    case.write(SHEN, GONE, action="delete")
    late = case.write(LAI, {"facts": (FACTS, "甲")}, seen=1)
    assert case.write(TANG, BACK, action="resolve", settles=(late.op,)).result == "ok"
    assert "_deleted" not in case.body
    assert "_conflicts" not in case.body


def test_the_removal_is_kept() -> None:
    case = Case()
    case.write(SHEN, GONE, action="delete")
    late = case.write(LAI, {"facts": (FACTS, "甲")}, seen=1)
    kept = case.write(TANG, {"_deleted": (True, True)}, action="resolve", settles=(late.op,))
    assert kept.result == "ok"
    assert case.body["_deleted"] is True
    assert "_conflicts" not in case.body


def test_keeping_the_removal_is_no_second_removal_to_those_who_saw_the_first() -> None:
    case = Case()
    case.write(SHEN, GONE, action="delete")
    late = case.write(LAI, {"facts": (FACTS, "甲")}, seen=1)
    case.write(TANG, {"_deleted": (True, True)}, action="resolve", settles=(late.op,))
    assert case.write(LAI_IN_THE_FIELD, {"claims": (None, "存档备查")}, seen=2).result == "merged"
    assert "_conflicts" not in case.body


def test_the_proposed_removal_is_chosen_or_dropped() -> None:
    for chosen, deleted in ((GONE, True), ({"_deleted": (None, None)}, None)):
        case = Case()
        case.write(LAI, {"facts": (FACTS, "甲")})
        late = case.write(SHEN, GONE, seen=1, action="delete")
        case.write(TANG, chosen, action="resolve", settles=(late.op,))
        assert case.at("_deleted") is deleted
        assert "_conflicts" not in case.body


def test_a_return_nobody_needs_any_more_goes() -> None:
    case = Case()
    case.write(SHEN, GONE, action="delete")
    case.write(LAI, {"facts": (FACTS, "甲")}, seen=1)
    case.write(TANG, BACK)
    assert "_conflicts" not in case.body


def test_a_party_removed_while_somebody_corrects_its_phone() -> None:
    case = Case()
    party = case.party()
    case.write(SHEN, {f"{party}/_deleted": (None, True)})
    assert case.write(LAI, {f"{party}/phone": ("13900000001", "13900000002")}, seen=1).result == "conflict"
    assert case.at(party)["_deleted"] is True
    assert case.at(f"{party}/phone") == "13900000002"
    assert case.candidates(f"{party}/_deleted") == [None]


def test_a_phone_corrected_while_somebody_removes_the_party() -> None:
    case = Case()
    party = case.party()
    case.write(LAI, {f"{party}/phone": ("13900000001", "13900000002")})
    assert case.write(SHEN, {f"{party}/_deleted": (None, True)}, seen=1).result == "conflict"
    assert "_deleted" not in case.at(party)
    assert case.candidates(f"{party}/_deleted") == [True]


def test_a_party_is_removed_though_something_else_of_the_record_changed() -> None:
    case = Case()
    case.write(LAI, {"facts": (FACTS, "甲")})
    assert case.write(SHEN, {f"{case.party()}/_deleted": (None, True)}, seen=1).result == "merged"
    assert "_conflicts" not in case.body


@pytest.mark.parametrize("first", ["party", "record"])
def test_a_party_and_its_record_removed_by_two_people_end_in_a_question_in_both_orders(first: str) -> None:
    case = Case()
    party_gone: Patch = {f"{case.party()}/_deleted": (None, True)}
    one, two = (party_gone, GONE) if first == "party" else (GONE, party_gone)
    case.write(LAI, one)
    assert case.write(SHEN, two, seen=1).result == "conflict"
    assert len(case.candidates("_deleted")) == 1


def test_a_party_added_to_a_removed_record_asks_for_its_return() -> None:
    case = Case()
    case.write(SHEN, GONE, action="delete")
    assert case.write(LAI, {f"parties/{make_id()}": (None, {"name": "解红英"})}, seen=1).result == "conflict"
    assert len(case.body["parties"]) == 2


def test_a_removed_party_added_again_by_its_id_is_compared_and_asks() -> None:
    case = Case()
    party = case.party()
    case.write(SHEN, {f"{party}/_deleted": (None, True)})
    assert case.write(LAI, {party: (None, LEAK["parties"][party.split("/")[1]])}, seen=0).result == "conflict"
    assert case.candidates(f"{party}/_deleted") == [None]
