"""Many rows at once, handed to the driver as they are.

SQLAlchemy prepares the parameters of each row by itself: of 10,000 records pushed that took 21 µs an op, as long as the
database took to write them. So these two statements are text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table

from gridworker.server.prepared import driver_of

Rows = Sequence[dict[str, Any]]

_AT_ONCE = 25
"""Rows a statement on SQLite. With each the interpreter passes on to another thread and waits for its turn again: of
15 rows one by one that was half of what a sync costs when many come at once."""


def insert_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """Adds rows that all have the same columns."""
    if rows:
        columns = tuple(rows[0])
        insert_values(connection, table, columns, _by_place(rows, columns))


def insert_values(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    """Adds rows given as the values of these columns."""
    if not rows:
        return
    mark = _mark(connection)
    if connection.dialect.name != "sqlite":
        _many(connection, _insert(table, columns, mark), rows)
        return
    driver = driver_of(connection)
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        driver.execute(_insert(table, columns, mark, len(some)), [*chain.from_iterable(some)])


def update_rows(connection: Connection, table: Table, keys: Sequence[str], rows: Rows) -> None:
    """Changes rows that all have the same columns, each where the table has the values of its `keys`."""
    if rows:
        changed = tuple(name for name in rows[0] if name not in keys)
        statement = _update(table, changed, tuple(keys), _mark(connection))
        _many(connection, statement, _by_place(rows, (*changed, *keys)))


def _many(connection: Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    driver_of(connection).cursor().executemany(statement, rows)


def _by_place(rows: Rows, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """The values alone: SQLite takes half as long again to look each up by its name."""
    return [tuple(map(row.__getitem__, columns)) for row in rows]


def _mark(connection: Connection) -> str:
    """How the driver marks a parameter."""
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"


@cache
def _insert(table: Table, columns: tuple[str, ...], mark: str, rows: int = 1) -> str:
    values = ", ".join([f"({', '.join(mark for _ in columns)})"] * rows)
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES {values}"


@cache
def _update(table: Table, changed: tuple[str, ...], keys: tuple[str, ...], mark: str) -> str:
    values = ", ".join(f"{name} = {mark}" for name in changed)
    where = " AND ".join(f"{name} = {mark}" for name in keys)
    return f"UPDATE {table.name} SET {values} WHERE {where}"
