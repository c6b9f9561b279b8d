"""What is open or has a date: tasks and notes, cases, rechecks and visits; and how many records a span of time holds.

Each question has an index of its own (`schema.m002`), whose condition it repeats word for word.
"""

from __future__ import annotations

from typing import Any

from gridworker.store.record_rows import COLUMNS, RecordRow, record_row
from gridworker.store.tables import Tables

_BODY = "COALESCE(view, base)"
_OPEN = f"""kind IN ('task', 'note', 'dispute') AND deleted = 0 AND json_extract({_BODY}, '$.status')
    IN ('open', 'lead', 'accepted', 'mediating', 'agreed', 'performing', 'breached')"""
MOST = 500
"""No list of today is longer: what is beyond it is found on the page of its kind."""


def still_open(db: Tables, kind: str) -> list[RecordRow]:
    """Tasks, notes or disputes that are not finished, newest first."""
    return _rows(
        db,
        f"SELECT {COLUMNS} FROM record INDEXED BY record_open WHERE kind = ? AND {_OPEN} ORDER BY number DESC LIMIT ?",
        [kind, MOST],
    )


def to_recheck(db: Tables, until: str) -> list[RecordRow]:
    """Patrols with a recheck due by the day `until` that no other patrol has rechecked, the oldest date first."""
    # The plus takes the column's text affinity away: with it SQLite would walk the whole index for each patrol.
    date, of = (
        f"json_extract({_BODY}, '$.recheck_on')",
        "json_extract(COALESCE(later.view, later.base), '$.rechecks_id')",
    )
    return _rows(
        db,
        f"""SELECT {COLUMNS} FROM record INDEXED BY record_to_recheck
        WHERE kind = 'patrol' AND deleted = 0 AND {date} IS NOT NULL
        AND {date} <= ? AND NOT EXISTS (SELECT 1 FROM record AS later INDEXED BY record_rechecking
            WHERE later.kind = 'patrol' AND later.deleted = 0 AND {of} IS NOT NULL AND {of} = +record.id)
        ORDER BY {date} LIMIT ?""",
        [until, MOST],
    )


def to_visit(db: Tables, since: str, until: str) -> list[RecordRow]:
    """Visits whose next date lies between two days, unless who was visited has been visited again since."""
    date, name = (
        f"json_extract({_BODY}, '$.next_on')",
        "json_extract(COALESCE(record.view, record.base), '$.name')",
    )
    later = "json_extract(COALESCE(later.view, later.base), '$.name')"
    return _rows(
        db,
        f"""SELECT {COLUMNS} FROM record INDEXED BY record_to_visit
        WHERE kind = 'visit' AND deleted = 0 AND {date} IS NOT NULL
        AND {date} BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM record AS later INDEXED BY record_visited
            WHERE later.kind = 'visit' AND later.deleted = 0 AND {later} = {name}
            AND later.number > record.number)
        ORDER BY {date} LIMIT ?""",
        [since, until, MOST],
    )


def between(db: Tables, kind: str, start: int, end: int, limit: int) -> list[RecordRow]:
    """The newest records of a kind whose moment lies from `start` to before `end`, in ms."""
    return _rows(
        db,
        f"""SELECT {COLUMNS} FROM record WHERE kind = ? AND deleted = 0 AND number >= ? AND number < ?
        ORDER BY number DESC LIMIT ?""",
        [kind, start, end, limit],
    )


def _rows(db: Tables, question: str, values: list[Any]) -> list[RecordRow]:
    return [record_row(row) for row in db.execute(question, values)]
