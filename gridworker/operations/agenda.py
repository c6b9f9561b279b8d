"""What is to be done: tasks, rechecks, mediations, promises that fall due, visits and jottings, the dues first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from gridworker.domain import clocks
from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.kinds import KINDS
from gridworker.domain.paths import Body
from gridworker.domain.plans import Due
from gridworker.domain.titles import place_text, title_of
from gridworker.domain.urgency import dangers
from gridworker.operations.coverage import covered
from gridworker.operations.needs import Need, open_needs
from gridworker.operations.plans import planned
from gridworker.operations.references import rules_of
from gridworker.operations.saving import known
from gridworker.operations.today import this_day
from gridworker.operations.visits import CALL_ON, key_of
from gridworker.store import due, lists, plan_rows, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow

HORIZON_DAYS = 7
"""How far today's list looks ahead."""

POINTS = "points"
"""What the page of patrols is entered with, in place of an id, to show the points that must be visited."""

VISIT_AHEAD_DAYS = 3
"""Who is to be called on later stands on the page of visits alone."""

VISIT_BACK_DAYS = 60
"""A visit that is overdue for longer stands on the page of visits alone."""

MOST_VISITS = 12
"""No more visits stand on today's list; who comes after them stands on the page of visits."""
_MOST_PERFORMED = 500
_CLOCKS = {
    "meeting": "session",
    "month": "limit",
    "clause": "clause",
    "confirmation": "confirmation",
    "follow_up": "follow_up",
}


class Item(NamedTuple):
    """One thing to do, its title and a quiet line; `record` is what its page is entered with.

    `what` is `task`, `recheck`, of a dispute `urgent`, `session`, `limit`, `clause`, `confirmation` or `follow_up`,
    `visit`, `visits` (how many more), `points` (how many must be patrolled), `need` or `note`. `day` is when it is due,
    `at` the moment in ms where one was set, `element` a clause or a need, `due` why somebody is to be called on.
    """

    what: str
    kind: str
    record: str
    title: str
    remark: str
    day: date | None = None
    at: int | None = None
    element: str = ""
    due: Due | None = None


class Agenda(NamedTuple):
    """The day it is here, and what is to be done: overdue first, then today's, then what comes, then without date.

    `mark` says as of which change.
    """

    today: date
    items: list[Item]
    mark: tuple[int, int] = (-1, -1)


class Errand(NamedTuple):
    """All of a task or a note: its text, who gave it, and the record it is about, `("", "")` for none."""

    title: str
    text: str
    by: str
    about: tuple[str, str]


class Week(NamedTuple):
    """How many different places were patrolled on each of the last seven days, the last being today, and in all."""

    days: list[tuple[date, int]]
    places: int


def agenda(profile: Profile, before: Agenda | None = None) -> Agenda:
    """What this worker has to do within `HORIZON_DAYS`, and whatever is overdue.

    What was found `before` stands where nothing has changed since.
    """
    today = this_day(profile)
    until = today + timedelta(days=HORIZON_DAYS)

    def work(db: Tables) -> Agenda:
        mark = lists.change_mark(db)
        if before is not None and (before.today, before.mark) == (today, mark):
            return before
        items = [
            *_tasks(db, profile, until),
            *map(_recheck, due.to_recheck(db, until.isoformat())),
            *_of_disputes(db, today, until),
            *_visits(db, today, today + timedelta(days=VISIT_AHEAD_DAYS)),
            *_points(db, today),
            *map(_need, open_needs(db)),
            *(_note(row) for row in due.still_open(db, "note")),
        ]
        return Agenda(today, sorted(items, key=_order), mark)

    return profile.read(work)


def disputes_due(profile: Profile) -> int:
    """How many disputes have something that is due today or was due before."""
    today = this_day(profile)
    return profile.read(lambda db: len({item.record for item in _of_disputes(db, today, today)}))


def errand(profile: Profile, record: str) -> Errand:
    """A task or a note in full. Raises `PersonCanMend` (`unknown_record`)."""

    def work(db: Tables) -> Errand:
        row = known(db, record)
        about = record_rows.load(db, str(row.body.get("about_id") or ""))
        by = str(row.body.get("created_by_name") or "")
        title = _title(row) if row.kind == "task" else ""
        text = row.body.get("text")
        return Errand(
            title, text if isinstance(text, str) else "", by, (about.kind, about.id) if about else ("", "")
        )

    return profile.read(work)


def _order(item: Item) -> tuple[bool, bool, bool, date, bool, int, str]:
    return (
        item.what != "urgent",
        item.day is None,
        item.what == "note",
        item.day or date.max,
        item.at is None,
        item.at or 0,
        item.record,
    )


def _tasks(db: Tables, profile: Profile, until: date) -> Iterator[Item]:
    for row in due.still_open(db, "task"):
        body, at = row.body, _moment(row.body.get("due_at"))
        day = _day_of(at)
        mine = body.get("assignee") in (None, "", profile.identity.worker)
        if mine and (day is None or day <= until):
            yield Item("task", "task", row.id, _title(row), _line(body.get("text")), day, at)


def _recheck(row: RecordRow) -> Item:
    return Item(
        "recheck",
        "patrol",
        row.id,
        _place(row.body),
        _line(row.body.get("text")),
        _date(row.body.get("recheck_on")),
    )


