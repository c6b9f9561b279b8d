"""What a profile knows of itself: who works here, which server, how far its numbers run. One JSON value per name."""

from __future__ import annotations

from typing import Any

import msgspec

from gridworker.store.tables import Tables


class Identity(msgspec.Struct, kw_only=True):
    """Whose laptop this is, as the server said at enrolment."""

    replica: str
    worker: str
    name: str
    role: str
    device: str
    district: str
    district_code: str


class ServerAddress(msgspec.Struct, kw_only=True):
    """Where the district server is; `ca` is the file of its own certificate authority, if it has one."""

    url: str
    ca: str = ""


class Tokens(msgspec.Struct, kw_only=True):
    """The present tokens; `access_expires` is ms UTC on the server's clock."""

    access: str
    access_expires: int
    refresh: str


def get(db: Tables, name: str, default: Any = None) -> Any:
    """The JSON value kept under `name`."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return default if row is None else msgspec.json.decode(row[0])


def put(db: Tables, name: str, value: Any) -> None:
    """Keeps a JSON value, or anything msgspec can write as one, under `name`."""
    text = msgspec.json.encode(value).decode()
    db.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", [name, text]
    )


def worker_name(db: Tables) -> str:
    """The name of the worker whose laptop this is, "" before there is one."""
    return str(get(db, "identity", {}).get("name", ""))


def next_ns(db: Tables, count: int) -> range:
    """The next running numbers for so many ops of this replica; numbers are never given twice."""
    first = int(get(db, "last_n", 0)) + 1
    put(db, "last_n", first + count - 1)
    return range(first, first + count)
