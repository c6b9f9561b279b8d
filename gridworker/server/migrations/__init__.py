"""The schema of the server's database, step by step, and the check that the database stands at the last one.

Alembic is imported for taking steps only: it is slow to load, and most commands need none.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from gridworker.domain.errors import ComputerTrouble

LAST = "0001"
"""The last step there is."""

_VERSION = table("alembic_version", column("version_num"))


def migrate(connection: Connection) -> None:
    """Brings the database of `connection` to the last step, within its transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def check(connection: Connection) -> None:
    """Raises `ComputerTrouble` where the database is not at the last step: `no_district_here`, or `district_newer`."""
    if is_empty(connection):
        raise ComputerTrouble("no_district_here")
    if connection.execute(select(_VERSION.c.version_num)).scalar() != LAST:
        raise ComputerTrouble("district_newer")


def is_empty(connection: Connection) -> bool:
    """Whether no step was ever taken in this database."""
    return not inspect(connection).has_table(_VERSION.name)
