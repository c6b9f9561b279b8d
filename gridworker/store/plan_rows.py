"""Calls and rounds by whom and where: what was done at an address of the registry, and who was not called on for long.

Each question has an index of its own (`schema.m009`), whose condition it repeats word for word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from gridworker.store.dispute_rows import UNDER_WAY
from gridworker.store.record_rows import COLUMNS, RecordRow, record_row
from gridworker.store.tables import Tables

_BODY = "COALESCE(view, base)"
_HERE = f"deleted = 0 AND json_extract({_BODY}, '$.merged_into') IS NULL"
_TARGET = f"json_extract({_BODY}, '$.target_id')"
_SPOT = f"json_extract({_BODY}, '$.place_id')"
_CODE = f"COALESCE(json_extract({_BODY}, '$.use'), json_extract({_BODY}, '$.size'), '')"
_VISITS = (
    f"FROM record INDEXED BY record_calls WHERE kind = 'visit' AND deleted = 0 AND {_TARGET} IS NOT NULL"
)
_ROUNDS = (
    f"FROM record INDEXED BY record_rounds WHERE kind = 'patrol' AND deleted = 0 AND {_SPOT} IS NOT NULL"
)
_CALLED = "json_extract(COALESCE(call.view, call.base), '$.target_id')"
_LIVES_IN = "json_extract(COALESCE(one.view, one.base), '$.household_id')"
_MOST_CALLS = 24


class Call(NamedTuple):
    """A visit in short; `number` is its moment in ms UTC."""

    id: str
    number: int
    result: str
    next_on: str


def calls(db: Tables, records: Collection[str]) -> dict[str, list[Call]]:
    """The latest visits to each of these records, newest first."""
    question = f"""SELECT id, number, json_extract({_BODY}, '$.result'), json_extract({_BODY}, '$.next_on')
        {_VISITS} AND {_TARGET} = ? ORDER BY number DESC LIMIT {_MOST_CALLS}"""
    found = {}
    for record in records:
        rows = db.execute(question, [record]).fetchall()
        found[record] = [Call(id_, number, str(result), str(day or "")) for id_, number, result, day in rows]
    return found


def not_called_on(db: Tables, kind: str, since: Mapping[str, int], other: int, limit: int) -> list[RecordRow]:
    """Households or enterprises on file and without a visit since a moment, that of their use or size, else `other`.

    A visit to somebody who lives in a household is a visit to the household. The oldest on file come first.
    """
    known = ",".join("?" * len(since))
    ways: list[tuple[str, list[Any], int]] = [(f"{_CODE} = ?", [code], at) for code, at in since.items()]
    ways.append((f"{_CODE} NOT IN ({known})", list(since), other))
    found: list[RecordRow] = []
    for condition, values, moment in ways:
        rows = db.execute(
            f"""SELECT {COLUMNS} FROM record INDEXED BY record_called_on
            WHERE kind IN ('household', 'enterprise') AND {_HERE} AND kind = ? AND {condition} AND number < ?
            AND NOT EXISTS (SELECT 1 FROM record AS call INDEXED BY record_calls WHERE call.kind = 'visit'
                AND call.deleted = 0 AND {_CALLED} IS NOT NULL AND {_CALLED} = +record.id AND call.number >= ?)
            AND NOT EXISTS (SELECT 1 FROM record AS one INDEXED BY record_members
                CROSS JOIN record AS call INDEXED BY record_calls
                WHERE one.kind = 'person' AND one.deleted = 0
                AND json_extract(COALESCE(one.view, one.base), '$.merged_into') IS NULL
                AND {_LIVES_IN} IS NOT NULL AND {_LIVES_IN} = +record.id AND call.kind = 'visit'
                AND call.deleted = 0 AND {_CALLED} IS NOT NULL AND {_CALLED} = +one.id AND call.number >= ?)
            ORDER BY number LIMIT ?""",
            [kind, *values, moment, moment, moment, limit],
        )
        found += [record_row(row) for row in rows.fetchall()]
    return sorted(found, key=lambda row: row.number)[:limit]


def must_visit(db: Tables, limit: int) -> list[RecordRow]:
    """The places that are to be patrolled again and again."""
    rows = db.execute(
        f"""SELECT {COLUMNS} FROM record INDEXED BY record_must_visit WHERE kind = 'place' AND {_HERE}
        AND json_extract({_BODY}, '$.check_every') IS NOT NULL ORDER BY number LIMIT ?""",
        [limit],
    )
    return [record_row(row) for row in rows.fetchall()]


def last_rounds(db: Tables, places: Iterable[str]) -> dict[str, int]:
    """When each of these places was patrolled last, ms UTC; those that never were are missing."""
    found = {}
    for place in places:
        row = db.execute(f"SELECT max(number) {_ROUNDS} AND {_SPOT} = ?", [place]).fetchone()
        if row[0] is not None:
            found[place] = int(row[0])
    return found


def with_needs(db: Tables, limit: int) -> list[RecordRow]:
    """The newest visits at which a need was heard."""
    rows = db.execute(
        f"""SELECT {COLUMNS} FROM record INDEXED BY record_needs WHERE kind = 'visit' AND deleted = 0
        AND json_extract({_BODY}, '$.needs') IS NOT NULL ORDER BY number DESC LIMIT ?""",
        [limit],
    )
    return [record_row(row) for row in rows.fetchall()]


def performed(db: Tables, limit: int) -> list[RecordRow]:
    """Disputes whose agreement was kept and that are not in the archive yet, newest first."""
    rows = db.execute(
        f"""SELECT {COLUMNS} FROM {UNDER_WAY} AND json_extract({_BODY}, '$.status') = 'performed'
        ORDER BY number DESC LIMIT ?""",
        [limit],
    )
    return [record_row(row) for row in rows.fetchall()]


def calls_by_name(db: Tables, name: str) -> list[RecordRow]:
    """The latest visits to somebody of this name that name no record, newest first."""
    rows = db.execute(
        f"""SELECT {COLUMNS} FROM record INDEXED BY record_visited WHERE kind = 'visit' AND deleted = 0
        AND json_extract({_BODY}, '$.name') = ? AND {_TARGET} IS NULL ORDER BY number DESC LIMIT {_MOST_CALLS}""",
        [name],
    )
    return [record_row(row) for row in rows.fetchall()]
