"""The registry as its lists ask for it: homes by building, who lives in them, who is watched over, who has a name.

Each question has an index of its own (`schema.m006`), whose condition it repeats word for word. A record that
was merged into another is in none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from gridworker.store.record_rows import COLUMNS, RecordRow, record_row
from gridworker.store.tables import Tables

_BODY = "COALESCE(view, base)"
_HERE = f"deleted = 0 AND json_extract({_BODY}, '$.merged_into') IS NULL"
_ESTATE, _BUILDING, _UNIT, _ROOM = (
    f"json_extract({_BODY}, '$.place.{part}')" for part in ("text", "building", "unit", "room")
)
_HOMES = f"FROM record INDEXED BY record_homes WHERE kind = 'household' AND {_HERE}"
_LIVES_IN = f"json_extract({_BODY}, '$.household_id')"
_NAME = f"json_extract({_BODY}, '$.name')"
MOST = 500
"""No list of one building or one home is longer."""


def buildings(db: Tables) -> list[tuple[str, str, str, int]]:
    """Estate, building and unit ("" where a home has none) with the number of their homes, in no order."""
    rows = db.execute(
        f"SELECT {_ESTATE}, {_BUILDING}, {_UNIT}, count(*) {_HOMES} GROUP BY {_ESTATE}, {_BUILDING}, {_UNIT}"
    )
    return [
        (str(estate or ""), str(building or ""), str(unit or ""), n) for estate, building, unit, n in rows
    ]


def homes(db: Tables, estate: str, building: str, unit: str) -> list[RecordRow]:
    """The homes behind one staircase, in no order."""
    where = " AND ".join(
        f"{column} = ?" if value else f"({column} IS NULL OR {column} = '')"
        for column, value in ((_ESTATE, estate), (_BUILDING, building), (_UNIT, unit))
    )
    values = [value for value in (estate, building, unit) if value]
    return _rows(db, f"SELECT {COLUMNS} {_HOMES} AND {where} LIMIT {MOST}", values)


def members(db: Tables, households: Collection[str]) -> list[RecordRow]:
    """The persons who live in these homes."""
    marks = ",".join("?" * len(households))
    return _rows(
        db,
        f"""SELECT {COLUMNS} FROM record INDEXED BY record_members WHERE kind = 'person' AND {_HERE}
        AND {_LIVES_IN} IS NOT NULL AND {_LIVES_IN} IN ({marks}) LIMIT {MOST}""",
        list(households),
    )


def count_members(db: Tables, households: Collection[str]) -> dict[str, int]:
    """How many persons live in each of these homes; those in which nobody lives are missing."""
    marks = ",".join("?" * len(households))
    rows = db.execute(
        f"""SELECT {_LIVES_IN}, count(*) FROM record INDEXED BY record_members WHERE kind = 'person' AND {_HERE}
        AND {_LIVES_IN} IS NOT NULL AND {_LIVES_IN} IN ({marks}) GROUP BY {_LIVES_IN}""",
        list(households),
    )
    return dict(rows.fetchall())


def named(db: Tables, name: str) -> list[RecordRow]:
    """The persons with exactly this name."""
    return _rows(
        db,
        f"""SELECT {COLUMNS} FROM record INDEXED BY record_named WHERE kind = 'person' AND {_HERE}
        AND {_NAME} = ? ORDER BY number DESC LIMIT {MOST}""",
        [name],
    )


def called(db: Tables, names: Collection[str]) -> dict[str, str]:
    """Which of these are names of persons, with the newest person of each."""
    rows = db.execute(
        f"""SELECT {_NAME}, record.id FROM json_each(?) CROSS JOIN record INDEXED BY record_named
        WHERE kind = 'person' AND {_HERE} AND {_NAME} = value ORDER BY number""",
        [msgspec.json.encode(list(names)).decode()],
    )
    return dict(rows.fetchall())


def watched(db: Tables, limit: int, below: int | None = None) -> list[RecordRow]:
    """The persons who have or had a tag, newest first, only those numbered under `below`."""
    return _rows(
        db,
        f"""SELECT {COLUMNS} FROM record INDEXED BY record_watched WHERE kind = 'person' AND {_HERE}
        AND json_extract({_BODY}, '$.watch') IS NOT NULL AND number < ? ORDER BY number DESC LIMIT ?""",
        [1 << 62 if below is None else below, limit],
    )


def by_ids(db: Tables, records: Collection[str]) -> dict[str, RecordRow]:
    """Some records by their ids; those that are deleted or gone are missing."""
    marks = ",".join("?" * len(records))
    rows = _rows(db, f"SELECT {COLUMNS} FROM record WHERE id IN ({marks}) AND deleted = 0", list(records))
    return {row.id: row for row in rows}


def _rows(db: Tables, question: str, values: list[Any]) -> list[RecordRow]:
    return [record_row(row) for row in db.execute(question, values)]


_TOLD = ("name", "birth_on", "household_id", "id_number", "phone", "uscc", "place")


def told_by(db: Tables, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The id of every record of a kind and, of its body, what tells one from another; read as it is asked for."""
    paths = ", ".join(f"'$.{name}'" for name in _TOLD)
    rows = db.execute(
        f"SELECT id, json_extract({_BODY}, {paths}) FROM record WHERE kind = ? AND {_HERE}", [kind]
    )
    for record, values in rows:
        found = msgspec.json.decode(values)
        yield record, {name: value for name, value in zip(_TOLD, found, strict=True) if value is not None}
