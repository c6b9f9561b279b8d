"""The database of a district: connections, transactions, retries. SQLite beside the settings, or PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from gridworker.domain.errors import ComputerTrouble, NetworkTrouble, PersonCanMend
from gridworker.server.prepared import driver_of
from gridworker.server.shared_commit import SharedCommit

T = TypeVar("T")
U = TypeVar("U")

_TRIES = 5
_LOST_RACES = {"40001", "40P01"}
_BUSY_TIMEOUT_MS = 10_000
_CONNECTIONS = 20


class Database:
    """Runs functions in transactions. `randomness` gives random bytes; it spreads retries."""

    def __init__(self, engine: Engine, randomness: Callable[[int], bytes]) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._snapshots = (
            engine if self.is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
        )
        self._randomness = randomness
        self._failures: tuple[type[Exception], ...] = (
            DBAPIError,
            PoolTimeout,
            engine.dialect.loaded_dbapi.Error,
        )
        # SQLite has one writer: waiting here is fair and quick, its own waiting is neither.
        self._shared = SharedCommit(engine) if self.is_sqlite else None

    def write(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` in one transaction that it may change the database in; on SQLite others may share it.

        A lost race (serialization failure, deadlock) is tried again up to 5 times, and what shares a transaction that
        fails is done again by itself, so `work` must not keep what an earlier try has found. Raises `ComputerTrouble`
        (`district_busy`, `disk_full`, `disk_damaged`, `district_damaged`, `district_read_only`, `no_permission`) or
        `NetworkTrouble("database_unreachable")`.
        """
        for attempt in range(_TRIES):
            try:
                return self._shared.write(work) if self._shared else self._alone(work)
            except self._failures as error:
                if not _lost_race(error) or attempt == _TRIES - 1:
                    raise as_trouble(error) from error
                time.sleep((1 + self._randomness(1)[0]) / 5000 * (attempt + 1))
        raise AssertionError("every try returns or raises")

    def write_then_read(
        self, work: Callable[[Connection], T], look: Callable[[Connection, T], U]
    ) -> tuple[T, U]:
        """What `work` gives, and what `look` finds behind it, which gets that; raises as `write` and `read` do.

        On SQLite in one transaction. What `look` raises takes nothing back of what `work` has written.
        """
        if self._shared is None:
            done = self.write(work)
            return done, self.read(lambda connection: look(connection, done))
        done, found = self.write(partial(_both, work=work, look=look))
        if isinstance(found, _Failed):
            raise found.error
        return done, found

    def _alone(self, work: Callable[[Connection], T]) -> T:
        with self.engine.begin() as connection:
            return work(connection)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` on one snapshot of the database. Raises as `write` does."""
        try:
            with self._snapshots.connect() as connection:
                connection.begin()
                if self.is_sqlite:
                    driver_of(connection).execute("BEGIN")
                return work(connection)
        except self._failures as error:
            raise as_trouble(error) from error

    @property
    def waiting(self) -> int:
        """How many threads wait to write; on PostgreSQL none waits for another here."""
        return self._shared.waiting if self._shared else 0

    def put_into_one_file(self) -> None:
        """Writes what SQLite keeps in a log beside its file into the file, which nobody else may have open."""
        self.close()
        with self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = DELETE")

    def close(self) -> None:
        """Closes all connections."""
        if self._shared:
            self._shared.close()
        self.engine.dispose()


class _Failed(NamedTuple):
    """What a look has raised."""

    error: Exception


def _both(
    connection: Connection, work: Callable[[Connection], T], look: Callable[[Connection, T], U]
) -> tuple[T, U | _Failed]:
    done = work(connection)
    try:
        return done, look(connection, done)
    except Exception as error:  # noqa: BLE001 - whatever it was belongs to whoever looks
        return done, _Failed(error)


def open_database(path: Path, url: str | None, randomness: Callable[[int], bytes]) -> Database:
    """The database at `url` (PostgreSQL), or the SQLite file at `path`; nothing is created in it.

    Raises `PersonCanMend("database_url")` for an address that is none.
    """
    return Database(_postgresql(url) if url else _sqlite(path), randomness)


def _sqlite(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"check_same_thread": False, "isolation_level": None, "cached_statements": 256},
        hide_parameters=True,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        pool_use_lifo=True,
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in (
        f"busy_timeout = {_BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # Else a REPLACE would take a row away unseen by the triggers that guard it.
        "recursive_triggers = ON",
        "cache_size = -20000",
        # What a savepoint would need to go back is else written to a file, as soon as it is more than 64 KiB.
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _postgresql(text: str) -> Engine:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise PersonCanMend("database_url") from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise PersonCanMend("database_url")
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10},
    )


def _lost_race(error: Exception) -> bool:
    return getattr(getattr(error, "orig", error), "sqlstate", None) in _LOST_RACES


def as_trouble(error: Exception) -> Exception:
    """What a failure of the database means to whoever asked; a statement that is wrong stays what it is."""
    original = getattr(error, "orig", error)
    name = getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None) or ""
    for start, code in _TROUBLES.items():
        if name.startswith(start):
            return ComputerTrouble(code, path="")
    if isinstance(original, sqlite3.Error):
        return error
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout):
        return NetworkTrouble("database_unreachable")
    return error


_TROUBLES = {
    "SQLITE_BUSY": "district_busy",
    "SQLITE_LOCKED": "district_busy",
    "SQLITE_FULL": "disk_full",
    "SQLITE_IOERR": "disk_damaged",
    "SQLITE_NOTADB": "district_damaged",
    "SQLITE_CORRUPT": "district_damaged",
    "SQLITE_READONLY": "district_read_only",
    "SQLITE_CANTOPEN": "no_permission",
    "53100": "disk_full",
}
"""By SQLite's name of an error, or PostgreSQL's SQLSTATE."""
