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
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        db.execute(_statement(into, form, len(some), otherwise), [*chain.from_iterable(some)])


@cache
def _statement(into: str, form: str, rows: int, otherwise: str) -> str:
    return f"INSERT INTO {into} VALUES {', '.join([form] * rows)} {otherwise}"
