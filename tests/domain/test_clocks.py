"""期限: no deadline is forgotten, and each is counted as the law counts it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.clocks import Due, Policy, Rules, dues, mediation_until, next_due
from gridworker.domain.dates import Holidays, HolidayYear

NATIONAL_DAY = HolidayYear(off=frozenset(date(2026, 10, day) for day in range(1, 8)))
RULES = Rules(holidays=Holidays({2026: NATIONAL_DAY}))
NOON = 1_787_976_000_000
"""2026-08-29 12:00 in China."""

SIGNED: dict[str, Any] = {
    "status": "performing",
    "agreement": {"form": "written", "effective_on": "2026-09-03"},
}


def of(what: str, body: dict[str, Any], rules: Rules = RULES) -> list[Due]:
    return [due for due in dues(body, rules) if due.what == what]


def test_the_day_of_effect_does_not_count_and_a_last_day_on_a_holiday_rolls_on() -> None:
    # Thirty days after 3 September is 3 October, in the holidays; the first day offices work again is the 8th.
    assert of("confirmation", SIGNED) == [Due("confirmation", date(2026, 10, 8))]


@pytest.mark.parametrize(
    "changed",
    [
        {"agreement": {"form": "oral", "effective_on": "2026-09-03"}},
        {"agreement": {"form": "written", "signed_on": "2026-09-03"}},
        {"personal_status": True},
        {"confirmation": "applied"},
        {"confirmation": "valid"},
    ],
)
def test_there_is_no_clock_where_a_court_would_not_be_asked(changed: dict[str, Any]) -> None:
    assert of("confirmation", SIGNED | changed) == []


def test_a_right_that_has_lapsed_is_not_shown_as_the_next_duty() -> None:
    body = SIGNED | {"followups": {"a": {"at": 1}, "b": {"at": 2}}}
    assert next_due(body, RULES, date(2026, 10, 8)) == Due("confirmation", date(2026, 10, 8))
    assert next_due(body, RULES, date(2026, 10, 9)) is None


def test_an_unknown_year_says_that_its_days_are_provisional() -> None:
    body = SIGNED | {"agreement": {"form": "written", "effective_on": "2026-12-20"}}
    (due,) = of("confirmation", body)
    assert (due.day, due.provisional) == (date(2027, 1, 19), True)


def test_mediation_ends_as_the_district_says_unless_both_agreed_to_go_on() -> None:
    body: dict[str, Any] = {"status": "mediating", "accepted_on": "2026-08-03"}
    assert mediation_until(body, RULES) == date(2026, 9, 2)
    assert mediation_until(body, Rules(Policy(mediation_days=15), RULES.holidays)) == date(2026, 8, 18)
    assert mediation_until(body | {"extension": {"until_on": "2026-10-09"}}, RULES) == date(2026, 10, 9)


def test_an_agreed_meeting_comes_first_until_it_is_written_up() -> None:
    planned: dict[str, Any] = {
        "status": "mediating", "accepted_on": "2026-08-03", "next_session": {"at": NOON},
    }  # fmt: skip
    today = date(2026, 8, 28)
    assert next_due(planned, RULES, today) == Due("meeting", date(2026, 8, 29))
    held = planned | {"sessions": {"s": {"at": NOON + 3_600_000}}}
    assert next_due(held, RULES, today) == Due("month", date(2026, 9, 2))


def test_every_open_clause_has_its_day_and_a_kept_one_has_none() -> None:
    clauses = {
        "a": {"order": 1, "due_on": "2026-09-20", "done": "yes"},
        "b": {"order": 2, "due_on": "2026-10-20", "done": "partly"},
        "c": {"order": 3, "due_on": "2026-09-30", "_deleted": True},
    }
    assert of("clause", SIGNED | {"clauses": clauses}) == [Due("clause", date(2026, 10, 20), "b")]


def test_follow_ups_come_one_after_the_other() -> None:
    first = SIGNED | {"agreement": {"form": "oral", "effective_on": "2026-08-03"}}
    assert of("follow_up", first) == [Due("follow_up", date(2026, 8, 10))]
    second = first | {"status": "performed", "followups": {"f": {"at": NOON}}}
    assert of("follow_up", second) == [Due("follow_up", date(2026, 9, 2))]
    assert of("follow_up", second | {"followups": {"f": {"at": NOON}, "g": {"at": NOON}}}) == []


@pytest.mark.parametrize("content", [None, 3, [], {"mediation_days": "30"}, {"follow_up_days": []}])
def test_a_policy_that_makes_no_sense_is_the_programs(content: Any) -> None:
    assert Policy.from_content(content) == Policy()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.just("2026-09-03"),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from(["accepted", "mediating", "agreed", "performing", "performed"]),
    st.sampled_from(["agreement", "clauses", "next_session", "extension", "followups", "accepted_on"]),
)
def test_no_body_from_elsewhere_stops_the_clocks(value: Any, status: str, field: str) -> None:
    assert sorted(dues(SIGNED | {"status": status, field: value}, RULES), key=lambda due: due.day) is not None
