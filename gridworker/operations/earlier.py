"""What earlier records offer to a new one: places, companions, how the last round was made, whom one calls on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sys import intern
from typing import Any, NamedTuple

from gridworker.domain.paths import Body
from gridworker.domain.titles import place_text
from gridworker.operations.matching import Book, Entry
from gridworker.store import lists, record_rows, streams
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow

LOOKED_AT = 2000
"""How many of the latest records of a kind are asked; more than a worker writes in a year."""

_MOST = 1500
Place = dict[str, Any]


FIRST_LOOK = 12
"""Enough to begin a round with, and so few that nobody waits for it."""


class Grid(NamedTuple):
    """A grid by its code and name."""

    code: str
    name: str


class Spot(NamedTuple):
    """Where a patrol may be: the place, and of a place in the registry its record and type, else ""."""

    place: Place
    place_id: str = ""
    type: str = ""


class Round(NamedTuple):
    """What a new patrol begins with: how and with whom the last one was made, the grid, and as of which change."""

    mode: str
    companions: list[str]
    grid: Grid
    places: Book[Spot]
    people: Book[str]
    mark: tuple[int, int]


def last_round(profile: Profile, looked_at: int = LOOKED_AT, before: Round | None = None) -> Round:
    """Looks up what a new patrol takes over, and the places and people it may name, in the latest records.

    What was found `before` stands where nothing has changed since.
    """

    def work(db: Tables) -> Round:
        mark = lists.change_mark(db)
        if before is not None and before.mark == mark:
            return before
        patrols = record_rows.select(db, "patrol", limit=looked_at)
        visits = record_rows.select(db, "visit", limit=looked_at // 2)
        own = next((row.body for row in patrols if _is_own(row, profile)), {})
        on_file = record_rows.select(db, "place", limit=looked_at)
        names = own.get("companions")
        return Round(
            mode=str(own.get("mode") or ""),
            companions=[str(name) for name in names] if isinstance(names, list) else [],
            grid=own_grid(db),
            places=_places([*patrols, *visits], on_file),
            people=_companions(patrols, profile),
            mark=mark,
        )

    found = profile.read(work)
    found.places.learn(before.places if before else None)
    found.people.learn(before.people if before else None)
    return found


def own_grid(db: Tables) -> Grid:
    """The grid new records go to; nothing where there are several."""
    grids = [Grid(stream.code, stream.name) for stream in streams.all_streams(db) if stream.kind == "grid"]
    return grids[0] if len(grids) == 1 else Grid("", "")


def _is_own(row: RecordRow, profile: Profile) -> bool:
    return row.body.get("created_by") == profile.identity.worker


def slim(place: Any) -> Place:
    """A place to be kept among thousands: what is the same in many of them is kept once."""
    if not isinstance(place, dict):
        return {}
    return {name: intern(value) if type(value) is str else value for name, value in place.items()}


def _places(rows: Iterable[RecordRow], on_file: Iterable[RecordRow]) -> Book[Spot]:
    """Each place once, the latest first; those of the registry that nobody went to stand last."""
    known = {row.id: entry for row in on_file if (entry := registered(row))}
    # Somebody may have written its name before it stood in the registry.
    named = {
        words: id_
        for id_, entry in known.items()
        for words in (entry.shown.partition(" · ")[0], entry.thing.place["text"])
    }
    found: dict[str, Entry[Spot]] = {}
    for row in sorted(rows, key=lambda row: -row.number):
        place = row.body.get("place")
        text = intern(place_text(place).strip()) if isinstance(place, dict) else ""
        id_ = str(row.body.get("place_id") or "") or named.get(text, "")
        if id_ in known:
            found.setdefault(id_, known[id_])
        elif isinstance(place, dict) and text:
            found.setdefault(text, Entry(text, Spot(slim(place))))
        if len(found) == _MOST:
            break
    return Book(list((found | {id_: entry for id_, entry in known.items() if id_ not in found}).values()))


def registered(row: RecordRow) -> Entry[Spot] | None:
    """A place of the registry: found by its name before its address, written as address and name."""
    body = row.body
    name, at = str(body.get("name") or ""), slim(body.get("place"))
    if not name or body.get("merged_into"):
        return None
    where = place_text(at)
    text = where if name in where else where + name
    shown = f"{name} · {where}" if where and name not in where else text
    return Entry(shown, Spot({**at, "text": text}, row.id, str(body.get("type") or "")))


def _companions(rows: Iterable[RecordRow], profile: Profile) -> Book[str]:
    """Who came along before and who else works in the grid; those who come most often first."""
    counted: dict[str, int] = {}
    for name in _named(row.body for row in rows):
        counted[name] = counted.get(name, 0) + 1
    counted.pop(profile.identity.name, None)
    names = sorted(counted, key=lambda name: -counted[name])
    return Book([Entry(name, name) for name in names])


def _named(bodies: Iterable[Body]) -> Iterator[str]:
    for body in bodies:
        names = body.get("companions")
        yield from (name for name in (names if isinstance(names, list) else ()) if isinstance(name, str))
        author = body.get("created_by_name")
        if isinstance(author, str) and author:
            yield author
