"""A connection as statements see it, and the steps that make its tables.

sqlite-utils runs the steps (architecture, rule 8). It comes with a command line and its family, 5 MiB and 40 ms, and is
imported where there is a step to take: on the first day, and behind an update.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlcipher3 import dbapi2 as sqlite

if TYPE_CHECKING:
    # SQLCipher's has no types; it is this one's twin.
    from sqlite3 import Connection, Cursor

Step: TypeAlias = Callable[["Tables"], None]


class Tables:
    """A connection; transactions are begun and ended in words."""

    __slots__ = ("conn",)

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Cursor:
        """The cursor of one statement."""
        return self.conn.execute(sql, values)

    def close(self) -> None:
        """Closes the connection."""
        self.conn.close()


class Steps:
    """Named functions (`steps`), each applied once to a database, in the order in which they are written down."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.steps: dict[str, Step] = {}

    def __call__(self, name: str = "") -> Callable[[Step], Step]:
        """Adds a step under the name of its function, or under `name`."""

        def add(step: Step) -> Step:
            self.steps[name or step.__name__] = step
            return step

        return add

    def applied(self, tables: Tables) -> list[str]:
        """The steps this database has behind it, those unknown here too."""
        try:
            rows = tables.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [self.name])
        except sqlite.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return []
        return [row[0] for row in rows]

    def pending(self, tables: Tables) -> list[str]:
        """The steps it has before it."""
        done = set(self.applied(tables))
        return [name for name in self.steps if name not in done]

    def apply(self, tables: Tables) -> None:
        """Takes the steps that are left."""
        from sqlite_utils import Database, Migrations

        runner = Migrations(self.name)
        for name, step in self.steps.items():
            runner(name=name)(_plain(step))
        runner.apply(Database(tables.conn, recursive_triggers=False, execute_plugins=False))


def _plain(step: Step) -> Callable[[Any], None]:
    """The step for sqlite-utils' own connection, which takes statements alike."""

    def take(tables: Any) -> None:
        step(Tables(tables.conn))

    return take
