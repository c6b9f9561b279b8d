"""SQLite's one writer at a time, shared: what several threads write at the same moment is committed together.

A commit waits for the disk, some ms each time; ten thousand laptops with two transactions each would wait minutes. Each
piece of work is all or nothing by itself, in a savepoint, and none returns before the commit with it is on the disk.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from gridworker.server.prepared import driver_of

T = TypeVar("T")

_OPEN_S = 0.02
"""A transaction takes in what comes for so long: a few commits' worth of waiting, unnoticed by anybody."""


class SharedCommit:
    """Runs pieces of work one after another, whichever thread they come from; the first that comes leads the others."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._guard = threading.Lock()
        self._waiting: deque[_Work] = deque()
        self._has_leader = False

    @property
    def waiting(self) -> int:
        """How many pieces of work have not been begun."""
        return len(self._waiting)

    def write(self, work: Callable[[Connection], T]) -> T:
        """The result of `work`, once it is on the disk. Raises what `work` raises, and nothing of it stays.

        `work` is done again, by itself, where the transaction it was done in has failed with others in it.
        """
        mine = _Work(work)
        with self._guard:
            self._waiting.append(mine)
            leads, self._has_leader = not self._has_leader, True
        if not leads:
            mine.called.wait()
        if not mine.is_over:
            self._lead()
        if mine.error is not None:
            raise mine.error
        result: T = mine.result
        return result

    def close(self) -> None:
        """Gives the connection back; nothing may be written at this moment."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _lead(self) -> None:
        """Carries out what is waiting, the caller's own first, and calls the next to lead."""
        taken = [self._waiting.popleft()]
        try:
            self._carry_out(taken)
        finally:
            with self._guard:
                if self._waiting:
                    self._waiting[0].called.set()
                else:
                    self._has_leader = False
            for work in taken:
                work.is_over = True
                work.called.set()

    def _carry_out(self, taken: list[_Work]) -> None:
        try:
            self._commit(taken, open_s=_OPEN_S)
        except BaseException as error:  # noqa: BLE001 - whatever it was belongs to whoever waits for the work
            taken[0].error = error
            if len(taken) == 1:
                return
            # What one of them has broken must not be charged to the others.
            for work in taken:
                try:
                    self._commit([work], open_s=0)
                except BaseException as own:  # noqa: BLE001 - as above
                    work.error = own

    def _commit(self, taken: list[_Work], *, open_s: float) -> None:
        """One transaction with the work in `taken`, and with what comes while it is open."""
        until = time.monotonic() + open_s
        connection, self._connection = self._connection or self._engine.connect(), None
        try:
            connection.begin()
            driver_of(connection).execute("BEGIN IMMEDIATE")
            _do(taken[0], connection)
            while self._waiting and time.monotonic() < until:
                taken.append(self._waiting.popleft())
                _do(taken[-1], connection)
            connection.commit()
        except BaseException:
            # A commit that fails may leave the transaction open, and the pool would hand it on.
            driver_of(connection).rollback()
            connection.close()
            raise
        # What it has read stays true while no other connection writes: SQLite would read it all again for another.
        self._connection = connection


class _Work:
    """A piece of work, and what became of it. `called` is set when it is over, or its thread is to lead."""

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.work = work
        self.called = threading.Event()
        self.is_over = False
        self.result: Any = None
        self.error: BaseException | None = None


def _do(work: _Work, connection: Connection) -> None:
    """Does the work in a savepoint. Raises only where the transaction around it is gone as well."""
    driver = driver_of(connection)
    work.error = None
    driver.execute("SAVEPOINT work")
    try:
        work.result = work.work(connection)
    except BaseException as error:
        if not driver.in_transaction:
            raise
        driver.execute("ROLLBACK TO work")
        work.error = error
    driver.execute("RELEASE work")
