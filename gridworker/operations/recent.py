"""The records at hand: those looked at last on this laptop, and those somebody pinned, for the search box before
anything is typed."""

from __future__ import annotations

from typing import NamedTuple

from gridworker.domain.errors import PersonCanMend
from gridworker.operations.agenda import name_of
from gridworker.store import meta, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

_RECENT, _PINNED = "recent", "pinned"
MOST = 8
MOST_PINNED = 20


class AtHand(NamedTuple):
    """A record as the search box lists it."""

    id: str
    kind: str
    title: str


class Pin(NamedTuple):
    """What became of a pin: the record, or None where it is not here, and whether it is pinned now."""

    record: AtHand | None
    is_pinned: bool


def note_opened(profile: Profile, record: str) -> None:
    """Remembers that a record was opened; the one opened before the eight last is forgotten."""

    def work(db: Tables) -> None:
        before = [one for one in meta.get(db, _RECENT, []) if one != record]
        meta.put(db, _RECENT, [record, *before][:MOST])

    profile.write(work)


def recent(profile: Profile) -> list[AtHand]:
    """The records opened last, the latest first; those that are gone are left out."""
    return profile.read(lambda db: _there(db, meta.get(db, _RECENT, [])))


def pinned(profile: Profile) -> list[AtHand]:
    """The records somebody pinned, the latest first; those that are gone are left out."""
    return profile.read(lambda db: _there(db, meta.get(db, _PINNED, [])))


def toggle_pin(profile: Profile, record: str) -> Pin:
    """Pins a record, or takes its pin away. Raises `PersonCanMend` (`too_many_pinned`)."""

    def work(db: Tables) -> Pin:
        kept = meta.get(db, _PINNED, [])
        found = next(iter(_there(db, [record])), None)
        if record in kept:
            meta.put(db, _PINNED, [one for one in kept if one != record])
            return Pin(found, is_pinned=False)
        if found is None:
            return Pin(None, is_pinned=False)
        still = [one.id for one in _there(db, kept)]
        if len(still) >= MOST_PINNED:
            raise PersonCanMend("too_many_pinned", most=MOST_PINNED)
        meta.put(db, _PINNED, [record, *still])
        return Pin(found, is_pinned=True)

    return profile.write(work)


def record_in(entry: str) -> str:
    """The record behind what a page is entered with: the id, or a sign before it and an element behind it."""
    return entry.rpartition(":")[2].partition("/")[0]


def _there(db: Tables, records: list[str]) -> list[AtHand]:
    rows = [record_rows.load(db, record) for record in records]
    return [AtHand(row.id, row.kind, name_of(row.kind, row.body)) for row in rows if row and not row.deleted]
