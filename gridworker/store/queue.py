"""What is on its way to the district, record by record: the outbox and the conflicts as a person looks at them."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlite_utils import Database

from gridworker.store.outbox import PATIENCE

NEEDS_A_PERSON = ("conflict", "refused")


class Queued(msgspec.Struct, frozen=True):
    """A record and where it stands: `conflict`, `refused`, `review`, `waiting`, or `sent` (delivered, not pulled back).

    `size` is how many bytes its changes have, `ops` how many they are.
    """

    record: str
    kind: str
    state: str
    size: int
    ops: int


_QUEUE = f"""SELECT op.record, COALESCE(record.kind, ''), COALESCE(record.conflict, 0),
    max(op.state = 'refused'), max(op.state = 'later' AND (op.code = 'NEED_REVIEW' OR op.tries >= {PATIENCE})),
    max(op.state IN ('waiting', 'later')), sum(length(op.body)), count(*), min(op.position)
    FROM op LEFT JOIN record ON record.id = op.record
    WHERE op.state IN ('waiting', 'later', 'accepted', 'refused') GROUP BY op.record"""
_SETTLED = "SELECT id, kind FROM record WHERE conflict = 1 ORDER BY number DESC"
_ORDER = {"conflict": 0, "refused": 1, "review": 2, "waiting": 3, "sent": 4}


def queue(db: Database) -> list[Queued]:
    """Every record with own work that has not come to rest: what needs a person first, then in the order of saving."""
    found = {}
    for record, kind, conflict, refused, review, waiting, size, ops, position in db.execute(_QUEUE):
        state = _state(refused=refused, review=review, waiting=waiting, conflict=conflict)
        found[record] = (_ORDER[state], position, Queued(record, kind, state, size, ops))
    for record, kind in db.execute(_SETTLED):
        found.setdefault(record, (_ORDER["conflict"], 0, Queued(record, kind, "conflict", 0, 0)))
    return [row for _, _, row in sorted(found.values(), key=lambda one: one[:2])]


def _state(*, refused: int, review: int, waiting: int, conflict: int) -> str:
    if refused:
        return "refused"
    if review:
        return "review"
    if waiting:
        return "waiting"
    return "conflict" if conflict else "sent"


def waiting_by_kind(db: Database) -> dict[str, int]:
    """How many records of each kind have changes that are not yet delivered and pulled back."""
    rows = db.execute(
        """SELECT COALESCE(record.kind, ''), count(DISTINCT op.record) FROM op LEFT JOIN record ON record.id = op.record
        WHERE op.state IN ('waiting', 'later', 'accepted') GROUP BY 1 ORDER BY 2 DESC"""
    )
    return dict(rows.fetchall())


def names_of(db: Database, workers: Collection[str]) -> dict[str, str]:
    """The names of workers, as they signed one of the newest records here; who signed none is left out."""
    marks = ",".join("?" * len(workers))
    rows = db.execute(
        f"""SELECT json_extract(base, '$.created_by'), json_extract(base, '$.created_by_name')
        FROM (SELECT base FROM record WHERE base IS NOT NULL ORDER BY number DESC LIMIT {_LOOK_BACK})
        WHERE json_extract(base, '$.created_by') IN ({marks})""",
        list(workers),
    )
    return {worker: name for worker, name in rows if name}


_LOOK_BACK = 2000
