"""The unsent ops that a request went out with whose answer has not come: the district may hold them (decision 049).

By their places in the outbox, which stay whatever numbers they get; a row for each stretch of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gridworker.store.tables import Tables

MAY_BE_THERE = "EXISTS (SELECT 1 FROM sent WHERE op.position BETWEEN sent.first AND sent.last)"
"""Whether a request went out with an op: no answer takes this back, only what it says of the op."""


def note(db: Tables, positions: Iterable[int]) -> list[int]:
    """Notes that a request goes out with these ops, given in order; gives the rows to `forget` if it never does."""
    rows = []
    for first, last in _stretches(positions):
        known = "SELECT 1 FROM sent WHERE first <= ? AND last >= ?"
        if db.execute(known, [first, last]).fetchone() is None:
            rows.append(db.execute("INSERT INTO sent (first, last) VALUES (?, ?)", [first, last]).lastrowid)
    return [row for row in rows if row is not None]


def forget(db: Tables, rows: Sequence[int]) -> None:
    """The request of these rows surely never left."""
    for row in rows:
        db.execute("DELETE FROM sent WHERE number = ?", [row])


def settle(db: Tables) -> None:
    """Lets go of the stretches whose ops were all answered."""
    waiting = "SELECT 1 FROM op WHERE state = 'waiting' AND position BETWEEN sent.first AND sent.last"
    db.execute(f"DELETE FROM sent WHERE NOT EXISTS ({waiting})")


def _stretches(positions: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for position in positions:
        if found and found[-1][1] == position - 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found
