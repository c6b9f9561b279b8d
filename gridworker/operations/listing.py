"""Records of a kind as a list shows them: newest first, a page at a time, nothing sensitive in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from gridworker.domain.kinds import KINDS
from gridworker.domain.masking import mask_numbers
from gridworker.domain.titles import place_text
from gridworker.operations import catching_up
from gridworker.operations.showing import sync_state
from gridworker.store import lists, outbox, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow
from gridworker.store.search import search

MOST_FOUND = 200
"""A search within a list shows its newest results; who wants more types more."""


class Listed(NamedTuple):
    """A row: `number` is its place in the order, `state` as `_sync`, `body` without numbers that are sensitive."""

    id: str
    number: int
    state: str
    place: str
    body: dict[str, Any]


def list_page(
    profile: Profile, kind: str, *, since: int = 0, text: str = "", below: int | None = None, limit: int = 60
) -> list[Listed]:
    """At most `limit` records from the moment `since` on, only those numbered under `below`.

    With a `text` those in which it is found, pinyin and all, at most `MOST_FOUND` and without a further page.
    """
    if text.strip():
        if below is not None:
            return []
        catching_up.index(profile)
        hits = search(profile.database, text, MOST_FOUND, [kind])
        found = rows_of(profile, [hit.id for hit in hits if hit.number >= since])
        return sorted(found.values(), key=lambda row: -row.number)

    def work(db: Tables) -> list[Listed]:
        rows = record_rows.select(db, kind, limit=limit, below=below)
        return listed(db, [row for row in rows if row.number >= since])

    return profile.read(work)


def rows_of(profile: Profile, records: Collection[str]) -> dict[str, Listed]:
    """The rows of these records, without those that are deleted or gone."""

    def work(db: Tables) -> list[Listed]:
        rows = [record_rows.load(db, record) for record in records]
        return listed(db, [row for row in rows if row is not None and not row.deleted])

    return {row.id: row for row in profile.read(work)}


def count_since(profile: Profile, kind: str, since: int) -> int:
    """How many records of a kind there are from a moment (ms UTC) on."""
    return profile.read(lambda db: lists.count_since(db, kind, since))


def ids_since(profile: Profile, kind: str, since: int) -> list[str]:
    """The records of a kind from a moment (ms UTC) on, newest first."""
    return profile.read(lambda db: lists.ids_since(db, kind, since))


def ids_of_kind(profile: Profile, kind: str, ids: Sequence[str]) -> list[str]:
    """Those of some ids that are records of a kind, in their order."""

    def work(db: Tables) -> list[str]:
        rows = [row for id_ in ids if (row := record_rows.load(db, id_)) is not None]
        return [row.id for row in rows if row.kind == kind and not row.deleted]

    return profile.read(work)


def listed(db: Tables, rows: list[RecordRow]) -> list[Listed]:
    """Records as rows of a list, in their order."""
    states = outbox.states(db, [row.id for row in rows])
    return [
        Listed(row.id, row.number, sync_state(row, states.get(row.id, set())), _place(row.body), _shown(row))
        for row in rows
    ]


def _shown(row: RecordRow) -> dict[str, Any]:
    """The body with numbers of persons covered in its texts; other sensitive fields are left out."""
    fields = KINDS[row.kind].fields
    return {
        name: mask_numbers(value) if isinstance(value, str) else value
        for name, value in row.body.items()
        if name not in fields or not fields[name].privacy > 1
    }


def _place(body: dict[str, Any]) -> str:
    place = body.get("place")
    return mask_numbers(place_text(place)) if isinstance(place, dict) else ""
