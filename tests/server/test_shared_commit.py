"""Laptops that come at the same moment wait for the disk together; what one of them breaks is its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import IntegrityError

from gridworker.server.database import Database, open_database

Work = Callable[[Connection], object]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with an empty table of numbers, each of which may be there once."""
    database = open_database(tmp_path / "numbers.db", None, bytes)
    database.write(lambda connection: connection.exec_driver_sql("CREATE TABLE number (n INTEGER UNIQUE)"))
    yield database
    database.close()


def put(number: int) -> Work:
    return lambda connection: connection.exec_driver_sql(f"INSERT INTO number VALUES ({number})").rowcount


def wait_until(so: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not so():
        assert time.monotonic() < until
        time.sleep(0.001)


def numbers(database: Database) -> list[int]:
    found = database.read(lambda db: db.exec_driver_sql("SELECT n FROM number ORDER BY n").fetchall())
    return [row[0] for row in found]


class Crowd:
    """Threads that write while the first of them is held in its transaction, so that the others come meanwhile."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.commits = 0
        event.listen(database.engine, "commit", self._count)

    def write(self, first: Work, *others: Work) -> list[Future[object]]:
        """What became of each; `first` begins, and is only carried out once all others wait."""
        inside, go_on = threading.Event(), threading.Event()

        def held(connection: Connection) -> object:
            inside.set()
            assert go_on.wait(20)
            return first(connection)

        with ThreadPoolExecutor(len(others) + 1) as threads:
            asked = [threads.submit(self._database.write, held)]
            assert inside.wait(20)
            for work in others:
                asked.append(threads.submit(self._database.write, work))
                wait_until(lambda: self._database.waiting == len(asked) - 1)
            go_on.set()
        return asked

    def _count(self, _connection: Connection) -> None:
        self.commits += 1


def test_all_that_wait_are_committed_together(database: Database) -> None:
    crowd = Crowd(database)
    asked = crowd.write(put(1), *map(put, range(2, 10)))
    assert [one.result() for one in asked] == [1] * 9
    assert numbers(database) == list(range(1, 10))
    assert crowd.commits <= 2


def test_what_one_has_wrong_stays_its_own(database: Database) -> None:
    def half(connection: Connection) -> object:
        put(7)(connection)
        return put(1)(connection)

    first, wrong, last = Crowd(database).write(put(1), half, put(3))
    assert (first.result(), last.result()) == (1, 1)
    with pytest.raises(IntegrityError):
        wrong.result()
    assert numbers(database) == [1, 3]


def test_where_the_whole_transaction_falls_the_others_are_done_again(database: Database) -> None:
    """A full disk ends SQLite's transaction, with all that was in it."""

    def ends_it(connection: Connection) -> object:
        connection.exec_driver_sql("ROLLBACK")
        raise ValueError("gone")

    first, wrong, last = Crowd(database).write(put(1), ends_it, put(3))
    with pytest.raises(ValueError, match="gone"):
        wrong.result()
    assert (first.result(), last.result()) == (1, 1)
    assert numbers(database) == [1, 3]


def test_a_commit_that_fails_is_told_to_whoever_made_it_fail(database: Database) -> None:
    """Nobody is told that something is on the disk that is not, and the next is served again."""

    def with_a_debt(connection: Connection) -> object:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        return connection.exec_driver_sql("INSERT INTO owes VALUES (99)").rowcount

    database.write(lambda db: db.exec_driver_sql("CREATE TABLE owes (n INTEGER REFERENCES number (n))"))
    owing, sound = Crowd(database).write(with_a_debt, put(1))
    with pytest.raises(IntegrityError):
        owing.result()
    assert sound.result() == 1
    database.write(put(2))
    assert numbers(database) == [1, 2]
