"""Counting along the order of a list: `record.number` is a record's moment in ms (`store.record_rows`)."""

from __future__ import annotations

from sqlite_utils import Database


def count_since(db: Database, kind: str, since: int) -> int:
    """How many records of a kind are not deleted and of that moment (ms UTC) or later."""
    query = "SELECT COUNT(*) FROM record WHERE kind = ? AND deleted = 0 AND number >= ?"
    return int(db.execute(query, [kind, since]).fetchone()[0])
