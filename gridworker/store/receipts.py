"""The receipts of past syncs, numbered, so that a worker can show what was delivered and when."""

from __future__ import annotations

from typing import Any

import msgspec

from gridworker.store.tables import Tables


def keep(db: Tables, finished_at: int, content: dict[str, Any]) -> int:
    """Keeps what a sync did and returns its receipt's number, which counts from 1."""
    text = msgspec.json.encode(content).decode()
    cursor = db.execute("INSERT INTO receipt (finished_at, content) VALUES (?, ?)", [finished_at, text])
    return int(cursor.lastrowid or 0)


def last_finished(db: Tables) -> int:
    """When the last sync that reached its end ended, ms UTC; 0 if none did."""
    row = db.execute(
        "SELECT max(finished_at) FROM receipt WHERE json_extract(content, '$.error') IS NULL"
    ).fetchone()
    return int(row[0] or 0)


def newest(db: Tables, limit: int, below: int | None = None) -> list[tuple[int, dict[str, Any]]]:
    """The receipts with their numbers, newest first, at most `limit`, only those numbered under `below`."""
    rows = db.execute(
        "SELECT number, content FROM receipt WHERE number < ? ORDER BY number DESC LIMIT ?",
        [below if below is not None else 1 << 62, limit],
    )
    return [(number, msgspec.json.decode(content)) for number, content in rows]
