"""Transactions that lose a race are tried again, on a real deadlock of PostgreSQL."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Connection, select, update

from gridworker.server.tables import stream
from tests.server.village import GRID, OTHER_GRID, Village


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_two_that_wait_for_each_other_both_get_through(village: Village) -> None:
    here, there = village.streams[GRID], village.streams[OTHER_GRID]
    both_hold_one = threading.Barrier(2)
    tries: list[str] = []

    def add_one(connection: Connection, name: str) -> None:
        connection.execute(update(stream).where(stream.c.stream == name).values(records=stream.c.records + 1))

    def take(first: str, second: str) -> None:
        is_new = True

        def work(connection: Connection) -> None:
            nonlocal is_new
            tries.append(first)
            add_one(connection, first)
            if is_new:
                is_new = False
                both_hold_one.wait(timeout=20)
            add_one(connection, second)

        village.district.site.database.write(work)

    threads = [threading.Thread(target=take, args=pair) for pair in ((here, there), (there, here))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = select(stream.c.records).where(stream.c.stream.in_([here, there]))
    found = village.district.site.database.read(lambda connection: connection.execute(counts).scalars().all())
    assert found == [2, 2]
    assert len(tries) == 3
