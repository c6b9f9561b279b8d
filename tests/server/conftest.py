"""One district per test, on each of the two databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Connection, Table, insert, select

from gridworker.protocol.blobs import Blob
from gridworker.server.append_only import lifted
from gridworker.server.database import open_database
from gridworker.server.district import District
from gridworker.server.tables import metadata
from tests.laptop import SetClock
from tests.server.files import SHA, attachment
from tests.server.postgresql import running_postgresql
from tests.server.village import GRID, Laptop, Village, make_village, patrol


class Place(NamedTuple):
    """Where a district is kept: its data folder, and the address of its database unless that is the embedded one."""

    folder: Path
    url: str | None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of this test run's own, from the wheel."""
    with running_postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A village on the embedded database, to be copied for each test."""
    folder = tmp_path_factory.mktemp("prepared") / "district"
    make_village(folder, None, SetClock(6)).district.close()
    return Place(folder, None)


Rows = dict[Table, list[dict[str, Any]]]


@pytest.fixture(scope="session")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgresql: str) -> tuple[Place, Rows]:
    """A village on PostgreSQL, and the rows that each test begins with."""
    folder = tmp_path_factory.mktemp("prepared") / "district"
    district = make_village(folder, postgresql, SetClock(6)).district

    def work(connection: Connection) -> Rows:
        tables = metadata.sorted_tables
        return {
            table: [dict(row) for row in connection.execute(select(table)).mappings()] for table in tables
        }

    rows = district.site.database.read(work)
    district.close()
    return Place(folder, postgresql), rows


def begin_again(connection: Connection, rows: Rows) -> None:
    """Empties the database but for the rows that each test begins with."""
    names = ", ".join(f'"{table.name}"' for table in rows)
    with lifted(connection):
        connection.exec_driver_sql(f"TRUNCATE {names}")
    for table, content in rows.items():
        if content:
            connection.execute(insert(table), content)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A village of this test's own, on each of the two databases."""
    if request.param == "sqlite":
        prepared: Place = request.getfixturevalue("on_sqlite")
    else:
        rows: Rows
        prepared, rows = request.getfixturevalue("on_postgresql")
        assert prepared.url is not None
        database = open_database(prepared.folder, prepared.url, SetClock().randomness)
        database.write(partial(begin_again, rows=rows))
        database.close()
    return Place(Path(shutil.copytree(prepared.folder, tmp_path / "district")), prepared.url)


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


@pytest.fixture
def zhou(village: Village) -> Laptop:
    """周敏's laptop."""
    return village.enrols("zhoumin")


@pytest.fixture
def blob(village: Village, zhou: Laptop) -> Blob:
    """The photo of a patrol that 周敏 has sent; its bytes are still to come."""
    stream = village.streams[GRID]
    zhou.send(zhou.op(stream, "patrol", patrol() | attachment()))
    return Blob(stream, SHA)
