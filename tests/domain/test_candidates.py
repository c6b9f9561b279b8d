"""Conflicts and how people settle them: whose candidates close, and which may be chosen (protocol §4)."""

from __future__ import annotations

import pytest

from gridworker.domain.merge import ForbiddenState, UnknownCandidate
from tests.domain.case import LAI, LAI_IN_THE_FIELD, LEAK, SHEN, TANG, Case, Written, make_id

FACTS = "卫生间渗水"


@pytest.fixture
def case() -> Case:
    """来雪芬 has written 甲 over what 沈建国 had seen."""
    case = Case()
    case.write(LAI, {"facts": (FACTS, "甲")})
    return case


@pytest.fixture
def late(case: Case) -> Written:
    """沈建国 wrote 乙 without knowing of it."""
    return case.write(SHEN, {"facts": (FACTS, "乙")}, seen=1)


def test_the_next_edit_of_a_late_author_takes_the_place_of_the_first(case: Case, late: Written) -> None:
    again = case.write(SHEN, {"facts": ("乙", "丙")}, seen=1)
    assert (late.result, again.result) == ("conflict", "conflict")
    assert case.candidates("facts") == ["丙"]


def test_a_late_author_who_comes_to_the_same_value_has_nothing_left_to_say(case: Case, late: Written) -> None:
    assert case.write(SHEN, {"facts": ("乙", "甲")}, seen=1).result == "merged"
    assert "_conflicts" not in case.body


def test_a_late_author_who_has_seen_the_value_replaces_it_and_his_candidate_goes(
    case: Case, late: Written
) -> None:
    assert case.write(SHEN, {"facts": ("甲", "丁")}).result == "ok"
    assert case.at("facts") == "丁"
    assert "_conflicts" not in case.body


def test_the_candidate_of_somebody_else_stays_when_the_value_moves_on(case: Case, late: Written) -> None:
    case.write(LAI, {"facts": ("甲", "丁")})
    (entry,) = case.body["_conflicts"]
    assert (entry["current"]["value"], entry["current"]["op"]) == ("丁", case.past[-1].op)
    assert case.candidates("facts") == ["乙"]


def test_a_candidate_equal_to_the_new_value_goes(case: Case, late: Written) -> None:
    case.write(TANG, {"facts": ("甲", "乙")})
    assert "_conflicts" not in case.body


def test_three_people_three_values(case: Case, late: Written) -> None:
    case.write(TANG, {"facts": (FACTS, "丙")}, seen=1)
    assert case.candidates("facts") == ["乙", "丙"]
    assert case.at("facts") == "甲"


def test_a_worker_goes_on_from_his_candidate_on_a_new_laptop(case: Case) -> None:
    case.write(SHEN, {"facts": ("甲", "丁")})
    case.write(LAI, {"facts": ("甲", "乙")}, seen=2)
    case.write(LAI_IN_THE_FIELD, {"facts": ("乙", "丙")}, seen=2)
    assert case.candidates("facts") == ["丙"]


def test_a_workers_other_laptop_does_not_speak_for_this_one(case: Case) -> None:
    case.write(SHEN, {"facts": ("甲", "丁")})
    case.write(LAI, {"facts": ("甲", "乙")}, seen=2)
    case.write(LAI_IN_THE_FIELD, {"facts": ("甲", "丙")}, seen=2)
    assert case.candidates("facts") == ["乙", "丙"]


def test_keeping_the_value_closes_what_was_seen(case: Case, late: Written) -> None:
    assert case.write(TANG, {"facts": ("甲", "甲")}, action="resolve", settles=(late.op,)).result == "ok"
    assert case.at("facts") == "甲"
    assert "_conflicts" not in case.body


def test_choosing_the_candidate_makes_it_the_value(case: Case, late: Written) -> None:
    assert case.write(TANG, {"facts": ("甲", "乙")}, action="resolve", settles=(late.op,)).result == "ok"
    assert case.at("facts") == "乙"
    assert "_conflicts" not in case.body


def test_a_third_wording_settles_as_well(case: Case, late: Written) -> None:
    case.write(TANG, {"facts": ("甲", "甲和乙都说到")}, action="resolve", settles=(late.op,))
    assert case.at("facts") == "甲和乙都说到"
    assert "_conflicts" not in case.body


def test_a_resolve_closes_only_the_candidates_it_had_seen(case: Case, late: Written) -> None:
    case.write(LAI_IN_THE_FIELD, {"facts": (FACTS, "丙")}, seen=1)
    case.write(TANG, {"facts": ("甲", "甲")}, seen=3, action="resolve", settles=(late.op,))
    assert case.candidates("facts") == ["丙"]


def test_a_resolve_closes_at_its_own_paths_only(case: Case) -> None:
    case.write(LAI, {"claims": (None, "要求赔偿")})
    late = case.write(SHEN, {"facts": (FACTS, "乙"), "claims": (None, "要求道歉")}, seen=1)
    case.write(TANG, {"facts": ("甲", "甲")}, action="resolve", settles=(late.op,))
    assert case.candidates("facts") == []
    assert case.candidates("claims") == ["要求道歉"]


