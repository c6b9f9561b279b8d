"""What the tests of the store have in common: a key, quick costs, records put in as a pull puts them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

from gridworker.store.database import Database, Tables
from gridworker.store.search import Hit, index_pending, search
from gridworker.store.vault import Cost

ROOT = Path(__file__).resolve().parents[2]
KEY = bytes(range(32))
QUICK = Cost(memory_kib=64, passes=1, lanes=1)
"""What a password costs where the cost is not what is tested."""


def table_names(tables: Tables) -> list[str]:
    """Every table of a store."""
    return [row[0] for row in tables.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def put(database: Database, kind: str, *bodies: dict[str, Any]) -> list[str]:
    """Puts records in, each newer than the one before, and indexes them; returns their ids."""

    def work(db: Tables) -> list[str]:
        (last,) = db.execute("SELECT COALESCE(MAX(number), 0) FROM record").fetchone()
        ids = []
        for number, body in enumerate(bodies, last + 1000):
            ids.append(f"record-{number}")
            db.execute(
                "INSERT INTO record (number, id, stream, kind, base) VALUES (?, ?, 'grid', ?, ?)",
                [number, ids[-1], kind, msgspec.json.encode(body).decode()],
            )
        return ids

    ids = database.write(work)
    index_pending(database)
    return ids


def titles(database: Database, text: str, **more: Any) -> list[str]:
    """The titles of what `text` finds, newest first."""
    return [hit.title for hit in search(database, text, **more)]


def only(hits: list[Hit]) -> Hit:
    """The one hit there is."""
    assert len(hits) == 1, hits
    return hits[0]


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process of the program, running `script`, which reads `arguments` from `sys.argv`."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
