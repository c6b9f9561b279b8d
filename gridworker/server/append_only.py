"""Tables whose rows stay as they were written: the database itself refuses to change them (decision 025)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from gridworker.server.tables import evidence, oplog, purged, refused, review

KEPT = (oplog, refused, evidence, review, purged)
"""What came, what was refused, what a laptop showed after a restore, what a supervisor decided, what was purged."""

_RIGHTS = "UPDATE, DELETE, TRUNCATE"
_GUARDS = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_keeps\\_%' ESCAPE '\\'"
)


@contextmanager
def lifted(connection: Connection) -> Iterator[None]:
    """Lifts the guards within the caller's transaction: for a whole backup in place of the rows, and for retention.

    Where the block fails, the transaction must be given up with it.
    """
    if connection.dialect.name == "sqlite":
        guards = list(connection.exec_driver_sql(_GUARDS))
        for name, _ in guards:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield
        for _, made in guards:
            connection.exec_driver_sql(made)
        return
    names = ", ".join(table.name for table in KEPT)
    connection.exec_driver_sql(f"GRANT {_RIGHTS} ON {names} TO CURRENT_USER")
    _switch(connection, "DISABLE")
    yield
    _switch(connection, "ENABLE")
    connection.exec_driver_sql(f"REVOKE {_RIGHTS} ON {names} FROM CURRENT_USER")


def _switch(connection: Connection, how: str) -> None:
    for table in KEPT:
        connection.exec_driver_sql(f"ALTER TABLE {table.name} {how} TRIGGER USER")
