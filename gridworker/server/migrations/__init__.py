"""The schema of the server's database, step by step, and the check that the database stands at the last one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from gridworker.domain.errors import ComputerTrouble


def migrate(connection: Connection) -> None:
    """Brings the database of `connection` to the last step, within its transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def check(connection: Connection) -> None:
    """Raises `ComputerTrouble` where the database is not at the last step: `no_district_here`, or `district_newer`."""
    here = MigrationContext.configure(connection).get_current_revision()
    if here is None:
        raise ComputerTrouble("no_district_here")
    if here != ScriptDirectory.from_config(_config()).get_current_head():
        raise ComputerTrouble("district_newer")


def is_empty(connection: Connection) -> bool:
    """Whether no step was ever taken in this database."""
    return MigrationContext.configure(connection).get_current_revision() is None


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config
