"""走访计划: how often somebody is called on, why, and when the next call is due (domain notes §4.1, §4.3).

A plan is derived anew each time from tags in force, use or size, the district's policy and the calls that were made;
nothing of it is stored. A day that somebody set by hand wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from gridworker.domain.dates import days_later
from gridworker.domain.paths import Body
from gridworker.domain.tags import in_force

ANY = "any"
FIRST = "first"
LONGEST_DAYS = 3_660

Table = Mapping[str, int]
"""After how many days, by level (or use, or size); `any` for the others, `first` for the first call; 0 for never."""


class Frequencies(NamedTuple):
    """The district's policy: `person` by category of tag and its level, `household` by use, `enterprise` by size.

    `again` is after how many days one tries again where nobody was met.
    """

    person: Mapping[str, Table]
    household: Table
    enterprise: Table
    again: int


class Why(NamedTuple):
    """What a plan rests on: `of` is `tag`, `household` or `enterprise`, `code` the category, use or size.

    `every` is in days; `first` is when the first call is due, in days after `since`.
    """

    of: str
    code: str
    level: str
    every: int
    first: int
    since: date


class Calls(NamedTuple):
    """What was done so far: the last day somebody was spoken to, the last try since, how many tries, a set day."""

    met: date | None = None
    tried: date | None = None
    tries: int = 0
    by_hand: date | None = None

    def and_one(self, on: date, *, spoken: bool) -> Calls:
        """With one more, on the day `on`, that sets no day by hand."""
        if spoken:
            return Calls(max(on, self.met or on))
        return Calls(self.met, max(on, self.tried or on), self.tries + 1)


class Due(NamedTuple):
    """When the next call is due; `why` is None where only a day was set by hand, which `by_hand` says.

    `first` says that nobody was spoken to yet.
    """

    on: date
    why: Why | None
    tries: int = 0
    by_hand: bool = False
    first: bool = False


def read_frequencies(content: Mapping[str, Any]) -> Frequencies:
    """What can be read of a policy: numbers of days from 0 to `LONGEST_DAYS`, all else is passed over."""
    person = content.get("person")
    again = content.get("again")
    return Frequencies(
        {code: _table(levels) for code, levels in (person if isinstance(person, dict) else {}).items()},
        _table(content.get("household")),
        _table(content.get("enterprise")),
        again if _is_days(again) and again else 3,
    )


def of_person(person: Body, today: date, policy: Frequencies, on_file: date) -> Why | None:
    """The most frequent of the calls that the tags in force ask for; None where they ask for none."""
    found = []
    for tag in in_force(person, today):
        category, level = str(tag.said.get("category") or ""), str(tag.said.get("level") or "")
        table = policy.person.get(category, {})
        since = max(on_file, _day(tag.said.get("since_on")) or on_file)
        if why := _why("tag", category, level, table, since):
            found.append(why)
    return min(found, key=lambda why: (why.every, why.code), default=None)


def of_kind(kind: str, code: str, policy: Frequencies, on_file: date) -> Why | None:
    """The calls on a household by its use, on an enterprise by its size."""
    return _why(kind, code, code, policy.household if kind == "household" else policy.enterprise, on_file)


def due(why: Why | None, calls: Calls, again: int) -> Due | None:
    """When the next call is due, `again` days after a try at which nobody was met; None where nothing asks for one."""
    if calls.by_hand is not None:
        return Due(calls.by_hand, why, calls.tries, by_hand=True)
    if why is None:
        return None
    return Due(planned_on(why, calls, again), why, calls.tries, first=calls.met is None)


def planned_on(why: Why, calls: Calls, again: int) -> date:
    """The day a plan alone asks for."""
    planned = days_later(calls.met, why.every) if calls.met else days_later(why.since, why.first)
    if calls.tried is None:
        return planned
    return max(planned, days_later(calls.tried, min(again, why.every)))


def _why(of: str, code: str, level: str, table: Table, since: date) -> Why | None:
    every = table.get(level, table.get(ANY, 0))
    return Why(of, code, level, every, table.get(FIRST, every), since) if every else None


def _table(given: Any) -> Table:
    return {level: days for level, days in given.items() if _is_days(days)} if isinstance(given, dict) else {}


def _is_days(days: Any) -> bool:
    return type(days) is int and 0 <= days <= LONGEST_DAYS


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
