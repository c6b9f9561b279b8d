"""Stores and districts as an earlier version of the program left them: its tables, with the rows of today's."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from gridworker.server.database import open_database
from gridworker.server.district import DATABASE_FILE
from gridworker.server.migrations import migrate
from gridworker.server.tables import metadata
from gridworker.store import schema
from gridworker.store.connection import open_plain
from gridworker.store.database import Database, Tables
from gridworker.store.profile import DATABASE_NAME
from gridworker.store.tables import Steps
from gridworker.store.vault import open_vault
from tests.store.cabinet import table_names


def older_profile(folder: Path, password: str, version: int) -> None:
    """Makes the store of a profile one of an earlier version."""
    path, key = folder / DATABASE_NAME, open_vault(folder, password)
    today = path.rename(folder / "today.db")
    made = Database(path, key, steps=_first(version), version=version)
    try:
        with closing(open_plain(today, key)) as rows:
            made.write(lambda older: _copy_rows(rows, older))
    finally:
        made.close()
    for leftover in folder.glob("today.db*"):
        leftover.unlink()


def _first(count: int) -> Steps:
    known = Steps(schema.migrations.name)
    for name, step in list(schema.migrations.steps.items())[:count]:
        known(name)(step)
    return known


def _copy_rows(today: Tables, older: Tables) -> None:
    for name in table_names(older):
        if name.startswith(("search", "_", "sqlite")):
            continue
        columns = [row[1] for row in older.execute(f"PRAGMA table_info({name})")]
        rows = today.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall()
        marks = ",".join("?" * len(columns))
        older.conn.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)


def older_district(folder: Path, step: str) -> None:
    """Makes the database of a district one of an earlier step."""
    path = folder / DATABASE_FILE
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA journal_mode = DELETE")
    today = shutil.move(path, folder / "today.db")
    made = open_database(path, None, bytes)

    def fill(connection: Connection) -> None:
        migrate(connection, step)
        with closing(sqlite3.connect(today)) as rows:
            for table in metadata.sorted_tables:
                _copy_table(rows, connection, table.name)

    try:
        made.write(fill)
    finally:
        made.close()
    Path(today).unlink()


def _copy_table(today: sqlite3.Connection, older: Connection, name: str) -> None:
    columns = [row[1] for row in older.exec_driver_sql(f"PRAGMA table_info({name})")]
    if columns:
        rows = today.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall()
        if rows:
            older.exec_driver_sql(f"INSERT INTO {name} VALUES ({','.join('?' * len(columns))})", rows)
