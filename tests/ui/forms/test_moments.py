"""Times and days as they are typed at a keyboard in a hurry."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.ui.forms.moments import (
    parse_date,
    parse_day,
    parse_moment,
    parse_past_day,
    say_date,
    say_day,
    say_moment,
    say_when,
    short_day,
)
from tests.laptop import NOON

SUNDAY = date(2026, 11, 22)
CHINA = 480


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1038", "今天 10:38"),
        ("938", "今天 09:38"),
        ("9", "今天 09:00"),
        ("10:38", "今天 10:38"),
        ("１０：３８", "今天 10:38"),
        ("10.38", "今天 10:38"),
        ("昨天3点", "昨天 15:00"),
        ("昨天 0300", "昨天 03:00"),
        ("昨晚8点半", "昨天 20:30"),
        ("今早7点", "今天 07:00"),
        ("三点一刻", "昨天 15:15"),
        ("1500", "昨天 15:00"),
        ("1220", "今天 12:20"),
        ("前天1405", "11-20 14:05"),
        ("周五下午3点20", "11-20 15:20"),
        ("上周三 10:00", "11-11 10:00"),
        ("上周日 10:00", "11-15 10:00"),
        ("周日 9:00", "今天 09:00"),
        ("11-20 9:30", "11-20 09:30"),
        ("12月30日14:00", "2025-12-30 14:00"),
        ("2026-11-01 08:00", "11-01 08:00"),
        ("半小时前", "今天 11:30"),
        ("20分钟前", "今天 11:40"),
        ("刚才", "今天 12:00"),
        ("yesterday 3pm", None),
        ("yesterday 3:00pm", "昨天 15:00"),
    ],
)
def test_a_time_that_has_passed(typed: str, meant: str | None) -> None:
    moment = parse_moment(typed, NOON, CHINA)
    assert (None if moment is None else say_moment(moment, NOON, CHINA, "zh_CN")) == meant


@pytest.mark.parametrize("typed", ["", "很早", "2560", "99", "昨天很早", "13月40日 9:00", "2-30 8点", "abc"])
def test_what_means_no_time(typed: str) -> None:
    assert parse_moment(typed, NOON, CHINA) is None


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_none(typed: str) -> None:
    moment = parse_moment(typed, NOON, CHINA)
    assert moment is None or isinstance(say_moment(moment, NOON, CHINA, "en"), str)


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ("明天", "明天 周一", "Tomorrow, Mon"),
        ("后天", "11 月 24 日 周二", "Tue 24 Nov"),
        ("3天后", "11 月 25 日 周三", "Wed 25 Nov"),
        ("3", "11 月 25 日 周三", "Wed 25 Nov"),
        ("2周后", "12 月 6 日 周日", "Sun 6 Dec"),
        ("周二", "11 月 24 日 周二", "Tue 24 Nov"),
        ("下周二", "11 月 24 日 周二", "Tue 24 Nov"),
        ("11-24", "11 月 24 日 周二", "Tue 24 Nov"),
        ("1-5", "2027 年 1 月 5 日 周二", "Tue 5 Jan 2027"),
        ("2027-1-5", "2027 年 1 月 5 日 周二", "Tue 5 Jan 2027"),
    ],
)
def test_a_day_to_come(typed: str, zh: str, en: str) -> None:
    day = parse_day(typed, SUNDAY)
    assert day is not None
    assert (say_day(day, SUNDAY, "zh_CN"), say_day(day, SUNDAY, "en")) == (zh, en)


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_none(typed: str) -> None:
    day = parse_day(typed, SUNDAY)
    assert day is None or say_day(day, SUNDAY, "zh_CN")


@given(st.dates(min_value=SUNDAY, max_value=date(2099, 12, 31)), st.sampled_from(["zh_CN", "en"]))
def test_a_day_is_read_again_as_it_is_shown(day: date, language: str) -> None:
    assert parse_day(say_day(day, SUNDAY, language), SUNDAY) == day


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("昨天", date(2026, 11, 21)),
        ("11.20", date(2026, 11, 20)),
        ("11-24", date(2025, 11, 24)),
        ("上周三", date(2026, 11, 11)),
        ("周六", date(2026, 11, 21)),
        ("11 月 20 日 周五", date(2026, 11, 20)),
        ("2027-1-5", date(2027, 1, 5)),
        ("2-30", None),
        ("1120", None),
        ("昨天3点", None),
    ],
)
def test_a_day_that_was(typed: str, meant: date | None) -> None:
    assert parse_past_day(typed, SUNDAY) == meant


@given(st.dates(min_value=date(1900, 1, 1), max_value=SUNDAY), st.sampled_from(["zh_CN", "en"]))
def test_a_day_that_was_is_read_again_as_it_is_shown(day: date, language: str) -> None:
    assert parse_past_day(say_day(day, SUNDAY, language), SUNDAY) == day


@pytest.mark.parametrize(
    "typed",
    ["1948-03-07", "1948年3月7日", "1948 年 3 月 7 日", "19480307", "1948.3.7", "7 Mar 1948", "1948/3/7"],
)
def test_a_whole_date(typed: str) -> None:
    assert parse_date(typed) == date(1948, 3, 7)


@pytest.mark.parametrize("typed", ["", "3-7", "3月7日", "1948-13-07", "1948", "明天", "7 Mar"])
def test_what_is_no_whole_date(typed: str) -> None:
    assert parse_date(typed) is None


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["zh_CN", "en"]))
def test_a_whole_date_is_read_again_as_it_is_shown(day: date, language: str) -> None:
    assert parse_date(say_date(day, language)) == day


def test_a_day_of_another_year_has_its_year_in_a_list_too() -> None:
    days = (date(2026, 12, 4), date(2027, 1, 4))
    assert [short_day(day, SUNDAY) for day in days] == ["12-04", "2027-01-04"]
    assert [say_date(day, "zh_CN") for day in days] == ["2026 年 12 月 4 日", "2027 年 1 月 4 日"]
    assert say_date(days[0], "en") == "4 Dec 2026"


@given(st.integers(min_value=NOON - 86_400_000 * 700, max_value=NOON), st.sampled_from(["zh_CN", "en"]))
def test_a_time_is_read_again_as_it_is_shown(moment: int, language: str) -> None:
    minute = moment - moment % 60_000
    assert parse_moment(say_moment(minute, NOON, CHINA, language), NOON, CHINA) == minute


def test_the_end_of_a_line_says_when_in_a_word() -> None:
    hour, day = 3_600_000, 86_400_000
    said = [say_when(NOON - back, NOON, CHINA, "zh_CN") for back in (hour, day, 5 * day, 400 * day)]
    assert said == ["11:00", "昨天", "11-17", "2025-10-18"]


def test_a_moment_that_no_calendar_has_is_said_all_the_same() -> None:
    assert say_moment(NOON * 1000, NOON, CHINA, "zh_CN") == "9999-12-31 23:59"
