"""The records somebody looked at last on this laptop, for the search box before anything is typed."""

from __future__ import annotations

from typing import NamedTuple

from gridworker.operations.agenda import name_of
from gridworker.store import meta, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

_NAME = "recent"
MOST = 8


class Recent(NamedTuple):
    """A record as the search box lists it."""

    id: str
    kind: str
    title: str


def note_opened(profile: Profile, record: str) -> None:
    """Remembers that a record was opened; the one opened before the eight last is forgotten."""

    def work(db: Tables) -> None:
        before = [one for one in meta.get(db, _NAME, []) if one != record]
        meta.put(db, _NAME, [record, *before][:MOST])

    profile.write(work)


def recent(profile: Profile) -> list[Recent]:
    """The records opened last, the latest first; those that are gone are left out."""

    def work(db: Tables) -> list[Recent]:
        rows = [record_rows.load(db, record) for record in meta.get(db, _NAME, [])]
        return [
            Recent(row.id, row.kind, name_of(row.kind, row.body)) for row in rows if row and not row.deleted
        ]

    return profile.read(work)
