"""What is on its way to the district, record by record: the outbox and the conflicts as a person looks at them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from gridworker.store.outbox import PATIENCE
from gridworker.store.tables import Tables


class Parts(msgspec.Struct, frozen=True):
    """The files of a record that have not arrived: photos, other files, their bytes; those the district does not take,
    as `(name, code)`. `names` are the SHA-256 of those that wait.
    """

    photos: int = 0
    others: int = 0
    size: int = 0
    names: frozenset[str] = frozenset()
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def count(self) -> int:
        """How many wait."""
        return self.photos + self.others


class Queued(msgspec.Struct, frozen=True):
    """A record and where it stands: `sealed`, `conflict`, `refused`, `file_refused`, `review`, `waiting`, `files` (only
    files of it still wait), or `sent` (delivered, not pulled back).

    `size` is how many bytes its changes have, `ops` how many they are; `files` are its own beside them.
    """

    record: str
    kind: str
    state: str
    size: int
    ops: int
    files: Parts = Parts()


_REVIEW = f"max(op.state = 'later' AND (op.code = 'NEED_REVIEW' OR op.tries >= {PATIENCE}))"
_QUEUE = f"""SELECT op.record, COALESCE(record.kind, ''), COALESCE(record.sealed, ''), COALESCE(record.conflict, 0),
    max(op.state = 'refused'), {_REVIEW}, max(op.state IN ('waiting', 'later')),
    sum(length(op.body)), count(*), min(op.position)
    FROM op LEFT JOIN record ON record.id = op.record
    WHERE op.state IN ('waiting', 'later', 'accepted', 'refused') GROUP BY op.record"""
# The same states, as `queue` tells them.
_WAITING = f"""SELECT kind, count(*) FROM (SELECT COALESCE(record.kind, '') AS kind
    FROM op LEFT JOIN record ON record.id = op.record
    WHERE op.state IN ('waiting', 'later', 'accepted', 'refused') GROUP BY op.record
    HAVING COALESCE(record.conflict, 0) = 0 AND COALESCE(record.sealed, '') = ''
    AND NOT max(op.state = 'refused') AND NOT {_REVIEW})
    GROUP BY kind ORDER BY 2 DESC"""
_SETTLED = "SELECT id, kind FROM record WHERE conflict = 1 ORDER BY number DESC"
_STATES = ("conflict", "refused", "file_refused", "sealed", "review", "waiting", "files", "sent")
_ORDER = {state: place for place, state in enumerate(_STATES)}


def queue(db: Tables) -> list[Queued]:
    """Every record with own work that has not come to rest: what needs a person first, then in the order of saving."""
    found = {}
    for record, kind, sealed, conflict, refused, review, waiting, size, ops, position in db.execute(_QUEUE):
        state = _state(refused=refused, review=review, waiting=waiting, conflict=conflict)
        # Nothing of it can be mended here any more: it can be read and handed on.
        state = "sealed" if sealed else state
        found[record] = (_ORDER[state], position, Queued(record, kind, state, size, ops))
    for record, kind in db.execute(_SETTLED):
        found.setdefault(record, (_ORDER["conflict"], 0, Queued(record, kind, "conflict", 0, 0)))
    return [row for _, _, row in sorted(found.values(), key=lambda one: one[:2])]


def with_files(rows: Collection[Queued], files: Mapping[str, tuple[str, Parts]]) -> list[Queued]:
    """The queue with the files of its records, and the records of which only files are on their way.

    `files` are the kind and the files by record.
    """
    there = {row.record: row for row in rows}
    found = [_joined(row, files[row.record][1]) if row.record in files else row for row in rows]
    found += [
        Queued(record, kind, "file_refused" if parts.refused else "files", 0, 0, parts)
        for record, (kind, parts) in files.items()
        if record not in there
    ]
    return sorted(found, key=lambda row: _ORDER[row.state])


def _joined(row: Queued, parts: Parts) -> Queued:
    state = row.state
    if parts.refused and state not in ("conflict", "refused"):
        state = "file_refused"
    elif parts.count and state == "sent":
        state = "files"
    return msgspec.structs.replace(row, state=state, files=parts)


def _state(*, refused: int, review: int, waiting: int, conflict: int) -> str:
    if refused:
        return "refused"
    # Also where more work on it waits: a choice is a person's, and the sync alone never makes it.
    if conflict:
        return "conflict"
    if review:
        return "review"
    return "waiting" if waiting else "sent"


def waiting_by_kind(db: Tables) -> dict[str, int]:
    """How many records of each kind are on their way, the most first; what needs a person first is not among them."""
    return dict(db.execute(_WAITING).fetchall())


def names_of(db: Tables, workers: Collection[str]) -> dict[str, str]:
    """The names of workers, as they signed one of the newest records here; who signed none is left out."""
    marks = ",".join("?" * len(workers))
    rows = db.execute(
        f"""SELECT json_extract(body, '$.created_by'), json_extract(body, '$.created_by_name')
        FROM (SELECT COALESCE(view, base) AS body FROM record ORDER BY number DESC LIMIT {_LOOK_BACK})
        WHERE json_extract(body, '$.created_by') IN ({marks})""",
        list(workers),
    )
    return {worker: name for worker, name in rows if name}


_LOOK_BACK = 2000
