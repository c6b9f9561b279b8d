"""The one thread that writes a database, for the screens and for sync alike (architecture, rule 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from gridworker.store.tables import Tables

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")


class Writer:
    """Runs pieces of work one after another on its own thread, each in one transaction.

    `turn` is held meanwhile, for a connection that others use too.
    """

    def __init__(self, tables: Tables, turn: AbstractContextManager[object] | None = None) -> None:
        self._tables = tables
        self._turn = turn or nullcontext()
        self._thread: ThreadPoolExecutor | None = None
        self._lock = Lock()
        self._closed = False

    def write(self, work: Callable[[Tables], T], *, lasting: bool = True) -> T:
        """Runs `work`, returns its result once it is on the disk; if it raises, nothing of it stays.

        What is not `lasting` outlives this process, and a power cut only behind the next write.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError("the database is closed")
            if self._thread is None:
                from concurrent.futures import ThreadPoolExecutor

                self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store-writer")
            future = self._thread.submit(self._in_transaction, work, lasting)
        return future.result()

    def close(self) -> None:
        """Finishes what was begun, ends the thread and closes the connection."""
        with self._lock:
            self._closed = True
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.shutdown()
        self._tables.close()

    def _in_transaction(self, work: Callable[[Tables], T], lasting: bool) -> T:
        tables = self._tables
        with self._turn, nullcontext() if lasting else _not_waiting_for_the_disk(tables):
            tables.execute("BEGIN IMMEDIATE")
            try:
                result = work(tables)
                tables.execute("COMMIT")
            except BaseException:
                # A full disk ends the transaction by itself.
                if tables.conn.in_transaction:
                    tables.execute("ROLLBACK")
                raise
            return result


@contextmanager
def _not_waiting_for_the_disk(tables: Tables) -> Iterator[None]:
    tables.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        tables.execute("PRAGMA synchronous = FULL")
