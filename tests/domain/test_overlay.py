"""What the screen shows: own words over what was pulled, and beside them what they cover (protocol §5)."""

from __future__ import annotations

from typing import Any

from benchmarks.disputes import dispute_records
from gridworker.domain.canonical import canonical
from gridworker.domain.changes import create_patch
from gridworker.domain.op import Op, Patch, op_content
from gridworker.domain.overlay import View, created, depends, overlay, settled_over
from gridworker.domain.paths import Body
from tests.domain.case import LAI, LEAK, SHEN, Case, make_id, op_of

FACTS = "卫生间渗水"


def shown(case: Case, *ops: Op) -> View:
    """The screen of 来雪芬 over the record as it was last pulled."""
    return overlay(case.kind, case.body, ops, LAI)


def own(patch: Patch, **members: Any) -> Op:
    """An op that still waits in the outbox."""
    return op_of(patch, **members)


def test_own_words_show_before_they_are_sent() -> None:
    view = shown(
        Case(), own({"facts": (FACTS, "甲")}), own({"facts": ("甲", "乙"), "tags/独居": (None, True)})
    )
    assert view.body["facts"] == "乙"
    assert view.body["tags"] == ["漏水", "独居"]
    assert view.covered == {}


def test_a_record_that_was_never_sent_is_all_own_words() -> None:
    party = f"parties/{make_id()}"
    create: Patch = {"title": (None, "漏水"), party: (None, {"name": "韩水根", "phone": "1"})}
    ops = [
        op_of(create, action="create"),
        own({f"{party}/phone": ("1", "2")}),
        own({"title": ("漏水", "渗水")}),
    ]
    view = overlay(Case().kind, {}, ops, LAI)
    assert view.body["title"] == "渗水"
    assert view.body["parties"] == {party.split("/")[1]: {"name": "韩水根", "phone": "2"}}
    assert (view.body["created_by"], view.body["created_at"]) == ("lai", ops[0].at)
    assert view.covered == {}


def test_what_one_op_makes_is_shown_alike_whether_it_is_laid_over_nothing_or_made_at_once() -> None:
    for fields in dispute_records(200, seed=3):
        patch = create_patch(Case().kind, {**fields, "tags": ["漏水", "独居"], "risk": ""}, make_id)
        op = op_of(patch, action="create")
        assert created(Case().kind, op, LAI) == overlay(Case().kind, {}, [op], LAI)


def test_what_somebody_else_wrote_meanwhile_is_beside_own_words() -> None:
    case = Case()
    case.write(SHEN, {"facts": (FACTS, "乙")})
    view = shown(case, own({"facts": (FACTS, "甲")}, base=(1, "")))
    assert view.body["facts"] == "甲"
    assert view.covered == {"facts": "乙"}


def test_what_somebody_cleared_meanwhile_is_covered_too() -> None:
    case = Case()
    case.write(SHEN, {"facts": (FACTS, None)})
    assert shown(case, own({"facts": (FACTS, "甲")})).covered == {"facts": None}


def test_half_of_ones_own_chain_pulled_back_is_no_surprise() -> None:
    case = Case()
    case.write(LAI, {"facts": (FACTS, "甲")})
    view = shown(case, own({"facts": (FACTS, "甲")}), own({"facts": ("甲", "乙")}))
    assert view.body["facts"] == "乙"
    assert view.covered == {}


def test_the_same_words_from_somebody_else_cover_nothing() -> None:
    case = Case()
    case.write(SHEN, {"facts": (FACTS, "甲")})
    assert shown(case, own({"facts": (FACTS, "甲")})).covered == {}


def test_a_new_party_pulled_back_while_its_phone_is_corrected() -> None:
    party = f"parties/{make_id()}"
    add, correct = own({party: (None, {"name": "解红英", "phone": "1"})}), own({f"{party}/phone": ("1", "2")})
    case = Case()
    case.write(LAI, add.patch)
    view = shown(case, add, correct)
    assert view.body["parties"][party.split("/")[1]] == {"name": "解红英", "phone": "2"}
    assert view.covered == {}
    case.write(SHEN, {f"{party}/phone": ("1", "3")})
    assert shown(case, add, correct).covered == {f"{party}/phone": "3"}


def test_members_of_a_set_cover_nothing() -> None:
    case = Case()
    case.write(SHEN, {"tags/漏水": (True, None), "tags/独居": (None, True)})
    view = shown(case, own({"tags/独居": (None, True), "tags/漏水": (True, None)}))
    assert view.body["tags"] == ["独居"]
    assert view.covered == {}


def test_a_record_removed_elsewhere_shows_while_own_words_wait() -> None:
    case = Case()
    case.write(SHEN, {"_deleted": (None, True)})
    view = shown(case, own({"facts": (FACTS, "甲")}))
    assert "_deleted" not in view.body
    assert view.covered == {"_deleted": True}
    assert shown(case).body["_deleted"] is True


def test_a_party_removed_elsewhere_shows_while_its_phone_is_corrected() -> None:
    case = Case()
    party = case.party()
    case.write(SHEN, {f"{party}/_deleted": (None, True)})
    view = shown(case, own({f"{party}/phone": ("13900000001", "13900000002")}))
    assert view.body["parties"][party.split("/")[1]] == LEAK["parties"][party.split("/")[1]] | {
        "phone": "13900000002"
    }
    assert view.covered == {f"{party}/_deleted": True}