def _of_disputes(db: Tables, today: date, until: date) -> Iterator[Item]:
    """What the clocks of the disputes say (`domain.clocks`); a right that has lapsed is no duty any more."""
    rules = rules_of(db)
    for row in (*due.still_open(db, "dispute"), *plan_rows.performed(db, _MOST_PERFORMED)):
        if dangers(row.body, today):
            yield Item("urgent", "dispute", row.id, _title(row), _place(row.body), today)
        for one in clocks.dues(row.body, rules, CHINA_MINUTES):
            if one.day <= until and (one.what != "confirmation" or one.day >= today):
                yield _of_dispute(row, one)


def _of_dispute(row: RecordRow, one: clocks.Due) -> Item:
    item = Item(_CLOCKS[one.what], "dispute", row.id, _title(row), "", one.day, element=one.element)
    if one.what == "meeting":
        found = row.body.get("next_session")
        planned = found if isinstance(found, dict) else {}
        return item._replace(remark=_line(planned.get("place")), at=_moment(planned.get("at")))
    if one.what == "clause":
        clause = row.body["clauses"][one.element]
        return item._replace(
            remark=" ".join(filter(None, (_line(clause.get("who")), _line(clause.get("what")))))
        )
    return item


def _visits(db: Tables, today: date, until: date) -> list[Item]:
    """Whom a plan or a day set by hand calls for, the longest overdue first; beyond `MOST_VISITS` their number."""
    plans = planned(db, today, until)
    files, named = {plan.id for plan in plans}, {f"{plan.name}@{place_text(plan.place)}" for plan in plans}
    found = [
        Item("visit", "visit", CALL_ON + one.id, one.name, place_text(one.place), one.due.on, due=one.due)
        for one in plans
        if one.due.on <= until
    ]
    since = today - timedelta(days=VISIT_BACK_DAYS)
    for row in due.to_visit(db, since.isoformat(), until.isoformat()):
        if row.body.get("target_id") in files or key_of(row.body) in named:
            continue
        name, day = _line(row.body.get("name")), _date(row.body["next_on"])
        found.append(Item("visit", "visit", CALL_ON + key_of(row.body), name, _place(row.body), day))
    found.sort(key=_order)
    left = len(found) - MOST_VISITS
    more = [Item("visits", "visit", "", str(left), "", today)] if left > 0 else []
    return [*found[:MOST_VISITS], *more]


def _points(db: Tables, today: date) -> Iterator[Item]:
    waiting = covered(db, today).waiting
    if waiting:
        names = " · ".join(point.name for point in waiting[:3])
        yield Item("points", "patrol", POINTS, str(len(waiting)), names, today)


def _need(need: Need) -> Item:
    return Item("need", "visit", need.key, need.text, need.name, need.due_on, element=need.element)


def _note(row: RecordRow) -> Item:
    return Item("note", "note", row.id, _line(row.body.get("text")), "")


def week(profile: Profile) -> Week:
    """The different places of the patrols of the last seven days, by their words."""
    now = profile.clock.now()
    tz = profile.clock.tz(now)
    today = local_day(now, tz)
    midnight = now - (now + tz * 60_000) % _DAY_MS

    def work(db: Tables) -> list[RecordRow]:
        return due.between(db, "patrol", midnight - 6 * _DAY_MS, midnight + _DAY_MS, MOST_PATROLS)

    seen: dict[date, set[str]] = {today - timedelta(days=back): set() for back in range(6, -1, -1)}
    for row in profile.read(work):
        day = local_day(row.number, tz)
        if day in seen:
            seen[day].add(_place(row.body))
    return Week([(day, len(places)) for day, places in seen.items()], len(set[str]().union(*seen.values())))


MOST_PATROLS = 3_000
_DAY_MS = 86_400_000


def last_of(profile: Profile, kind: str) -> str:
    """What the newest record of a kind is called, by its place or its name; "" where there is none."""

    def work(db: Tables) -> str:
        rows = record_rows.select(db, kind, limit=1)
        return name_of(kind, rows[0].body) if rows else ""

    return profile.read(work)


def name_of(kind: str, body: Body) -> str:
    """What a record is called beside the name of its kind: a patrol by its place, a visit by who was visited."""
    if kind == "patrol":
        return _place(body)
    if kind == "visit":
        return _line(body.get("name"))
    return title_of(KINDS[kind], body) if kind in KINDS else ""


def _title(row: RecordRow) -> str:
    return title_of(KINDS[row.kind], row.body)


def _place(body: Body) -> str:
    place = body.get("place")
    return place_text(place) if isinstance(place, dict) else ""


def _elements(body: Body, name: str) -> list[Body]:
    found = body.get(name)
    return [one for one in found.values() if isinstance(one, dict)] if isinstance(found, dict) else []


def _line(value: Any) -> str:
    return " ".join(value.split())[:120] if isinstance(value, str) else ""


def _moment(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 47 else None


def _day_of(at: int | None) -> date | None:
    """The day of a moment as it is counted in China, where every date of these records was set."""
    return None if at is None else local_day(at, CHINA_MINUTES)


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
