"""Two records of one and the same: the one that stays takes over what it lacks, the other says where it went.

Nothing is deleted and no other record is rewritten: what named the merged one is found from the one that stays
(`registry.merged_with`), and taking it back is one more edit.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gridworker.domain.canonical import is_empty
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.everyrecord import EVERY_RECORD
from gridworker.domain.fields import Kind, Merge
from gridworker.domain.paths import DELETED, Body, join
from gridworker.operations import catching_up
from gridworker.operations.changes import Changes
from gridworker.operations.records import edit_record, edit_within
from gridworker.operations.registry import REGISTRY_KINDS, merged_with, standing_row
from gridworker.operations.saving import barred, declared, known
from gridworker.store import record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow


def merge(profile: Profile, keep: str, gone: str) -> Changes:
    """Merges `gone` into `keep`, both ops in one transaction.

    Raises `PersonCanMend` (`cannot_merge` for two kinds or one record, `unknown_record`, `sealed`).
    """

    def work(db: Tables) -> Changes:
        stays, goes = standing_row(db, keep), standing_row(db, gone)
        if stays.id == goes.id or stays.kind != goes.kind or stays.kind not in REGISTRY_KINDS:
            raise PersonCanMend("cannot_merge")
        if stays.deleted or goes.deleted:
            raise PersonCanMend("unknown_record", id=gone)
        taken = _taken_over(declared(stays.kind), stays.body, goes.body)
        edit_within(profile, db, stays.id, taken)
        edit_within(profile, db, goes.id, {"merged_into": stays.id})
        return Changes({stays.kind: frozenset({stays.id, goes.id})})

    changes = profile.write(work)
    catching_up.follow(profile)
    return changes


def take_apart(profile: Profile, gone: str) -> Changes:
    """Makes a merged record stand for itself again; what the other took over from it stays there.

    Raises `PersonCanMend` (`unknown_record`, `sealed`).
    """
    into = profile.read(lambda db: known(db, gone)).body.get("merged_into")
    edited = edit_record(profile, gone, {"merged_into": None})
    also = frozenset({into} if isinstance(into, str) else ())
    return Changes({kind: records | also for kind, records in edited.changes.records.items()})


def _taken_over(kind: Kind, stays: Body, goes: Body) -> dict[str, Any]:
    """What the record that stays lacks: empty fields, members of sets, elements of collections."""
    taken: dict[str, Any] = {}
    for name, value in goes.items():
        field = kind.fields.get(name)
        if field is None or (
            name in EVERY_RECORD and name not in ("tags", "links", "attachments", "position")
        ):
            continue
        held = stays.get(name)
        if field.merge is Merge.SET:
            taken |= {join(name, member): True for member in value if member not in (held or ())}
        elif field.merge is Merge.ELEMENTS:
            new = {
                key: item for key, item in value.items() if key not in (held or {}) and not item.get(DELETED)
            }
            taken |= {join(name, key): item for key, item in new.items()}
        elif is_empty(held) and not is_empty(value):
            taken[name] = value
    return taken


def untangle(profile: Profile, records: Collection[str]) -> Changes:
    """Two that two people merged into each other: the one with the smallest id stands again, on every laptop alike.

    `records` are those that have just come in. Without this both would be hidden, and each lead to the other.
    """

    def work(db: Tables) -> dict[str, set[str]]:
        mended: dict[str, set[str]] = {}
        for record in records:
            ring = _ring(db, record)
            row = record_rows.load(db, min(ring)) if ring else None
            if row is not None and not row.sealed and row.body.get("merged_into"):
                edit_within(profile, db, row.id, {"merged_into": None})
                mended.setdefault(row.kind, set()).add(row.id)
        return mended

    suspects = profile.read(lambda db: [record for record in records if _ring(db, record)])
    if not suspects or barred(profile):
        return Changes({})
    changed = profile.write(work)
    catching_up.follow(profile)
    return Changes({kind: frozenset(ids) for kind, ids in changed.items()})


def _ring(db: Tables, record: str) -> list[str]:
    """The records from this one to itself by `merged_into`; empty where the way ends."""
    seen: list[str] = []
    here: str | None = record
    while here is not None and here not in seen:
        row = record_rows.load(db, here)
        if row is None or row.kind not in REGISTRY_KINDS:
            return []
        seen.append(here)
        into = row.body.get("merged_into")
        here = into if isinstance(into, str) else None
    return seen[seen.index(here) :] if here is not None else []


def take_over_late(profile: Profile, keep: str) -> Changes:
    """What was written into merged records since: the one that stays takes over what it still lacks of it.

    Raises `PersonCanMend` (`unknown_record`, `sealed`).
    """

    def work(db: Tables) -> Changes:
        row = standing_row(db, keep)
        late = late_values(db, row)
        return edit_within(profile, db, row.id, late).changes

    changes = profile.write(work)
    catching_up.follow(profile)
    return changes


def late_values(db: Tables, row: RecordRow) -> dict[str, Any]:
    """What records that were merged into this one hold and it lacks: somebody wrote it there after the merge."""
    taken: dict[str, Any] = {}
    for other in merged_with(db, row):
        taken = _taken_over(declared(row.kind), row.body, other.body) | taken
    return taken


def late_of(profile: Profile, keep: str) -> dict[str, Any]:
    """`late_values` of a record, for its card. Raises `PersonCanMend` (`unknown_record`)."""
    return profile.read(lambda db: late_values(db, standing_row(db, keep)))