def test_ones_own_removal_hides_the_record() -> None:
    view = shown(Case(), own({"facts": (FACTS, "甲")}), own({"_deleted": (None, True)}, action="delete"))
    assert view.body["_deleted"] is True
    assert view.covered == {}


def test_a_candidate_stays_beside_the_value_until_it_is_settled() -> None:
    case = Case()
    case.write(SHEN, {"facts": (FACTS, "乙")})
    late = case.write(LAI, {"facts": (FACTS, "甲")}, seen=1)
    assert shown(case).body["_conflicts"] == case.body["_conflicts"]
    settle = own({"facts": ("乙", "甲")}, action="resolve", settles=[late.op])
    view = shown(case, settle)
    assert view.body["facts"] == "甲"
    assert "_conflicts" not in view.body


def test_going_on_from_ones_own_candidate_closes_it_on_the_screen() -> None:
    case = Case()
    case.write(SHEN, {"facts": (FACTS, "乙")})
    first = own({"facts": (FACTS, "甲")})
    case.write(LAI, first.patch, seen=1, op=first.op)
    view = shown(case, first, own({"facts": ("甲", "丙")}))
    assert view.body["facts"] == "丙"
    assert "_conflicts" not in view.body
    assert view.covered == {"facts": "乙"}


def test_the_candidates_of_others_stay() -> None:
    case = Case()
    case.write(LAI, {"facts": (FACTS, "甲")})
    case.write(SHEN, {"facts": (FACTS, "乙")}, seen=1)
    view = shown(case, own({"facts": ("甲", "丙")}))
    assert [candidate["value"] for candidate in view.body["_conflicts"][0]["candidates"]] == ["乙"]


def test_looking_changes_neither_the_base_nor_an_op() -> None:
    case, party = Case(), f"parties/{make_id()}"
    add = own(
        {party: (None, {"name": "解红英", "agent": {"name": "查律师"}}), "weather": (None, {"sky": "雨"})}
    )
    change = own({f"{party}/name": ("解红英", "解洪英"), "weather/sky": ("雨", "雪")})
    before = canonical(case.body), op_content(add), op_content(change)
    view = shown(case, add, change)
    view.body["parties"].clear()
    view.body["weather"]["sky"] = "雹"
    assert (canonical(case.body), op_content(add), op_content(change)) == before


def test_fields_of_a_later_release_show_and_keep() -> None:
    base: Body = {"weather": {"sky": "雨", "wind": 3}}
    view = overlay(Case().kind, base, [own({"weather/sky": ("雨", "雪")})], LAI)
    assert view.body == {"weather": {"sky": "雪", "wind": 3}}


def test_settling_over_own_words_that_wait_is_no_conflict_with_oneself() -> None:
    case = Case()
    case.write(LAI, {"facts": (FACTS, "甲")})
    late = case.write(SHEN, {"facts": (FACTS, "乙")}, seen=1)
    waiting = own({"facts": ("甲", "丙")})
    settle: Patch = {"facts": (settled_over(case.kind, shown(case, waiting), "facts", {waiting.op}), "乙")}
    case.write(LAI, waiting.patch)
    assert case.write(LAI, settle, action="resolve", settles=(late.op,)).result == "ok"
    assert case.at("facts") == "乙"


def test_a_return_is_chosen_while_the_edit_that_asks_for_it_is_still_on_its_way_back() -> None:
    case, edit = Case(), own({"facts": (FACTS, "甲")})
    case.write(SHEN, {"_deleted": (None, True)})
    late = case.write(LAI, edit.patch, seen=1, op=edit.op)
    back: Patch = {"_deleted": (settled_over(case.kind, shown(case, edit), "_deleted", {edit.op}), None)}
    assert case.write(LAI, back, action="resolve", settles=(late.op,)).result == "ok"
    assert "_deleted" not in case.body


def test_settling_ones_own_late_words_is_no_second_conflict() -> None:
    case, edit, gone = Case(), own({"facts": (FACTS, "甲")}), own({"_deleted": (None, True)}, action="delete")
    case.write(SHEN, {"facts": (FACTS, "乙")})
    for op, path, mine, theirs in ((edit, "facts", "甲", "乙"), (gone, "_deleted", True, None)):
        late = case.write(LAI, op.patch, seen=1, op=op.op)
        assert late.result == "conflict"
        settle: Patch = {path: (settled_over(case.kind, shown(case, op), path, {op.op}), mine)}
        assert settle == {path: (theirs, mine)}
        assert case.write(LAI, settle, action="resolve", settles=(late.op,)).result == "ok"
        assert case.at(path) == mine


def test_what_stands_on_a_refused_op_falls_with_it() -> None:
    party = f"parties/{make_id()}"
    refused = own({party: (None, {"birth_on": "昨天"}), "risk": (None, "huge")})
    assert depends(own({f"{party}/name": (None, "甲")}), refused.patch, on_create=False)
    assert depends(own({"risk": ("huge", "high"), "facts": (None, "甲")}), refused.patch, on_create=False)
    assert not depends(own({"facts": (None, "甲")}), refused.patch, on_create=False)
    assert depends(own({"facts": (None, "甲")}), refused.patch, on_create=True)
    assert depends(own({"_deleted": (None, True)}, action="delete"), refused.patch, on_create=False)
    assert depends(own({"facts": (None, "甲")}), ["_deleted"], on_create=False)
