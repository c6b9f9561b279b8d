"""Two records of one and the same: the one that stays takes over what it lacks, the other says where it went.

Nothing is deleted and no other record is rewritten: what named the merged one is found from the one that stays
(`registry.merged_with`), and taking it back is one more edit.
"""

from __future__ import annotations

from typing import Any

from gridworker.domain.canonical import is_empty
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.everyrecord import EVERY_RECORD
from gridworker.domain.fields import Kind, Merge
from gridworker.domain.paths import DELETED, Body, join
from gridworker.operations import catching_up
from gridworker.operations.changes import Changes
from gridworker.operations.records import edit_record, edit_within
from gridworker.operations.registry import REGISTRY_KINDS, standing_row
from gridworker.operations.saving import declared, known
from gridworker.store.database import Tables
from gridworker.store.profile import Profile


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
