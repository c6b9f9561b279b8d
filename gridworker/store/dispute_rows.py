"""The register of disputes: which there are, by state, type, risk and mediator, from indexes alone (`schema`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from gridworker.domain.id_list import IdList
from gridworker.store.record_rows import COLUMNS, RecordRow, record_row
from gridworker.store.tables import Tables

_BODY = "COALESCE(view, base)"
_STATUS = f"json_extract({_BODY}, '$.status')"
_TYPE = f"json_extract({_BODY}, '$.type')"
_RISK = f"json_extract({_BODY}, '$.risk')"
_MEDIATORS = f"json_extract({_BODY}, '$.mediators')"
_AUTHOR = f"json_extract({_BODY}, '$.created_by')"
_UNVISITED = f"json_extract({_BODY}, '$.followups') IS NULL"

OVER = "('archived', 'refused', 'failed', 'withdrawn', 'transferred')"
_ALL = "record INDEXED BY record_disputes WHERE kind = 'dispute' AND deleted = 0"
# Of 100,000 disputes some thousand are under way.
UNDER_WAY = f"""record INDEXED BY record_disputes_under_way
    WHERE kind = 'dispute' AND deleted = 0 AND {_STATUS} NOT IN {OVER}"""
_WITHIN = {
    "open": "1",
    "mine": f"CASE WHEN {_MEDIATORS} IS NULL THEN {_AUTHOR} = ? ELSE instr({_MEDIATORS}, ?) > 0 END",
    "follow_up": f"({_STATUS} = 'performed' AND {_UNVISITED})",
}
_PARTS = {
    **{part: f"{UNDER_WAY} AND {condition}" for part, condition in _WITHIN.items()},
    "archived": f"{_ALL} AND {_STATUS} IN {OVER}",
    "all": _ALL,
}
PARTS = tuple(_PARTS)
"""The parts of the register: under way, under way and mine, to be visited, closed (archived or to be), everything."""


class Wanted(NamedTuple):
    """Which disputes: a part of the register (`PARTS`), a type, a risk, and the ids found for a text, None for all."""

    part: str = "open"
    type: str = ""
    risk: str = ""
    among: tuple[str, ...] | None = None


def ids(db: Tables, wanted: Wanted, worker: str, limit: int | None = None) -> IdList:
    """The ids of the disputes that are wanted, newest first; the first `limit` of them come without the rest's work."""
    chosen, values = [_PARTS[wanted.part]], _of_worker(wanted.part, worker)
    for expression, value in ((_TYPE, wanted.type), (_RISK, wanted.risk)):
        if value:
            chosen.append(f"{expression} = ?")
            values.append(value)
    if wanted.among is not None:
        chosen.append(f"id IN ({','.join('?' * len(wanted.among))})")
        values += wanted.among
    # As one text: 100,000 rows would be made into Python's, and the window stand still.
    question = f"SELECT id FROM {' AND '.join(chosen)} ORDER BY number DESC LIMIT ?"
    row = db.execute(
        f"SELECT group_concat(id, '') FROM ({question})", [*values, -1 if limit is None else limit]
    ).fetchone()
    return IdList(row[0] or "")


def counts(db: Tables, worker: str) -> dict[str, int]:
    """How many disputes the parts under way hold: `open`, `mine`, `follow_up`."""
    sums = ", ".join(f"COALESCE(sum({condition}), 0)" for condition in _WITHIN.values())
    values: list[Any] = [value for part in _WITHIN for value in _of_worker(part, worker)]
    row = db.execute(f"SELECT {sums} FROM {UNDER_WAY}", values).fetchone()
    return dict(zip(_WITHIN, map(int, row), strict=True))


def any_there(db: Tables) -> bool:
    """Whether the register has a single line."""
    return bool(db.execute(f"SELECT EXISTS (SELECT 1 FROM {_ALL})").fetchone()[0])


def rows(db: Tables, records: Collection[str]) -> list[RecordRow]:
    """Some disputes by their ids, in no order; those that are deleted or gone are missing."""
    marks = ",".join("?" * len(records))
    # Asked for their kind as well, SQLite would read the whole kind instead of these ids.
    found = db.execute(f"SELECT {COLUMNS} FROM record WHERE id IN ({marks})", list(records))
    return [row for row in map(record_row, found) if row.kind == "dispute" and not row.deleted]


def _of_worker(part: str, worker: str) -> list[Any]:
    return [worker, f'"worker":"{worker}"'] if part == "mine" else []
