"""The ledger of hazards: what patrols found that is not put right yet, from one index (`schema.m007`).

A recheck is a patrol of its own that names the one before it. A hazard is the last patrol of such a chain, open as long
as it was neither found put right nor put right on the spot nor handed on as a dispute.
"""

from __future__ import annotations

from gridworker.store.record_rows import COLUMNS, RecordRow, record_row
from gridworker.store.tables import Tables

_BODY = "COALESCE(view, base)"
_DUE = f"json_extract({_BODY}, '$.recheck_on')"
_LEVEL = f"COALESCE(json_extract({_BODY}, '$.severity'), 'minor')"
_LATER = "json_extract(COALESCE(later.view, later.base), '$.rechecks_id')"
_RECHECKS = f"json_extract({_BODY}, '$.rechecks_id')"
_FOUND = f"""kind = 'patrol' AND deleted = 0
    AND ({_DUE} IS NOT NULL OR json_extract({_BODY}, '$.outcome') IN ('deadline', 'reported')
        OR json_extract({_BODY}, '$.severity') IN ('minor', 'major', 'grave')
        OR json_extract({_BODY}, '$.recheck_result') IN ('partly', 'not_fixed', 'back_again'))
    AND COALESCE(json_extract({_BODY}, '$.recheck_result'), '') <> 'fixed'
    AND COALESCE(json_extract({_BODY}, '$.outcome'), '') NOT IN ('fixed', 'to_dispute')"""
# The plus takes the column's text affinity away: with it SQLite would walk the whole index for each patrol.
_LAST = f"""NOT EXISTS (SELECT 1 FROM record AS later INDEXED BY record_rechecking
    WHERE later.kind = 'patrol' AND later.deleted = 0 AND {_LATER} IS NOT NULL AND {_LATER} = +record.id)"""
OPEN = f"FROM record INDEXED BY record_hazards WHERE {_FOUND} AND {_LAST}"


def open_hazards(db: Tables, level: str, limit: int) -> list[RecordRow]:
    """Open hazards of a level (a choice of `patrol.severity`; "" for any): the earliest deadline first, none last."""
    rows = db.execute(
        f"SELECT {COLUMNS} {OPEN} AND ? IN ('', {_LEVEL}) ORDER BY {_DUE} IS NULL, {_DUE}, number DESC LIMIT ?",
        [level, limit],
    )
    return [record_row(row) for row in rows]


def counts(db: Tables, today: str) -> tuple[int, int]:
    """How many hazards are open, and of how many the deadline lies before the day `today`."""
    row = db.execute(f"SELECT count(*), COALESCE(sum({_DUE} < ?), 0) {OPEN}", [today]).fetchone()
    return int(row[0]), int(row[1])


def is_open(db: Tables, record: str) -> bool:
    """Whether a patrol is an open hazard."""
    found = db.execute(f"SELECT 1 FROM record WHERE id = ? AND {_FOUND} AND {_LAST}", [record]).fetchone()
    return found is not None


def recheck_of(db: Tables, record: str) -> RecordRow | None:
    """The latest patrol that rechecked this one, None where nobody did yet."""
    row = db.execute(
        f"""SELECT {COLUMNS} FROM record INDEXED BY record_rechecking WHERE kind = 'patrol' AND deleted = 0
        AND {_RECHECKS} IS NOT NULL AND {_RECHECKS} = ? ORDER BY number DESC LIMIT 1""",
        [record],
    ).fetchone()
    return None if row is None else record_row(row)
