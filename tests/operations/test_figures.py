"""What Zhou Min's figures say, and that behind each of them stand exactly the records it counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.errors import PersonCanMend
from gridworker.domain.period import SPANS, Period
from gridworker.domain.query import EVER, Query, find_faults
from gridworker.operations.figures import CHARTS, FIGURES, behind, chart_period, look
from gridworker.operations.merging import merge
from gridworker.operations.records import add_record, delete_record, edit_record
from gridworker.operations.reports import fill as fill_report
from gridworker.operations.reports import list_reports
from gridworker.store import questions
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from tests.laptop import NOON, laptop
from tests.ui.pages.month import fill

DAY = 86_400_000
NOVEMBER = Period.month("2026-11")


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def add(profile: Profile, kind: str, **fields: Any) -> str:
    return add_record(profile, kind, fields).ids[0]


def patrol(profile: Profile, where: str = "东篱苑3幢", at: int = NOON, **fields: Any) -> str:
    return add(profile, "patrol", **({"at": at, "place": {"text": where}, "categories": ["fire"]} | fields))


def test_a_place_counts_once_however_often_one_goes_there(profile: Profile) -> None:
    noodles, repairs = (
        add(profile, "place", name=n, type="shop", place={"text": n}) for n in ("面馆", "修车铺")
    )
    for day in range(3):
        patrol(profile, at=NOON - day * DAY, place_id=noodles)
    patrol(profile, at=NOON - 40 * DAY, place_id=repairs)
    seen = look(profile, NOVEMBER).values["places"]
    assert (seen.part, seen.whole, seen.beside, seen.percent) == (1, 2, 3, 50)
    delete_record(profile, noodles, "已关门")
    assert look(profile, NOVEMBER).values["places"][:2] == (0, 1)


def test_a_hazard_is_put_right_once_its_recheck_says_so(profile: Profile) -> None:
    found = patrol(profile, outcome="deadline", severity="minor", recheck_on="2026-11-20")
    patrol(profile, outcome="fixed", severity="on_spot")
    patrol(profile, outcome="none", categories=["normal"])
    assert look(profile, NOVEMBER).values["hazards"][:3] == (1, 2, 1)
    again = patrol(profile, rechecks_id=found, recheck_result="not_fixed", outcome="deadline")
    assert look(profile, NOVEMBER).values["hazards"][:3] == (1, 2, 1)
    patrol(profile, rechecks_id=again, recheck_result="fixed", outcome="fixed")
    assert look(profile, NOVEMBER).values["hazards"][:3] == (2, 2, 0)


def test_a_dispute_counts_in_the_month_that_it_was_accepted_in(profile: Profile) -> None:
    def dispute(**fields: Any) -> str:
        given = {"type": "neighbour", "title": "漏水", "parties": [{"role": "applicant", "name": "李建国"}]}
        return add(profile, "dispute", **given, **fields)

    case = dispute(status="accepted", accepted_on="2026-11-03")
    dispute(status="accepted", accepted_on="2026-10-30")
    dispute(status="lead")
    assert look(profile, NOVEMBER).values["disputes"][:2] == (0, 1)
    edit_record(profile, case, {"status": "mediating"})
    edit_record(profile, case, {"status": "agreed", "agreement": {"form": "oral", "signed_on": "2026-11-05"}})
    assert look(profile, NOVEMBER).values["disputes"][:2] == (1, 1)
    assert look(profile, NOVEMBER.moved(-1)).values["disputes"][:2] == (0, 1)


def test_a_home_is_visited_when_somebody_who_lives_there_was_met(profile: Profile) -> None:
    home, other, third = (add(profile, "household", place={"text": "东篱苑", "room": room}) for room in "123")
    mother, son = (add(profile, "person", name=name, household_id=home) for name in ("沈阿凤", "沈建国"))

    def visit(target: str, target_id: str, result: str) -> None:
        add(profile, "visit", at=NOON, target=target, target_id=target_id, name="某家", result=result)

    visit("person", mother, "met")
    visit("person", son, "phone")
    visit("household", home, "met")
    visit("household", other, "absent")
    assert look(profile, NOVEMBER).values["homes"][:3] == (1, 3, 4)
    merge(profile, home, third)
    assert look(profile, NOVEMBER).values["homes"][:2] == (1, 2)


def test_last_year_is_told_only_where_there_was_work_then(profile: Profile) -> None:
    assert look(profile, NOVEMBER).values["hazards"].before is None
    patrol(profile, at=NOON - 365 * DAY, outcome="fixed", severity="on_spot")
    assert look(profile, NOVEMBER).values["hazards"].before == (1, 1)


def test_what_was_counted_stands_only_until_something_changes(profile: Profile) -> None:
    patrol(profile, outcome="fixed", severity="on_spot")
    before = look(profile, NOVEMBER)
    assert look(profile, NOVEMBER, before).values is before.values
    patrol(profile, outcome="fixed", severity="on_spot")
    again = look(profile, NOVEMBER, before)
    assert again.values["hazards"].part == 2
    assert again.freshness.waiting == 2


def test_behind_every_number_of_a_month_stand_as_many_records(profile: Profile) -> None:
    fill(profile, ("patrol", "visit", "dispute"))
    for period in (NOVEMBER, NOVEMBER.moved(-1), Period.around("year", date(2026, 11, 22))):
        seen = look(profile, period)
        for figure in FIGURES:
            queries = {"part": figure.part, "whole": figure.whole, "beside": figure.beside}
            for name, query in queries.items():
                if not query.distinct:
                    assert len(behind(profile, query, period)) == getattr(seen.values[figure.code], name)
        for chart in CHARTS:
            listed = profile.read(
                partial(questions.found, query=chart.query, period=chart_period(chart, period, seen.today))
            )
            counted: dict[Any, int] = {}
            for one in listed:
                counted[one.by] = counted.get(one.by, 0) + 1
            assert counted == seen.charts[chart.code]


def test_a_figure_of_a_month_reads_that_month_and_no_other(profile: Profile) -> None:
    asked: list[str] = []

    def scans(db: Tables, statement: str) -> list[str]:
        steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")]
        # The open hazards are few, whatever the month.
        return [step for step in steps if "SCAN record" in step and not step.endswith("record_hazards")]

    profile.read(lambda db: db.conn.set_trace_callback(asked.append))
    look(profile, NOVEMBER)
    for report in list_reports(profile):
        fill_report(profile, report, NOVEMBER)
    profile.read(lambda db: db.conn.set_trace_callback(None))
    of_a_month = {sql for sql in asked if "number >= " in sql or "accepted_on') >= " in sql}
    assert len(of_a_month) > 20
    for sql in of_a_month:
        assert profile.read(partial(scans, statement=sql)) == [], sql


def test_a_query_of_the_district_names_what_this_program_does_not_know() -> None:
    assert find_faults(Query("patrol", where={"outcome": ("fixed",)}, by="categories")) == []
    assert find_faults(Query("dragon")) == ["dragon"]
    assert find_faults(Query("dispute", on="facts")) == ["dispute.facts"]
    odd = Query("dispute", on=EVER, where={"wings": ("2",)}, amount="clauses/gold", such=("found",))
    assert find_faults(odd) == ["dispute.clauses/gold", "dispute.wings", "found"]
    injected = Query("patrol", where={"outcome') = 1 OR ('1": ("1",)})
    assert find_faults(injected) == ["patrol.outcome') = 1 OR ('1"]


@given(st.sampled_from(SPANS), st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(-30, 30))
def test_periods_follow_each_other_without_a_gap(span: str, day: date, steps: int) -> None:
    period = Period.around(span, day)
    assert period.first <= day < period.after
    assert period.moved(1).first == period.after
    assert period.moved(steps).moved(-steps) == period
    assert period.ends - period.begins == (period.after - period.first) // timedelta(days=1) * DAY


def test_a_month_is_written_as_a_year_and_a_month() -> None:
    assert Period.month("2026-11").last == date(2026, 11, 30)
    assert Period.month("9999-12").last < date.max
    for text in ("2026-13", "11-2026", "", "2026年11月", "0000-01"):
        with pytest.raises(PersonCanMend, match="not_a_month"):
            Period.month(text)
