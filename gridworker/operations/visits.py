"""Whom one calls on: everybody who was visited, what was last said there, and who is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from gridworker.domain.masking import mask_numbers
from gridworker.domain.paths import Body
from gridworker.domain.titles import place_text
from gridworker.operations.earlier import LOOKED_AT, Grid, Place, own_grid
from gridworker.operations.matching import Book, Entry
from gridworker.store import lists, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow

AHEAD_DAYS = 31
"""How far ahead the list of those who are due looks."""


class Whom(NamedTuple):
    """Somebody (or a household, an enterprise, a place) to call on.

    `last` is the body of the latest visit and `last_id` its id; `moments` are those of all visits, newest first, ms
    UTC; `absent` counts the latest visits at which nobody was met; `next_on` is the day that was set for the next.
    """

    key: str
    name: str
    target: str
    target_id: str
    place: Place
    purpose: str = ""
    tags: tuple[str, ...] = ()
    last: Mapping[str, Any] = MappingProxyType({})
    last_id: str = ""
    moments: tuple[int, ...] = ()
    absent: int = 0
    next_on: date | None = None

    @property
    def where(self) -> str:
        """The place in words."""
        return place_text(self.place)

    @property
    def shown(self) -> str:
        """Name and place, as suggestions show them."""
        return f"{self.name} · {self.where}" if self.where else self.name


class Rounds(NamedTuple):
    """Everybody known, the latest visited first; whose places may be named; the grid; and as of which change."""

    known: dict[str, Whom]
    book: Book[Whom]
    places: Book[Place]
    grid: Grid
    mark: tuple[int, int]


def rounds(profile: Profile, before: Rounds | None = None) -> Rounds:
    """Looks through the latest visits; what was found `before` stands where nothing has changed since."""

    def work(db: Tables) -> Rounds:
        mark = lists.change_mark(db)
        if before is not None and before.mark == mark:
            return before
        visits = record_rows.select(db, "visit", limit=LOOKED_AT)
        known = _visited(visits)
        book = Book([Entry(whom.shown, whom) for whom in known.values()])
        places = {whom.where: whom.place for whom in known.values() if whom.where}
        named = Book([Entry(text, place) for text, place in places.items()])
        return Rounds(known, book, named, own_grid(db), mark)

    return profile.read(work)


def due(known: dict[str, Whom], today: date) -> list[Whom]:
    """Those whose next visit is due within `AHEAD_DAYS` or overdue, the longest overdue first."""
    waiting = [whom for whom in known.values() if whom.next_on and (whom.next_on - today).days <= AHEAD_DAYS]
    return sorted(waiting, key=lambda whom: (whom.next_on or today, whom.name))


def key_of(body: Body) -> str:
    """Who a visit was paid to: the file that is named, else name and place together."""
    place = body.get("place")
    where = place_text(place) if isinstance(place, dict) else ""
    return str(body.get("target_id") or f"{body.get('name', '')}@{where}")


def _visited(visits: list[RecordRow]) -> dict[str, Whom]:
    grouped: dict[str, list[RecordRow]] = {}
    for row in visits:
        if row.body.get("name"):
            grouped.setdefault(key_of(row.body), []).append(row)
    return {key: _whom(key, rows) for key, rows in grouped.items()}


def _whom(key: str, rows: list[RecordRow]) -> Whom:
    last = rows[0].body
    place = last.get("place")
    results = [row.body.get("result") for row in rows]
    missed = next((count for count, result in enumerate(results) if result != "absent"), len(results))
    return Whom(
        key,
        str(last["name"]),
        str(last.get("target") or "household"),
        str(last.get("target_id") or ""),
        place if isinstance(place, dict) else {},
        str(last.get("purpose") or ""),
        tuple(map(str, last.get("tags") or ())),
        {**last, "text": mask_numbers(str(last.get("text") or ""))},
        rows[0].id,
        tuple(row.number for row in rows),
        missed,
        _day(last.get("next_on")),
    )


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
