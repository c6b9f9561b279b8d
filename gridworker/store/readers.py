"""Connections for reading, handed to one thread at a time and used again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock

from gridworker.store.tables import Tables

# Another is opened within a millisecond, and each keeps more than a MiB.
_KEPT = 1


class Readers:
    """As many connections as there are reads at the same moment; a read sees the database of one moment."""

    def __init__(self, connect: Callable[[], Tables]) -> None:
        self._connect = connect
        self._lock = Lock()
        self._idle: list[Tables] = []
        self._closed = False

    @contextmanager
    def borrow(self) -> Iterator[Tables]:
        """A connection within a transaction. The one used last is used first, for its pages are still in memory."""
        with self._lock:
            if self._closed:
                raise RuntimeError("the database is closed")
            tables = self._idle.pop() if self._idle else None
        tables = tables or self._connect()
        try:
            tables.execute("BEGIN")
            try:
                yield tables
            finally:
                tables.execute("ROLLBACK")
        finally:
            self._give_back(tables)

    def close(self) -> None:
        """Closes all connections, those in use as soon as they are given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for tables in idle:
            tables.close()

    def _give_back(self, tables: Tables) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < _KEPT:
                self._idle.append(tables)
                return
        tables.close()


class OneConnection:
    """Reads on the connection that also writes: for a database in memory, which no other connection can see."""

    def __init__(self, tables: Tables, turn: AbstractContextManager[object]) -> None:
        self._tables = tables
        self._turn = turn
        self._closed = False

    @contextmanager
    def borrow(self) -> Iterator[Tables]:
        """The connection, for this thread alone and unable to write."""
        with self._turn:
            if self._closed:
                raise RuntimeError("the database is closed")
            self._tables.execute("PRAGMA query_only = ON")
            try:
                yield self._tables
            finally:
                self._tables.execute("PRAGMA query_only = OFF")

    def close(self) -> None:
        """Lets nobody read any more; the connection is the writer's to close."""
        self._closed = True
