"""What SQLite and the disk say, as troubles that have words: no exception of theirs leaves the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from gridworker.domain.errors import ComputerTrouble, OurFault, Trouble
from gridworker.environment.trouble import as_trouble

_FULL = 13  # SQLITE_FULL, which the module does not name

_CODES = {
    _FULL: "disk_full",
    sqlite.SQLITE_BUSY: "database_busy",
    sqlite.SQLITE_LOCKED: "database_busy",
    sqlite.SQLITE_PROTOCOL: "database_busy",
    sqlite.SQLITE_CORRUPT: "database_damaged",
    sqlite.SQLITE_NOTADB: "database_damaged",
    sqlite.SQLITE_FORMAT: "database_damaged",
    sqlite.SQLITE_READONLY: "database_read_only",
    sqlite.SQLITE_CANTOPEN: "no_permission",
    sqlite.SQLITE_PERM: "no_permission",
    sqlite.SQLITE_IOERR: "disk_damaged",
    sqlite.SQLITE_NOMEM: "out_of_memory",
}


@contextmanager
def telling_troubles(path: Path) -> Iterator[None]:
    """Raises what SQLite or the disk says within as a `Trouble` (about `path`); other exceptions pass."""
    with telling_what_sqlite_says(path):
        try:
            yield
        except OSError as error:
            raise as_trouble(error) from error


@contextmanager
def telling_what_sqlite_says(path: Path) -> Iterator[None]:
    """Raises what SQLite says within as a `Trouble` (about `path`); other exceptions pass."""
    try:
        yield
    except sqlite.Error as error:
        raise trouble_of(error, path) from error


def trouble_of(error: sqlite.Error, path: Path) -> Trouble:
    """The trouble that an exception of SQLite means: this computer's if its code says so, else a fault of ours."""
    # The low byte is the result, the others say more of it (SQLite, "Result and error codes").
    code = _CODES.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
    if code is None:
        return OurFault("our_fault", reference="")
    return ComputerTrouble(code, path=path) if code == "no_permission" else ComputerTrouble(code)
