"""Connections to a SQLCipher file, all set up alike."""

from __future__ import annotations

import os
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from gridworker.domain.errors import ComputerTrouble
from gridworker.store.tables import Tables

MEMORY = Path(":memory:")

_EVERY = (
    "PRAGMA cipher_log_level = NONE",  # what goes wrong is raised; the library would also print it
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA cache_size = -500",  # of each connection, and a window has half a dozen
)
_WRITER = (
    "PRAGMA cache_size = -16000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA journal_size_limit = 16777216",
)
_READER = ("PRAGMA query_only = ON",)


def open_writer(path: Path, key: bytes, busy_ms: int) -> Tables:
    """A connection that may write; makes an empty file, readable by its owner alone, where there is none.

    Raises `ComputerTrouble` (`database_read_only`) for a file that may be read only.
    """
    if path != MEMORY:
        _make(path)
    return _connect(path, key, busy_ms, _WRITER)


def _make(path: Path) -> None:
    # A file that is there is not opened: closing it would let go of the locks that this process holds on it.
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if os.access(path, os.R_OK) and not os.access(path, os.W_OK):
            raise ComputerTrouble("database_read_only") from None


def open_reader(path: Path, key: bytes, busy_ms: int) -> Tables:
    """A connection that cannot write."""
    return _connect(path, key, busy_ms, _READER)


def open_plain(path: Path, key: bytes) -> Tables:
    """A connection for a copy of a database."""
    return _connect(path, key, 0, ())


def opens(path: Path, key: bytes) -> bool:
    """Whether there is a database at `path` that this key opens."""
    if not path.exists():
        return False
    try:
        tables = open_plain(path, key)
    except sqlite.DatabaseError:
        return False
    try:
        tables.conn.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite.DatabaseError:
        return False
    finally:
        tables.conn.close()
    return True


def _connect(path: Path, key: bytes, busy_ms: int, settings: tuple[str, ...]) -> Tables:
    # Threads take turns (one writer, a reader at a time each), and transactions are begun in words.
    connection = sqlite.connect(
        str(path), timeout=busy_ms / 1000, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for statement in (*_EVERY, *settings):
            connection.execute(statement)
        return Tables(connection)
    except BaseException:
        connection.close()
        raise
