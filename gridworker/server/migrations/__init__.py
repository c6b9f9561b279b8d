"""The schema of the server's database, step by step, and bringing an older database to the last one.

Alembic is imported for taking steps only: it is slow to load, and most commands need none.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.durable_file import sync_folder
from gridworker.environment.lock import exclusive
from gridworker.server.database import Database

STEPS = ("0001", "0002", "0003", "0004", "0005", "0006")
LAST = STEPS[-1]
"""The last step there is."""

_PATIENCE_S = 600
_VERSION = table("alembic_version", column("version_num"))


def migrate(connection: Connection, step: str = LAST) -> None:
    """Brings the database of `connection` to a step, within its transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, step)


def bring_up(database: Database, path: Path) -> None:
    """Brings an older database to the last step, in one transaction.

    Of an embedded one, whose file is `path`, a copy is left beside it first, as `<name>.before-<step>`. Raises
    `ComputerTrouble`: `no_district_here`, or `district_newer` for a database made by a later version of the program.
    """
    if database.read(_step) == LAST:
        return
    if database.is_sqlite:
        # Another process may be about to do the same, or have done it.
        with exclusive(path.with_name(f"{path.name}.upgrading"), "district_busy", _PATIENCE_S):
            if database.read(_step) != LAST:
                _copy(path, path.with_name(f"{path.name}.before-{LAST}"))
                _take_steps(database)
    else:
        _take_steps(database)


def _take_steps(database: Database) -> None:
    def work(connection: Connection) -> None:
        # Another process may have done it while this one waited.
        if _step(connection, lock=True) != LAST:
            migrate(connection)

    database.write(work)


def _step(connection: Connection, *, lock: bool = False) -> str:
    """The step at which the database stands."""
    if is_empty(connection):
        raise ComputerTrouble("no_district_here")
    asked = select(_VERSION.c.version_num)
    step = connection.execute(asked.with_for_update() if lock else asked).scalar()
    if step not in STEPS:
        raise ComputerTrouble("district_newer")
    return str(step)


def _copy(path: Path, copy: Path) -> None:
    partial = copy.with_name(f"{copy.name}.partial")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
    partial.replace(copy)
    sync_folder(copy.parent)


def is_empty(connection: Connection) -> bool:
    """Whether no step was ever taken in this database."""
    return not inspect(connection).has_table(_VERSION.name)
