"""Deadlines, working days and ages, counted with the holiday table that a new district starts with."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.dates import (
    Holidays,
    add_working_days,
    age_on,
    chinese_date,
    days_later,
    end_of_days,
    end_of_months,
    local_day,
    roll_forward,
)

SEED_TABLE = Path(__file__).parents[2] / "resources" / "catalogs" / "holidays.json"
HOLIDAYS = Holidays.from_content(json.loads(SEED_TABLE.read_text(encoding="utf-8")))
NO_TABLE = Holidays()
ANY_DAY = st.dates(date(1950, 1, 1), date(2090, 12, 31))


def test_the_first_table_knows_the_year_and_says_what_it_does_not_know() -> None:
    assert HOLIDAYS.known(2026)
    assert not HOLIDAYS.known(2027)
    assert not NO_TABLE.known(2026)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        (date(2025, 1, 26), True),
        (date(2025, 1, 28), False),
    ],
)
def test_national_day_and_the_weekends_worked_for_it(day: date, working: bool) -> None:
    assert HOLIDAYS.is_working_day(day) is working


def test_thirty_days_for_judicial_confirmation() -> None:
    assert end_of_days(date(2026, 11, 2), 30, HOLIDAYS) == date(2026, 12, 2)


def test_a_period_that_ends_in_the_holidays_ends_after_them() -> None:
    assert end_of_days(date(2026, 9, 3), 30, HOLIDAYS) == date(2026, 10, 8)
    assert end_of_days(date(2026, 9, 10), 30, HOLIDAYS) == date(2026, 10, 10)
    assert end_of_days(date(2026, 11, 20), 2, HOLIDAYS) == date(2026, 11, 23)


def test_a_month_from_the_last_of_january_ends_with_february() -> None:
    assert end_of_months(date(2025, 1, 31), 1, HOLIDAYS) == date(2025, 2, 28)
    assert end_of_months(date(2026, 10, 22), 1, HOLIDAYS) == date(2026, 11, 23)


def test_three_working_days_over_national_day() -> None:
    assert add_working_days(date(2026, 9, 29), 3, HOLIDAYS) == date(2026, 10, 9)
    assert add_working_days(date(2026, 10, 9), 1, HOLIDAYS) == date(2026, 10, 10)
    assert add_working_days(date(2026, 11, 22), 0, HOLIDAYS) == date(2026, 11, 22)


@pytest.mark.parametrize("count", [end_of_days, end_of_months, add_working_days])
def test_periods_run_forward(count: Any) -> None:
    with pytest.raises(ValueError, match="forward"):
        count(date(2026, 11, 22), -1, HOLIDAYS)


@given(ANY_DAY, st.integers(0, 400), st.sampled_from([HOLIDAYS, NO_TABLE]))
def test_a_period_is_never_shorter_and_ends_on_a_working_day(start: date, days: int, table: Holidays) -> None:
    end = end_of_days(start, days, table)
    assert end - start >= timedelta(days=days)
    assert table.is_working_day(end)
    assert roll_forward(end, table) == end


@given(ANY_DAY, st.integers(1, 60), st.sampled_from([HOLIDAYS, NO_TABLE]))
def test_working_days_are_counted_one_by_one(start: date, days: int, table: Holidays) -> None:
    end = add_working_days(start, days, table)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(table.is_working_day(day) for day in between) == days
    assert table.is_working_day(end)


def test_an_age_is_reached_on_the_birthday() -> None:
    assert age_on(date(1944, 11, 22), date(2026, 11, 21)) == 81
    assert age_on(date(1944, 11, 22), date(2026, 11, 22)) == 82
    assert age_on(date(2008, 2, 29), date(2026, 2, 27)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 18
    assert age_on(date(2026, 11, 22), date(2026, 11, 22)) == 0
    with pytest.raises(ValueError, match="before the birth"):
        age_on(date(2026, 11, 22), date(2026, 11, 21))


@given(ANY_DAY, ANY_DAY)
def test_nobody_grows_younger(one: date, other: date) -> None:
    birth, day = sorted((one, other))
    assert 0 <= day.year - birth.year - age_on(birth, day) <= 1
    assert age_on(birth, day + timedelta(days=1)) - age_on(birth, day) in (0, 1)


def test_documents_write_no_leading_zeros() -> None:
    assert chinese_date(date(2026, 11, 22)) == "2026年11月22日"
    assert chinese_date(date(2026, 1, 2)) == "2026年1月2日"


def test_a_night_patrol_belongs_to_the_day_on_the_workers_clock() -> None:
    just_after_midnight_here = int(datetime.fromisoformat("2026-11-22T00:10:00+08:00").timestamp() * 1000)
    assert local_day(just_after_midnight_here, 480) == date(2026, 11, 22)
    assert local_day(just_after_midnight_here, 0) == date(2026, 11, 21)
    assert local_day(-1, 0) == date(1969, 12, 31)
    # On file there may be what another program counted in microseconds: it stops nobody.
    assert local_day(10**18, 480) == date.max
    assert local_day(-(10**18), 480) == date.min
    assert days_later(date.max, 30) == date.max
    assert days_later(date(2026, 11, 22), 10**12) == date.max
    assert days_later(date(2026, 11, 22), 9) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"years": []},
        {"years": {"2026": {"off": []}}},
        {"years": {"2026": {"off": ["2025-01-01"], "worked": []}}},
        {"years": {"2026": {"off": ["1 January"], "worked": []}}},
        {"years": {"2026": {"off": [20260101], "worked": []}}},
    ],
)
def test_a_table_of_another_shape_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"holiday table|not in 2026|isoformat"):
        Holidays.from_content(content)
