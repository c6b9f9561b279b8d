"""Days as the law and the office count them: periods, working days, ages, the day something happened on."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from typing import Any, Self

CHINA_MINUTES = 480
"""East of UTC: the whole country keeps one time, and its days and clocks are meant wherever a laptop thinks it is."""

_ONE_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """One year of the State Council's arrangement: days off, and weekend days that are worked instead."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Holidays:
    """The holiday table: what is known by year. A year without an arrangement counts Monday to Friday.

    Next year's arrangement is published about November, so unknown years are ordinary; `known` lets a screen
    say that its day is provisional.
    """

    years: Mapping[int, HolidayYear] = field(default_factory=dict)

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Self:
        """Read `{"years": {"2026": {"off": ["2026-01-01", …], "worked": […]}}}`, the reference `holidays`.

        Raises ValueError where the content has another shape or a day that is not in its year.
        """
        try:
            years = {int(year): _holiday_year(int(year), days) for year, days in content["years"].items()}
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a holiday table: {error!r}") from error
        return cls(years)

    def known(self, year: int) -> bool:
        """Whether the arrangement of that year is in the table."""
        return year in self.years

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day, weekends that are worked included."""
        year = self.years.get(day.year, HolidayYear())
        if day in year.worked:
            return True
        return day.weekday() < 5 and day not in year.off


def _holiday_year(year: int, days: Mapping[str, list[str]]) -> HolidayYear:
    off, worked = (frozenset(date.fromisoformat(day) for day in days[key]) for key in ("off", "worked"))
    for day in off | worked:
        if day.year != year:
            raise ValueError(f"{day} is not in {year}")
    return HolidayYear(off, worked)


def end_of_days(start: date, days: int, holidays: Holidays) -> date:
    """The last day of a period of `days` natural days (Civil Code art. 201, 203).

    The day it starts on does not count; a last day on a day off moves to the first working day after it.
    """
    _require_not_negative(days)
    return roll_forward(start + timedelta(days=days), holidays)


def end_of_months(start: date, months: int, holidays: Holidays) -> date:
    """The last day of a period of `months` (Civil Code art. 202, 203): the same day, else the end of the month."""
    _require_not_negative(months)
    return roll_forward(months_later(start, months), holidays)


def roll_forward(day: date, holidays: Holidays) -> date:
    """The day itself where offices work, else the first working day after it (Civil Code art. 203)."""
    while not holidays.is_working_day(day):
        day += _ONE_DAY
    return day


def add_working_days(start: date, days: int, holidays: Holidays) -> date:
    """The `days`-th working day after `start`, which does not count itself; 0 is `start`."""
    _require_not_negative(days)
    day = start
    while days:
        day += _ONE_DAY
        days -= holidays.is_working_day(day)
    return day


def months_later(day: date, months: int) -> date:
    """The same day of a later month (below 0: an earlier one), else the last one of it; the calendar ends in 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_later(day: date, days: int) -> date:
    """So many days later; the calendar ends in 9999."""
    return day + timedelta(days=min(days, (date.max - day).days))


def age_on(birth: date, day: date) -> int:
    """Full years (周岁) on a day, reached on the birthday; for 29 February, on the 28th in common years.

    Raises ValueError for a day before the birth.
    """
    if day < birth:
        raise ValueError(f"{day} is before the birth on {birth}")
    years = day.year - birth.year
    return years if months_later(birth, 12 * years) <= day else years - 1


def chinese_date(day: date) -> str:
    """A date as documents write it (GB/T 9704), without leading zeros: 2026年11月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def local_day(at_ms: int, tz_minutes: int) -> date:
    """The day on the clock of somebody whose zone is `tz_minutes` east of UTC, at `at_ms` since the epoch.

    Of a moment outside the years 1 to 9999 it is the calendar's first or last day: such records may be on file.
    """
    try:
        return (_EPOCH + timedelta(milliseconds=at_ms, minutes=tz_minutes)).date()
    except OverflowError:
        return date.max if at_ms > 0 else date.min


def _require_not_negative(number: int) -> None:
    if number < 0:
        raise ValueError(f"periods run forward, not by {number}")
