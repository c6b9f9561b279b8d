"""Statements of a sync, made into text once and handed to the driver as they are.

To carry a small statement out takes SQLite 5 µs and SQLAlchemy around it 60; a sync has a score of them. What is
written is SQLAlchemy's language still, one for both databases; only its way to the driver is shorter.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ARRAY, ColumnElement, Connection, Dialect, Executable, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class Prepared:
    """A statement whose parameters are all named; its rows come as the driver gives them (on SQLite true is 1)."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._made: dict[str, _Text] = {}

    def rows(self, connection: Connection, **values: Any) -> list[Any]:
        """All rows, as named tuples."""
        text = self._text(connection.dialect)
        found = driver_of(connection).execute(text.sql, text.parameters(values)).fetchall()
        return [*map(text.row, found)] if found else []

    def row(self, connection: Connection, **values: Any) -> Any:
        """The first row, None where there is none."""
        text = self._text(connection.dialect)
        found = driver_of(connection).execute(text.sql, text.parameters(values)).fetchone()
        return None if found is None else text.row(found)

    def run(self, connection: Connection, **values: Any) -> None:
        """Carries it out."""
        text = self._text(connection.dialect)
        driver_of(connection).execute(text.sql, text.parameters(values))

    def sql(self, dialect: Dialect) -> str:
        """The statement in a database's own words."""
        return self._text(dialect).sql

    def _text(self, dialect: Dialect) -> _Text:
        text = self._made.get(dialect.name)
        if text is None:
            text = self._made[dialect.name] = _text_of(self._statement, dialect)
        return text


class Among(ColumnElement[bool]):
    """Whether a column is one of the values of a list, which is one parameter however long it is."""

    inherit_cache = False

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.values: Any = bindparam(name, type_=ARRAY(column.type))


def driver_of(connection: Connection) -> Any:
    """The driver's own connection."""
    return connection.connection.driver_connection


class _Text(NamedTuple):
    """A statement in a database's own words; `places` is the order of its parameters where they have no names."""

    sql: str
    constants: dict[str, Any]
    places: Sequence[str] | None
    row: Any

    def parameters(self, values: dict[str, Any]) -> Any:
        if self.places is None:
            return self.constants | values
        given = self.constants | values if self.constants else values
        return [_plain(given[name]) for name in self.places]


def _plain(value: Any) -> Any:
    return msgspec.json.encode(value).decode() if isinstance(value, list) else value


def _text_of(statement: Any, dialect: Dialect) -> _Text:
    compiled = statement.compile(dialect=dialect)
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    names = [getattr(column, "name", "") for column in getattr(statement, "exported_columns", ())]
    make: Any = namedtuple
    return _Text(str(compiled), constants, compiled.positiontup, make("Row", names, rename=True)._make)


@compiles(Among, "sqlite")
def _in_json(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = compiler.process(element.column, **options), compiler.process(element.values, **options)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(Among, "postgresql")
def _in_array(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = compiler.process(element.column, **options), compiler.process(element.values, **options)
    return f"{column} = ANY({values})"
