"""Who is to be called on and why: from tags in force, use and size, the district's policy, and the calls so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.paths import Body
from gridworker.domain.plans import ANY, Calls, Due, Frequencies, Why, due, of_kind, of_person
from gridworker.domain.titles import place_text
from gridworker.operations.policies import visit_frequencies
from gridworker.store import plan_rows, registry_rows
from gridworker.store.database import Tables
from gridworker.store.plan_rows import Call
from gridworker.store.record_rows import RecordRow

SPOKEN_TO = frozenset({"met", "phone"})
MOST = 500
"""A grid has some dozens of people with tags; of households and enterprises no more are due at a time."""
_DAY_MS = 86_400_000


class Planned(NamedTuple):
    """Somebody to call on: `target` and `id` as a visit names them, the name, the place, and when it is due.

    `calls` is what was done so far, `again` after how many days one tries again: what the day after one more rests on.
    """

    target: str
    id: str
    name: str
    place: dict[str, Any]
    due: Due
    calls: Calls
    again: int


def planned(db: Tables, today: date, until: date) -> list[Planned]:
    """Everybody with a tag in force that asks for calls, and the households and enterprises due by the day `until`."""
    policy = visit_frequencies(db)
    return [
        *_persons(db, today, policy),
        *_of_kind(db, "household", until, policy),
        *_of_kind(db, "enterprise", until, policy),
    ]


def _persons(db: Tables, today: date, policy: Frequencies) -> Iterator[Planned]:
    rows = registry_rows.watched(db, MOST)
    homes = registry_rows.by_ids(db, [str(row.body.get("household_id") or "") for row in rows])
    made = plan_rows.calls(db, [row.id for row in rows])
    for row in rows:
        why = of_person(row.body, today, policy, _on_file(row))
        if why is None:
            continue
        home = homes.get(str(row.body.get("household_id") or ""))
        place = _place(row.body) or (_place(home.body) if home else {})
        name = str(row.body.get("name") or "")
        before = sorted([*made[row.id], *_by_name(db, name, place)], key=lambda call: -call.number)
        yield from _planned(row, "person", name, place, why, before, policy.again)


def _of_kind(db: Tables, kind: str, until: date, policy: Frequencies) -> Iterator[Planned]:
    table = policy.household if kind == "household" else policy.enterprise
    since = {code: _cutoff(until, days) for code, days in table.items() if code != ANY}
    rows = plan_rows.not_called_on(db, kind, since, _cutoff(until, table.get(ANY, 0)), MOST)
    made = plan_rows.calls(db, [row.id for row in rows])
    heads = registry_rows.by_ids(db, [str(row.body["head_id"]) for row in rows if row.body.get("head_id")])
    for row in rows:
        code = str(row.body.get("use") or row.body.get("size") or "")
        head = heads.get(str(row.body.get("head_id") or ""))
        place = _place(row.body)
        name = str(row.body.get("name") or (head.body.get("name") if head else "") or place_text(place))
        why = of_kind(kind, code, policy, _on_file(row))
        before = sorted([*made[row.id], *_by_name(db, name, place)], key=lambda call: -call.number)
        for one in _planned(row, kind, name, place, why, before, policy.again):
            if one.due.on <= until:
                yield one


def _planned(
    row: RecordRow,
    target: str,
    name: str,
    place: dict[str, Any],
    why: Why | None,
    before: Sequence[Call],
    again: int,
) -> Iterator[Planned]:
    calls = summed(before)
    found = due(why, calls, again)
    if found is not None and name:
        yield Planned(target, row.id, name, place, found, calls, again)


def summed(calls: Sequence[Call]) -> Calls:
    """What calls come to, the newest first."""
    tries = next((at for at, call in enumerate(calls) if call.result in SPOKEN_TO), len(calls))
    met = _day_of(calls[tries].number) if tries < len(calls) else None
    tried = _day_of(calls[0].number) if tries else None
    return Calls(met, tried, tries, _day(calls[0].next_on) if calls else None)


def _by_name(db: Tables, name: str, place: Mapping[str, Any]) -> list[Call]:
    """Visits that were written down by name and place before somebody was on file, or without picking the file."""
    where = place_text(dict(place))
    return [
        Call(row.id, row.number, str(row.body.get("result") or ""), str(row.body.get("next_on") or ""))
        for row in (plan_rows.calls_by_name(db, name) if name and where else ())
        if place_text(_place(row.body)) == where
    ]


def _cutoff(until: date, days: int) -> int:
    """Whoever was called on at this moment (ms UTC) or later is not due on the day `until`; 0 days asks for nobody."""
    if not days:
        return 0
    return ((until - timedelta(days=days) - date(1970, 1, 1)).days + 1) * _DAY_MS - CHINA_MINUTES * 60_000


def _on_file(row: RecordRow) -> date:
    at = row.body.get("created_at")
    return _day_of(at if isinstance(at, int) else row.number)


def _place(body: Body) -> dict[str, Any]:
    place = body.get("place")
    return place if isinstance(place, dict) else {}


def _day_of(moment: int) -> date:
    return local_day(moment, CHINA_MINUTES)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
