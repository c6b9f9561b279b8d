"""The spans of time that offices count by: a week from Monday, a month, a quarter, a year."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Self

from gridworker.domain.dates import CHINA_MINUTES, months_later
from gridworker.domain.errors import PersonCanMend

SPANS = ("week", "month", "quarter", "year")

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MONTH = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Period(NamedTuple):
    """From the day `first` to before the day `after`; `span` is one of `SPANS`."""

    span: str
    first: date
    after: date

    @classmethod
    def around(cls, span: str, day: date) -> Self:
        """The period of this span that a day lies in."""
        if span == "week":
            first = day - timedelta(days=day.weekday())
            return cls(span, first, first + timedelta(days=7))
        months = _MONTHS[span]
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        return cls(span, first, months_later(first, months))

    @classmethod
    def month(cls, text: str) -> Self:
        """The month written `2026-11`. Raises `PersonCanMend` (`not_a_month`)."""
        found = _MONTH.fullmatch(text.strip())
        if found is None:
            raise PersonCanMend("not_a_month", text=text)
        return cls.around("month", date(int(found[1]), int(found[2]), 1))

    def moved(self, steps: int) -> Period:
        """The period that many of its own length later, or earlier."""
        if self.span == "week":
            return Period.around(self.span, self.first + timedelta(days=7 * steps))
        return Period.around(self.span, months_later(self.first, steps * _MONTHS[self.span]))

    def year_before(self) -> Period:
        """The same period a year ago; of a week, the one 52 weeks before."""
        if self.span == "week":
            return self.moved(-52)
        return Period.around(self.span, self.first.replace(year=self.first.year - 1))

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - timedelta(days=1)

    @property
    def begins(self) -> int:
        """Its first moment, ms UTC."""
        return _moment(self.first)

    @property
    def ends(self) -> int:
        """The first moment after it, ms UTC."""
        return _moment(self.after)


def _moment(day: date) -> int:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return int((midnight - _EPOCH).total_seconds() - CHINA_MINUTES * 60) * 1000
