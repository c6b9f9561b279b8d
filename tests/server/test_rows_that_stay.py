"""What came, was refused, was shown after a restore or was decided is never changed, also by a mistake of ours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, Table, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from gridworker.domain.retention import POLICY
from gridworker.server import purging, review
from gridworker.server.append_only import KEPT
from gridworker.server.backup import back_up
from gridworker.server.district import District
from gridworker.server.restore import restore
from tests.laptop import SetClock
from tests.server.conftest import Place
from tests.server.village import GRID, OTHER_GRID, Village, make_village, patrol

_CHANGES = {
    "sqlite": ("UPDATE {} SET stream = ''", "DELETE FROM {}", "REPLACE INTO {0} SELECT * FROM {0}"),
    "postgresql": ("UPDATE {} SET stream = ''", "DELETE FROM {}", "TRUNCATE {}", "TRUNCATE {} CASCADE"),
}


def leaves_traces(village: Village) -> None:
    """周敏 writes for her grid, sends something that is refused, shows an old row and is moved; 施兰 decides."""
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    shown = [grid, 0, zhou.make_id(), "note", 1, "9f86d081884c7d65", False, {"text": "三幢门禁坏了"}]
    zhou.sync(zhou.op(grid, "patrol", patrol()), zhou.op(grid, "access", {}), evidence=[shown])
    village.district.revoke("zhoumin", GRID)
    village.district.grant("zhoumin", OTHER_GRID)
    moved = zhou.op(grid, "patrol", patrol("移交前写的"))
    zhou.send(moved)
    review.refuse(village.district.site, moved.op, "和第 12 号重复")
    village.district.publish(POLICY, {"patrol": {"months": 1}})
    shen = village.enrols("shenguoqiang")
    shen.send(shen.op(grid, "patrol", patrol(at=(None, 1_577_836_800_000))))
    assert len(purging.purge(village.district.site, "期满")) == 1


def rows_of(district: District, table: Table) -> list[tuple[object, ...]]:
    """All that a table holds."""
    asked = select(table).order_by(*table.primary_key)
    return [tuple(row) for row in district.site.database.read(lambda db: db.execute(asked).all())]


def _executes(statement: str, connection: Connection) -> None:
    connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", KEPT, ids=lambda table: table.name)
def test_no_statement_changes_them(village: Village, table: Table) -> None:
    leaves_traces(village)
    database = village.district.site.database
    before = rows_of(village.district, table)
    assert before
    for change in _CHANGES[database.engine.dialect.name]:
        with pytest.raises(DBAPIError, match="append-only"):
            database.write(partial(_executes, change.format(table.name)))
    assert rows_of(village.district, table) == before


@pytest.fixture
def plain_role(postgresql: str) -> Iterator[str]:
    """A database that belongs to a role without any special right, as a district's own PostgreSQL gives it."""
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("CREATE ROLE plain LOGIN")
        connection.execute("CREATE DATABASE plain OWNER plain")
        yield make_url(postgresql).set(username="plain", database="plain").render_as_string(False)
        connection.execute("DROP DATABASE plain")
        connection.execute("DROP ROLE plain")


def test_the_districts_own_role_has_no_right_to_change_them(plain_role: str, tmp_path: Path) -> None:
    village = make_village(tmp_path / "district", plain_role, SetClock(6))
    leaves_traces(village)
    database = village.district.site.database
    for table in KEPT:
        for change in ("UPDATE {} SET stream = ''", "DELETE FROM {}", "TRUNCATE {}"):
            with pytest.raises(DBAPIError, match="permission denied"):
                database.write(partial(_executes, change.format(table.name)))
    village.district.close()


def test_a_restore_puts_the_rows_back_and_the_guards_with_them(plain_role: str, tmp_path: Path) -> None:
    village = make_village(tmp_path / "district", plain_role, SetClock(6))
    leaves_traces(village)
    before = {table.name: rows_of(village.district, table) for table in KEPT}
    back_up(village.district.site, tmp_path / "district", tmp_path / "backups")
    shen = village.enrols("shenguoqiang")
    shen.send(shen.op(village.streams[GRID], "patrol", patrol("备份后")))
    restore(tmp_path / "district", plain_role, tmp_path / "backups", village.clock)
    assert {table.name: rows_of(village.district, table) for table in KEPT} == before
    for table in KEPT:
        with pytest.raises(DBAPIError, match="permission denied"):
            village.district.site.database.write(partial(_executes, f"DELETE FROM {table.name}"))
    village.district.close()


def test_after_a_restore_a_superuser_meets_the_guards_again(
    village: Village, place: Place, tmp_path: Path
) -> None:
    leaves_traces(village)
    back_up(village.district.site, place.folder, tmp_path / "backups")
    restore(place.folder, place.url, tmp_path / "backups", village.clock)
    for table in KEPT:
        with pytest.raises(DBAPIError, match="append-only"):
            village.district.site.database.write(partial(_executes, f"DELETE FROM {table.name}"))
