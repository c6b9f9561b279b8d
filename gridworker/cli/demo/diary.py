"""When things happen in the sample district: working days counted from the last one, free minutes of a day."""

import re
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from gridworker.domain.dates import CHINA_MINUTES, Holidays, roll_forward

_ONE_DAY = timedelta(days=1)
_PARTS_OF_THE_DAY = {
    "morning": ("07:25", "08:50"),
    "noon": ("10:30", "11:15"),
    "day": ("08:40", "16:50"),
    "afternoon": ("13:30", "17:20"),
    "school_end": ("15:50", "16:40"),
    "late": ("16:40", "18:20"),
    "evening": ("19:10", "21:20"),
}
_MEAL = ("11:25", "13:10")


def minutes_of(clock: str) -> int:
    """Minutes since midnight of "HH:MM"."""
    moment = time.fromisoformat(clock)
    return moment.hour * 60 + moment.minute


class Diary:
    """Days and hours of one month of work; day 0 is the last one, −1 the working day before it."""

    def __init__(self, last_day: date, holidays: Holidays, rng: Random) -> None:
        self._last_day = last_day
        self._holidays = holidays
        self._rng = rng
        self._taken: set[tuple[str, date, int]] = set()

    def day(self, count: int) -> date:
        """The working day `count` before (negative) or after the last day."""
        day = self._last_day
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self._holidays.is_working_day(day):
                day += step
        return day

    def moment(self, count: int, clock: str) -> int:
        """Milliseconds since the epoch of a time on day `count`."""
        return self.at(self.day(count), minutes_of(clock))

    def at(self, day: date, minutes: int) -> int:
        """Milliseconds since the epoch of so many minutes after midnight on `day`, here."""
        midnight = datetime.combine(day, time(), UTC)
        return int(midnight.timestamp()) * 1000 + (minutes - CHINA_MINUTES) * 60_000

    def book(self, worker: str, day: date, part: str) -> int:
        """A moment in a part of `day` that is at least 8 minutes from everything else this worker booked."""
        first, last = (minutes_of(clock) for clock in _PARTS_OF_THE_DAY[part])
        meal = range(*(minutes_of(clock) for clock in _MEAL))
        choices = [minute for minute in range(first, last) if minute not in meal or part != "day"]
        free = [minute for minute in choices if not self._is_taken(worker, day, minute)]
        minute = self._rng.choice(free or choices)
        self._taken.add((worker, day, minute))
        return self.at(day, minute)

    def working_on_or_after(self, day: date) -> date:
        """The day itself, or the next working day."""
        return roll_forward(day, self._holidays)

    def days_off(self, first: int) -> list[date]:
        """Weekends and holidays between day `first` and the last one."""
        start = self.day(first)
        days = [start + timedelta(days=n) for n in range((self._last_day - start).days + 1)]
        return [day for day in days if not self._holidays.is_working_day(day)]

    def fill_dates(self, text: str) -> str:
        """`text` with `{day-3}` written as that day's date, 11月17日, and `{year}` as the last day's year."""

        def written(found: re.Match[str]) -> str:
            day = self.day(int(found[1]))
            return f"{day.month}月{day.day}日"

        return re.sub(r"\{day([+-]\d+)\}", written, text).replace("{year}", str(self._last_day.year))

    def _is_taken(self, worker: str, day: date, minute: int) -> bool:
        return any((worker, day, minute + shift) in self._taken for shift in range(-8, 9))
