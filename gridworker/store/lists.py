"""Counting along the order of a list: `record.number` is a record's moment in ms (`store.record_rows`)."""

from __future__ import annotations

from sqlite_utils import Database


def count_since(db: Database, kind: str, since: int) -> int:
    """How many records of a kind are not deleted and of that moment (ms UTC) or later."""
    query = "SELECT COUNT(*) FROM record WHERE kind = ? AND deleted = 0 AND number >= ?"
    return int(db.execute(query, [kind, since]).fetchone()[0])


def change_mark(db: Database) -> tuple[int, int]:
    """Another value after every save and every pull, whichever process made them."""
    row = db.execute(
        "SELECT (SELECT COALESCE(MAX(position), 0) FROM op), (SELECT COALESCE(SUM(seq), 0) FROM stream)"
    ).fetchone()
    return int(row[0]), int(row[1])
