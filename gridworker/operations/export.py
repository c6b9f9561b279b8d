"""Records of a kind as a table to hand on: masked unless somebody says why not (PIPL art. 51, 73)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gridworker.documents.table import write_records
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.masking import masked
from gridworker.operations.accesses import note_access
from gridworker.operations.exporting import mark_of
from gridworker.operations.saving import declared
from gridworker.operations.showing import shown_all
from gridworker.store import record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

EVERYTHING = 10_000_000


def export(
    profile: Profile, kind: str, form: str, out: Path, *, plain: bool, reason: str, language: str = "zh_CN"
) -> int:
    """Writes the records of `kind` to `out` as xlsx, csv or json, headers in `language`; gives their number.

    What is exported in plain is noted first, so that nothing leaves unseen. Raises `PersonCanMend` (`unknown_kind`,
    `reason_needed`, `folder_missing`, `out_is_a_folder`) and `ComputerTrouble`.
    """
    declaration = declared(kind)
    if plain and not reason.strip():
        raise PersonCanMend("reason_needed")

    def work(db: Tables) -> list[dict[str, Any]]:
        rows = record_rows.select(db, kind, limit=EVERYTHING)
        return shown_all(db, profile.identity, rows)

    records = profile.read(work)
    if plain:
        note_access(profile, "export", records, reason=reason)
    else:
        records = [masked(declaration, record) for record in records]
    mark = mark_of(profile, language, plain=plain)
    return write_records(kind, records, out, form, language, mark)
