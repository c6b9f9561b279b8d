"""巡查路线: places in the order in which one walks them: the district's, those of an earlier day, or the points due.

The district publishes `policy/routes-<code of a grid>`: `{"routes": [{name, shift, stops: [{place_id} or {text}]}]}`.
Which stop is next follows from the patrols of today; only which route is walked today is kept, on this laptop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.titles import place_text
from gridworker.operations.coverage import covered
from gridworker.operations.earlier import Spot, registered
from gridworker.operations.references import newest
from gridworker.operations.today import this_day
from gridworker.store import due, meta, record_rows, registry_rows, streams
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow

FEWEST = 3
"""A day with fewer places is no round that one would walk again."""
POINTS, AGAIN = "points", "again"
_LOOKED_AT, _AT_A_TIME = 600, 40
_MOST_A_DAY = 500
_MOST_STOPS = 300
_DAY_MS = 86_400_000
_CHOSEN = "route"

Done = dict[str, str]
"""Today's last patrol of a place, by the place's record and by its words."""


class Stop(NamedTuple):
    """A place of a route by its name; `patrol` is today's last patrol there, or "", `due` when a point falls due."""

    spot: Spot
    name: str
    patrol: str
    due: date | None = None

    @property
    def done(self) -> bool:
        """Whether it was patrolled today."""
        return bool(self.patrol)


class Route(NamedTuple):
    """`code` is `points`, `again` (as on the day `name`) or the district's; `shift` is when it is walked, or ""."""

    code: str
    name: str
    shift: str
    stops: list[Stop]

    @property
    def done(self) -> int:
        """How many of its places were patrolled today."""
        return sum(stop.done for stop in self.stops)


class Walk(NamedTuple):
    """The routes there are, and the code of the one that was chosen today, "" for none."""

    routes: list[Route]
    chosen: str

    @property
    def route(self) -> Route | None:
        """The route that is walked today."""
        return next((route for route in self.routes if route.code == self.chosen), None)


def walk(profile: Profile) -> Walk:
    """The routes as of now."""
    today = this_day(profile)

    def work(db: Tables) -> Walk:
        done = _today(db, today)
        kept = meta.get(db, _CHOSEN, {})
        chosen = str(kept.get("code") or "") if kept.get("day") == today.isoformat() else ""
        found = [*_published(db, done), *_again(db, profile, today, done), *_points(db, today, done)]
        return Walk([route for route in found if route.stops], chosen)

    return profile.read(work)


def choose(profile: Profile, code: str) -> None:
    """Walks a route today; "" for none."""
    day = this_day(profile).isoformat()
    profile.write(lambda db: meta.put(db, _CHOSEN, {"code": code, "day": day}))


def next_stop(route: Route, after: str = "") -> Stop | None:
    """The first stop behind the one called `after` (by record or words) that was not patrolled today, going round."""
    keys = [key_of(stop.spot) for stop in route.stops]
    at = keys.index(after) + 1 if after in keys else 0
    return next((stop for stop in [*route.stops[at:], *route.stops[:at]] if not stop.done), None)


def key_of(spot: Spot) -> str:
    """What tells a place from another: its record, else its words."""
    return spot.place_id or place_text(spot.place)


def _today(db: Tables, today: date) -> Done:
    """The places that anybody patrolled today."""
    midnight = (today - date(1970, 1, 1)).days * _DAY_MS - CHINA_MINUTES * 60_000
    rows = due.between(db, "patrol", midnight, midnight + _DAY_MS, _MOST_A_DAY)
    done: Done = {}
    for row in rows:
        if spot := _spot_of(row):
            for key in filter(None, (spot.place_id, place_text(spot.place))):
                done.setdefault(key, row.id)
    return done


def _published(db: Tables, done: Done) -> Iterator[Route]:
    for stream in streams.all_streams(db):
        content = newest(db, f"policy/routes-{stream.code}") if stream.kind == "grid" else None
        given = content.get("routes") if isinstance(content, dict) else None
        for number, item in enumerate(given if isinstance(given, list) else ()):
            if isinstance(item, dict) and isinstance(item.get("name"), str):
                stops = _named(db, item.get("stops"), done)
                yield Route(f"{stream.code}/{number}", item["name"], str(item.get("shift") or ""), stops)


def _named(db: Tables, given: Any, done: Done) -> list[Stop]:
    items = [item for item in given if isinstance(item, dict)] if isinstance(given, list) else []
    on_file = registry_rows.by_ids(db, [str(item["place_id"]) for item in items if item.get("place_id")])
    found = []
    for item in items[:_MOST_STOPS]:
        row = on_file.get(str(item.get("place_id") or ""))
        text = item.get("text")
        if row is not None and (entry := registered(row)):
            found.append(_stop(entry.thing, str(row.body["name"]), done))
        elif isinstance(text, str) and text.strip():
            found.append(_stop(Spot({"text": text.strip()}), text.strip(), done))
    return found


def _again(db: Tables, profile: Profile, today: date, done: Done) -> Iterator[Route]:
    """The own round of the last day with at least `FEWEST` places, in its order."""
    for day, rows in groupby(_newest(db), lambda row: local_day(row.number, CHINA_MINUTES)):
        own = [row for row in rows if row.body.get("created_by") in (None, profile.identity.worker)]
        found: dict[str, Spot] = {}
        for spot in filter(None, map(_spot_of, reversed(own))):
            found.setdefault(key_of(spot), spot)
        if day < today and len(found) >= FEWEST:
            spots = _with_types(db, list(found.values()))
            yield Route(
                AGAIN, day.isoformat(), "", [_stop(spot, place_text(spot.place), done) for spot in spots]
            )
            return


def _newest(db: Tables) -> Iterator[RecordRow]:
    """The latest patrols, newest first, some at a time: mostly the round of yesterday is the one looked for."""
    below = None
    for _ in range(_LOOKED_AT // _AT_A_TIME):
        rows = record_rows.select(db, "patrol", limit=_AT_A_TIME, below=below)
        yield from rows
        if len(rows) < _AT_A_TIME:
            return
        below = rows[-1].number


def _with_types(db: Tables, spots: Sequence[Spot]) -> list[Spot]:
    """Places of the registry with their types, which say what is checked there."""
    on_file = registry_rows.by_ids(db, [spot.place_id for spot in spots if spot.place_id])
    types = {id_: str(row.body.get("type") or "") for id_, row in on_file.items()}
    return [spot._replace(type=types.get(spot.place_id, "")) for spot in spots]


def _points(db: Tables, today: date, done: Done) -> Iterator[Route]:
    points = covered(db, today).points
    waiting = [point for point in points if point.due <= today or point.id in done]
    if waiting:
        stops = [_stop(point.spot, point.name, done)._replace(due=point.due) for point in waiting]
        yield Route(POINTS, "", "", stops)


def _stop(spot: Spot, name: str, done: Done) -> Stop:
    return Stop(spot, name, done.get(spot.place_id) or done.get(place_text(spot.place), ""))


def _spot_of(row: RecordRow) -> Spot | None:
    place = row.body.get("place")
    if not isinstance(place, dict) or not place_text(place).strip():
        return None
    return Spot(place, str(row.body.get("place_id") or ""))
