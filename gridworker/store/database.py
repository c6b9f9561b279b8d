"""The app's database: one encrypted file, one thread that writes it, any number of readers beside it.

SQLCipher, WAL, `synchronous=FULL`: what `write` has returned from outlives a power cut, if it is meant to last.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import RLock, local
from typing import Self, TypeVar

from gridworker.domain.errors import ComputerTrouble
from gridworker.store import schema
from gridworker.store.connection import MEMORY, open_reader, open_writer
from gridworker.store.page_copy import copy_pages
from gridworker.store.readers import OneConnection, Readers
from gridworker.store.tables import Steps, Tables
from gridworker.store.trouble import telling_troubles, telling_what_sqlite_says
from gridworker.store.upgrade import upgrade
from gridworker.store.writer import Writer

__all__ = ["BUSY_MS", "Database", "Tables"]

T = TypeVar("T")

BUSY_MS = 5000
"""How long a write waits for another process's lock."""


class Database:
    """An open database.

    Whatever SQLite or the disk says comes out as `ComputerTrouble`: `disk_full`, `disk_damaged`, `database_busy`,
    `database_damaged` (the wrong key too), `database_read_only`, `no_permission`, `out_of_memory`.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        *,
        create: bool = True,
        busy_ms: int = BUSY_MS,
        steps: Steps = schema.migrations,
        version: int = schema.VERSION,
    ) -> None:
        """Opens the file at `path`, brings it to the tables this program knows, and makes it where there is none.

        Besides the above raises `ComputerTrouble`: `database_newer`, and `database_missing` if there is no file or an
        empty one and `create` is not set.
        """
        self.path = path
        self._key, self._busy_ms = key, busy_ms
        self._inside = local()
        with telling_troubles(path):
            if not create and (not path.exists() or path.stat().st_size == 0):
                raise ComputerTrouble("database_missing")
            tables = self._upgraded(steps, version)
        self._readers: Readers | OneConnection
        if path == MEMORY:
            turn = RLock()
            self._writer, self._readers = Writer(tables, turn), OneConnection(tables, turn)
        else:
            self._writer = Writer(tables)
            self._readers = Readers(partial(open_reader, path, key, busy_ms))

    def _upgraded(self, steps: Steps, version: int) -> Tables:
        tables = open_writer(self.path, self._key, self._busy_ms)
        try:
            upgrade(tables, self.path, self._key, steps, version)
        except BaseException:
            tables.close()
            raise
        return tables

    @classmethod
    def in_memory(cls) -> Self:
        """A database that is gone when it is closed, for tests: reads and writes take turns on one connection."""
        return cls(MEMORY, bytes(32))

    @property
    def key(self) -> bytes:
        """The key, for a copy that is to open under another password."""
        return self._key

    def beside(self, name: str, steps: Steps, version: int) -> Database:
        """Opens, or makes, another database `name` beside this one, under a key that follows from this one's."""
        path = self.path if self.path == MEMORY else self.path.with_name(name)
        key = hmac.digest(self._key, f"gridworker/1/{name}".encode(), "sha256")
        return Database(path, key, busy_ms=self._busy_ms, steps=steps, version=version)

    def write(self, work: Callable[[Tables], T], *, lasting: bool = True) -> T:
        """Runs `work` on the writer's thread in one transaction and returns its result once it is on the disk.

        What is not `lasting` outlives this process, and a power cut only behind the next write.

        What `work` raises is raised here, and nothing of it stays. It must not call `write` or `read` itself.
        """
        self._refuse_inside("write", "read")
        with telling_what_sqlite_says(self.path):
            return self._writer.write(partial(self._marked, "write", work), lasting=lasting)

    def read(self, work: Callable[[Tables], T]) -> T:
        """Runs `work` on this thread with a connection that cannot write and sees the database of one moment."""
        self._refuse_inside("write")
        with telling_what_sqlite_says(self.path), self._readers.borrow() as tables:
            return self._marked("read", work, tables)

    def copy_to(self, target: Path, *, once_alone: Callable[[], None] | None = None) -> None:
        """Puts this database, as it is at one moment, in the place of the one at `target`, under the same key.

        Whoever has that open sees the old one or the new one. `once_alone` is called when nobody can write to the old
        one any more, and may still change this one. Raises `ComputerTrouble` (`database_damaged`) where the copy is
        not sound.
        """
        with telling_troubles(target):
            copy_pages(self.path, target, self._key, once_alone)

    def find_damage(self) -> list[str]:
        """What a check of every page in use and of every table finds wrong; empty if it is sound.

        It reads as any statement does, so what others are writing meanwhile is no damage; SQLCipher's own check of
        the file would take a page that is still in the log for a damaged one.
        """

        def look(tables: Tables) -> list[str]:
            return [row[0] for row in tables.execute("PRAGMA quick_check") if row[0] != "ok"]

        try:
            return self.read(look)
        except ComputerTrouble as trouble:
            if trouble.code != "database_damaged":
                raise
            return [trouble.code]

    def close(self) -> None:
        """Finishes the write that was begun and closes all connections. A second call does nothing."""
        with telling_what_sqlite_says(self.path):
            self._readers.close()
            self._writer.close()

    def _refuse_inside(self, *doing: str) -> None:
        """A read within a write would see the past, a write within either would wait for itself for ever."""
        if getattr(self._inside, "what", None) in doing:
            raise RuntimeError(f"called within a {self._inside.what} of the same database")

    def _marked(self, what: str, work: Callable[[Tables], T], tables: Tables) -> T:
        outside = getattr(self._inside, "what", None)
        self._inside.what = what
        try:
            return work(tables)
        finally:
            self._inside.what = outside
