"""The chain of a stream at any sequence it ever had."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, or_, select

from gridworker.server.tables import oplog

_AT_ONCE = 200


def chains_at(connection: Connection, positions: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The chain at each of these streams and sequences; those that never were are left out.

    SQLite reads the whole log for a list of pairs, and looks each up for a list of conditions.
    """
    chains: dict[tuple[str, int], str] = {}
    for start in range(0, len(positions), _AT_ONCE):
        each = (
            and_(oplog.c.stream == name, oplog.c.seq == seq)
            for name, seq in positions[start : start + _AT_ONCE]
        )
        found = connection.execute(select(oplog.c.stream, oplog.c.seq, oplog.c.chain).where(or_(*each)))
        chains.update({(row.stream, row.seq): row.chain for row in found})
    return chains