def test_a_resolve_that_comes_late_itself_becomes_a_candidate_and_still_closes(
    case: Case, late: Written
) -> None:
    case.write(LAI, {"facts": ("甲", "丁")})
    choice = case.write(TANG, {"facts": ("甲", "乙")}, seen=3, action="resolve", settles=(late.op,))
    assert choice.result == "conflict"
    assert case.at("facts") == "丁"
    (entry,) = case.body["_conflicts"]
    assert [candidate["op"] for candidate in entry["candidates"]] == [choice.op]


def test_two_people_settle_the_same_way(case: Case, late: Written) -> None:
    for by in (TANG, LAI):
        case.write(by, {"facts": ("甲", "乙")}, seen=3, action="resolve", settles=(late.op,))
    assert case.at("facts") == "乙"
    assert "_conflicts" not in case.body


def test_two_people_settle_differently_and_the_second_is_asked_again(case: Case, late: Written) -> None:
    case.write(TANG, {"facts": ("甲", "乙")}, seen=3, action="resolve", settles=(late.op,))
    second = case.write(LAI, {"facts": ("甲", "甲")}, seen=3, action="resolve", settles=(late.op,))
    assert second.result == "conflict"
    assert (case.at("facts"), case.candidates("facts")) == ("乙", ["甲"])


def test_an_op_that_was_settled_never_becomes_a_candidate_again() -> None:
    """The server was restored: the choice comes back before the op that it settled."""
    case, lost = Case(), make_id()
    case.write(LAI, {"facts": (FACTS, "甲")})
    case.write(TANG, {"facts": ("甲", "甲")}, action="resolve", settles=(lost,))
    assert case.write(SHEN, {"facts": (FACTS, "乙")}, seen=1, op=lost).result == "merged"
    assert "_conflicts" not in case.body
    assert case.past[-1].effects == {"facts": "kept"}


def test_settled_at_one_path_is_not_settled_at_another() -> None:
    case, lost = Case(), make_id()
    case.write(LAI, {"facts": (FACTS, "甲"), "claims": (None, "要求赔偿")})
    case.write(TANG, {"facts": ("甲", "甲")}, action="resolve", settles=(lost,))
    late = {"facts": (FACTS, "乙"), "claims": (None, "要求道歉")}
    assert case.write(SHEN, late, seen=1, op=lost).result == "conflict"
    assert (case.candidates("facts"), case.candidates("claims")) == ([], ["要求道歉"])


def state_case() -> tuple[Case, Written]:
    """来雪芬 closed the case as withdrawn while 沈建国 began to mediate."""
    case = Case()
    case.write(LAI, {"status": ("accepted", "withdrawn")})
    return case, case.write(SHEN, {"status": ("accepted", "mediating")}, seen=1)


def test_a_case_that_moved_on_two_ways_waits_for_a_person() -> None:
    case, late = state_case()
    assert late.result == "conflict"
    assert (case.at("status"), case.candidates("status")) == ("withdrawn", ["mediating"])


def test_any_candidate_of_a_state_may_be_chosen_though_no_step_leads_there() -> None:
    case, late = state_case()
    case.write(TANG, {"status": ("withdrawn", "mediating")}, action="resolve", settles=(late.op,))
    assert case.at("status") == "mediating"
    assert "_conflicts" not in case.body


def test_a_resolve_may_take_a_declared_step_too() -> None:
    case, late = state_case()
    case.write(TANG, {"status": ("withdrawn", "archived")}, action="resolve", settles=(late.op,))
    assert case.at("status") == "archived"


def test_a_state_that_nobody_proposed_is_not_chosen() -> None:
    case, late = state_case()
    with pytest.raises(ForbiddenState):
        case.write(TANG, {"status": ("withdrawn", "agreed")}, action="resolve", settles=(late.op,))
    assert case.candidates("status") == ["mediating"]


def test_an_op_that_simply_applied_is_no_candidate_to_go_back_to() -> None:
    case, _ = state_case()
    with pytest.raises(ForbiddenState):
        case.write(TANG, {"status": ("withdrawn", "accepted")}, action="resolve", settles=(case.created.op,))


def test_a_state_proposed_by_an_op_that_has_not_come_yet_is_waited_for() -> None:
    case, _ = state_case()
    with pytest.raises(UnknownCandidate):
        case.write(TANG, {"status": ("withdrawn", "failed")}, action="resolve", settles=(make_id(),))


def test_a_chain_of_steps_from_a_late_start_is_one_candidate() -> None:
    case, _ = state_case()
    case.write(SHEN, {"status": ("mediating", "agreed")}, seen=1)
    assert case.candidates("status") == ["agreed"]


def test_a_note_made_without_a_state_gets_its_first_one() -> None:
    note = Case("note", {"text": "张阿姨来电", "at": 1_790_000_000_000, "tz": 480})
    assert note.write(LAI, {"status": (None, "open")}).result == "ok"
    assert note.write(LAI, {"status": ("open", "done")}).result == "ok"


def test_values_of_one_tuple_are_chosen_whole() -> None:
    case, shown = Case(), LEAK["place"]
    case.write(LAI, {"place": (shown, shown | {"room": "502"})})
    late = case.write(SHEN, {"place": (shown, shown | {"room": "503"})}, seen=1)
    patch = {"place": (shown | {"room": "502"}, shown | {"room": "503"})}
    case.write(TANG, patch, action="resolve", settles=(late.op,))
    assert case.at("place") == shown | {"room": "503"}
