"""The register of disputes: which there are, by state, type, risk and mediator, from one index (`schema.m003`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlite_utils import Database

from gridworker.store.record_rows import COLUMNS, RecordRow, record_row

_BODY = "COALESCE(view, base)"
_STATUS = f"json_extract({_BODY}, '$.status')"
_TYPE = f"json_extract({_BODY}, '$.type')"
_RISK = f"json_extract({_BODY}, '$.risk')"
_MEDIATORS = f"json_extract({_BODY}, '$.mediators')"
_AUTHOR = f"json_extract({_BODY}, '$.created_by')"
_UNVISITED = f"json_extract({_BODY}, '$.followups') IS NULL"
_FROM = "FROM record INDEXED BY record_disputes WHERE kind = 'dispute' AND deleted = 0"

OVER = "('archived', 'refused', 'failed', 'withdrawn', 'transferred')"
_MINE = f"""({_STATUS} NOT IN {OVER}
    AND CASE WHEN {_MEDIATORS} IS NULL THEN {_AUTHOR} = ? ELSE instr({_MEDIATORS}, ?) END)"""
_PARTS = {
    "open": f"{_STATUS} NOT IN {OVER}",
    "mine": _MINE,
    "follow_up": f"({_STATUS} = 'performed' AND {_UNVISITED})",
    "archived": f"{_STATUS} IN {OVER}",
    "all": "1",
}
PARTS = tuple(_PARTS)
"""The parts of the register: under way, under way and mine, to be visited, closed (archived or to be), everything."""


class Wanted(NamedTuple):
    """Which disputes: a part of the register (`PARTS`), a type, a risk, and the ids found for a text, None for all."""

    part: str = "open"
    type: str = ""
    risk: str = ""
    among: tuple[str, ...] | None = None


def ids(db: Database, wanted: Wanted, worker: str, limit: int | None = None) -> list[str]:
    """The ids of the disputes that are wanted, newest first; the first `limit` of them come without the rest's work."""
    where, values = [_PARTS[wanted.part]], _of_worker(wanted.part, worker)
    for expression, value in ((_TYPE, wanted.type), (_RISK, wanted.risk)):
        if value:
            where.append(f"{expression} = ?")
            values.append(value)
    if wanted.among is not None:
        where.append(f"id IN ({','.join('?' * len(wanted.among))})")
        values += wanted.among
    question = f"SELECT id {_FROM} AND {' AND '.join(where)} ORDER BY number DESC LIMIT ?"
    rows = db.execute(question, [*values, -1 if limit is None else limit])
    return [row[0] for row in rows.fetchall()]


def counts(db: Database, worker: str) -> dict[str, int]:
    """How many disputes each part of the register holds."""
    sums = ", ".join(f"COALESCE(sum({condition}), 0)" for condition in _PARTS.values())
    values: list[Any] = [value for part in _PARTS for value in _of_worker(part, worker)]
    row = db.execute(f"SELECT {sums} {_FROM}", values).fetchone()
    return dict(zip(_PARTS, map(int, row), strict=True))


def rows(db: Database, records: Collection[str]) -> list[RecordRow]:
    """Some disputes by their ids, in no order; those that are deleted or gone are missing."""
    marks = ",".join("?" * len(records))
    # Asked for their kind as well, SQLite would read the whole kind instead of these ids.
    found = db.execute(f"SELECT {COLUMNS} FROM record WHERE id IN ({marks})", list(records))
    return [row for row in map(record_row, found) if row.kind == "dispute" and not row.deleted]


def _of_worker(part: str, worker: str) -> list[Any]:
    return [worker, f'"worker":"{worker}"'] if part == "mine" else []
