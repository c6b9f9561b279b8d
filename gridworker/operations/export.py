"""Records of a kind as a table to hand on: masked unless somebody says why not, and no more than is wanted of them.

Personal data leave in the least measure that serves (PIPL art. 6, 51, 73): `least` is what is offered first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.documents.table import columns, write_records
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.masking import masked
from gridworker.operations import catching_up
from gridworker.operations.accesses import note_access
from gridworker.operations.exporting import mark_of
from gridworker.operations.records import matching
from gridworker.operations.saving import declared
from gridworker.operations.showing import shown_all
from gridworker.store import record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow
from gridworker.store.search import search

EVERYTHING = 10_000_000

_LEAST = {
    "person": ("name", "sex", "place", "relation", "residence"),
    "household": ("place", "use"),
    "place": ("name", "type", "place", "contact", "check_every"),
    "enterprise": ("name", "place", "size", "industry"),
    "patrol": ("at", "place", "categories", "text", "severity", "outcome", "recheck_on"),
    "dispute": ("number", "type", "title", "accepted_on", "risk", "status", "closed_on"),
    "visit": ("at", "target", "name", "place", "purpose", "result"),
    "event": ("type", "level", "at", "place", "status", "unit", "due_at"),
    "task": ("title", "type", "due_at", "status"),
    "note": ("text", "at"),
}


class Wanted(NamedTuple):
    """Which records (None for all of the kind), which of their fields (None for all), headers in which language."""

    ids: Sequence[str] | None = None
    fields: Collection[str] | None = None
    language: str = "zh_CN"


ALL = Wanted()


def fields_offered(kind: str) -> list[str]:
    """The fields of a kind that a table may have, in its order. Raises `PersonCanMend` (`unknown_kind`)."""
    return [column.name for column in columns(declared(kind), "zh_CN")]


def least(kind: str) -> list[str]:
    """The fields that a list of the kind needs to be understood, and nothing that is not needed for that."""
    return [name for name in fields_offered(kind) if name in _LEAST.get(kind, ())] or fields_offered(kind)


def ids_where(profile: Profile, kind: str, text: str, where: list[tuple[str, str]]) -> list[str]:
    """The records of a kind in which a text is found (any, for none) and whose values are as given, newest first.

    Raises `PersonCanMend` (`unknown_kind`, `unknown_path`).
    """
    matches = matching(kind, where)
    if text.strip():
        catching_up.index(profile)
        hits = {hit.id for hit in search(profile.database, text, EVERYTHING, [kind])}

    def work(db: Tables) -> list[str]:
        rows = record_rows.select(db, kind, limit=EVERYTHING)
        return [row.id for row in rows if (not text.strip() or row.id in hits) and matches(row)]

    return profile.read(work)


def export(
    profile: Profile, kind: str, form: str, out: Path, *, plain: bool, reason: str, wanted: Wanted = ALL
) -> int:
    """Writes records of `kind` to `out` as xlsx, csv or json; gives their number.

    What is exported in plain is noted first, so that nothing leaves unseen. Raises `PersonCanMend` (`unknown_kind`,
    `unknown_fields`, `reason_needed`, `folder_missing`, `out_is_a_folder`) and `ComputerTrouble`.
    """
    records = taken_out(profile, kind, wanted, "export", reason if plain else None)
    mark = mark_of(profile, wanted.language, plain=plain, reason=reason if plain else "")
    return write_records(kind, records, out, form, wanted.language, mark, wanted.fields)


def taken_out(
    profile: Profile, kind: str, wanted: Wanted, what: str, reason: str | None
) -> list[dict[str, Any]]:
    """The records as they leave: masked, or in full for a `reason`, which is noted as `what` before anything leaves.

    Raises `PersonCanMend` (`unknown_kind`, `unknown_fields`, `reason_needed`).
    """
    declaration = declared(kind)
    strange = [name for name in wanted.fields or () if name not in fields_offered(kind)]
    if strange:
        raise PersonCanMend("unknown_fields", names="、".join(strange), known="、".join(fields_offered(kind)))
    if reason is not None and not reason.strip():
        raise PersonCanMend("reason_needed")

    def work(db: Tables) -> list[dict[str, Any]]:
        return shown_all(db, profile.identity, _rows(db, kind, wanted.ids))

    records = profile.read(work)
    if reason is None:
        return [masked(declaration, record) for record in records]
    note_access(profile, what, records, reason=reason)
    return records


def _rows(db: Tables, kind: str, ids: Sequence[str] | None) -> list[RecordRow]:
    if ids is None:
        return record_rows.select(db, kind, limit=EVERYTHING)
    rows = (record_rows.load(db, id_) for id_ in ids)
    return [row for row in rows if row is not None and row.kind == kind and not row.deleted]
