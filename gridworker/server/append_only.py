"""Tables whose rows stay as they were written: the database itself refuses to change them (decision 025)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from gridworker.server.tables import evidence, oplog, refused, review

KEPT = (oplog, refused, evidence, review)
"""What came, what was refused, what a laptop showed after a restore, what a supervisor decided."""

_RIGHTS = "UPDATE, DELETE, TRUNCATE"


@contextmanager
def lifted(connection: Connection) -> Iterator[None]:
    """Lifts the guards on PostgreSQL within the caller's transaction, to put a whole backup in place of the rows.

    Where the block fails, the transaction must be given up with it.
    """
    names = ", ".join(table.name for table in KEPT)
    connection.exec_driver_sql(f"GRANT {_RIGHTS} ON {names} TO CURRENT_USER")
    _switch(connection, "DISABLE")
    yield
    _switch(connection, "ENABLE")
    connection.exec_driver_sql(f"REVOKE {_RIGHTS} ON {names} FROM CURRENT_USER")


def _switch(connection: Connection, how: str) -> None:
    for table in KEPT:
        connection.exec_driver_sql(f"ALTER TABLE {table.name} {how} TRIGGER USER")
