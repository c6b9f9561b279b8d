"""Counting along the order of a list: `record.number` is a record's moment in ms (`store.record_rows`)."""

from __future__ import annotations

from gridworker.store.tables import Tables


def count_since(db: Tables, kind: str, since: int) -> int:
    """How many records of a kind are not deleted and of that moment (ms UTC) or later."""
    query = "SELECT COUNT(*) FROM record WHERE kind = ? AND deleted = 0 AND number >= ?"
    return int(db.execute(query, [kind, since]).fetchone()[0])


def ids_since(db: Tables, kind: str, since: int) -> list[str]:
    """The records of a kind that are not deleted and of that moment (ms UTC) or later, newest first."""
    query = "SELECT id FROM record WHERE kind = ? AND deleted = 0 AND number >= ? ORDER BY number DESC"
    return [str(row[0]) for row in db.execute(query, [kind, since])]


def change_mark(db: Tables) -> tuple[int, int]:
    """Another value after every save and every pull, whichever process made them."""
    row = db.execute(
        "SELECT (SELECT COALESCE(MAX(position), 0) FROM op), (SELECT COALESCE(SUM(seq), 0) FROM stream)"
    ).fetchone()
    return int(row[0]), int(row[1])
