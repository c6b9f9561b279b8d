"""Many rows by one statement: for each one SQLite builds anew the lists that the conditions of indexes name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

from gridworker.store.tables import Tables

_AT_ONCE = 50


def insert(db: Tables, into: str, form: str, rows: Sequence[tuple[Any, ...]], *, otherwise: str = "") -> None:
    """Inserts `rows` into a table with its columns, each in the `form` `(?, ?, …)`; `otherwise` ends the statement."""
    change(db, f"INSERT INTO {into} VALUES {{values}} {otherwise}", form, rows)


def change(db: Tables, statement: str, form: str, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Carries out a `statement` with `rows` in the place of its `{values}`, and gives the rows it returns."""
    returned: list[tuple[Any, ...]] = []
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        found = db.execute(_with_rows(statement, form, len(some)), [*chain.from_iterable(some)])
        returned += found.fetchall()
    return returned


@cache
def _with_rows(statement: str, form: str, rows: int) -> str:
    return statement.replace("{values}", ", ".join([form] * rows))
