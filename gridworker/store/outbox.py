"""The worker's ops from the save until the server surely keeps them (protocol §4 dependence, §5).

States: `waiting` (never accepted), `later` (the server cannot judge it yet), `accepted` (acked, not yet pulled back),
`refused` (set aside with a reason), `replaced` (refused, and mended by a newer op), `retained` (pulled back, kept until
the district's oldest backup holds it).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from gridworker.domain.op import Op
from gridworker.domain.overlay import depends
from gridworker.protocol.messages import Ack
from gridworker.store import meta, sent
from gridworker.store.many_rows import insert
from gridworker.store.tables import Tables

OPEN = ("waiting", "later", "accepted")
"""States whose ops lie over the pulled record on the screen."""

PATIENCE = 10
"""After so many tries of an op a person is told (protocol §9)."""

_OP = msgspec.json.Decoder(Op)
_PATHS = msgspec.json.Decoder(list[tuple[str, str]])


class Kept(msgspec.Struct, frozen=True):
    """An op with what became of it; `raw` is the op as it travels, its `n` apart."""

    position: int
    id: str
    n: int
    state: str
    raw: str
    urgent: bool
    result: str | None
    code: str
    detail: str
    paths: list[tuple[str, str]]

    @property
    def op(self) -> Op:
        """The op itself, with its present number."""
        op = _OP.decode(self.raw)
        op.n = self.n
        return op

    @property
    def wire(self) -> msgspec.Raw:
        """The op as a request carries it."""
        return msgspec.Raw(f'{{"n":{self.n},{self.raw[self.raw.index(",") + 1 :]}'.encode())


def select(db: Tables, which: str, values: Sequence[Any] = ()) -> list[Kept]:
    """The ops that a condition in SQL names, in the order that it says."""
    rows = db.execute(
        f"SELECT position, id, n, state, body, urgent, result, code, detail, paths FROM op WHERE {which}",
        values,
    )
    return [
        Kept(position, op, n, state, raw, bool(urgent), result, code, detail, _PATHS.decode(paths))
        for position, op, n, state, raw, urgent, result, code, detail, paths in rows
    ]


def append(db: Tables, ops: Sequence[Op]) -> None:
    """Keeps newly saved ops behind all others."""
    rows = [(op.op, op.n, op.stream, op.record, msgspec.json.encode(op).decode()) for op in ops]
    insert(db, "op (id, n, stream, record, state, body)", "(?, ?, ?, ?, 'waiting', ?)", rows)


def of_record(db: Tables, record: str) -> list[Kept]:
    """All own ops of a record that this laptop still keeps, in the order they were saved."""
    return select(db, "record = ? ORDER BY position", [record])


def laid_over(db: Tables, record: str, *, rev: int, with_refused: bool) -> list[Op]:
    """The ops to lay over a record pulled at `rev`: those it does not hold yet, in the order they were saved.

    The refused ones only where nothing else would be left to see.
    """
    states = {*OPEN, "refused"} if with_refused else set(OPEN)
    kept = select(db, "record = ? AND COALESCE(rev > ?, 1) ORDER BY position", [record, rev])
    return [one.op for one in kept if one.state in states]


def refused(db: Tables, record: str | None = None) -> list[Kept]:
    """The ops that were set aside, of one record or of all, oldest first."""
    where, values = ("AND record = ?", [record]) if record else ("", [])
    return select(db, f"state = 'refused' {where} ORDER BY position", values)


def in_review(db: Tables) -> list[Kept]:
    """The ops that wait for a supervisor, or that the server could not judge in ten tries, oldest first."""
    return select(
        db, "state = 'later' AND (code = 'NEED_REVIEW' OR tries >= ?) ORDER BY position", [PATIENCE]
    )


def count(db: Tables, *states: str) -> int:
    """How many ops are in these states."""
    marks = ",".join("?" * len(states))
    return int(db.execute(f"SELECT count(*) FROM op WHERE state IN ({marks})", list(states)).fetchone()[0])


def has_open(db: Tables) -> bool:
    """Whether an op lies over a pulled record; asked with every answer, so none are counted."""
    marks = ",".join("?" * len(OPEN))
    return db.execute(f"SELECT 1 FROM op WHERE state IN ({marks}) LIMIT 1", list(OPEN)).fetchone() is not None


def refused_records(db: Tables) -> set[str]:
    """The records of which something was returned."""
    return {row[0] for row in db.execute("SELECT DISTINCT record FROM op WHERE state = 'refused'")}


def states(db: Tables, records: Collection[str]) -> dict[str, set[tuple[str, str]]]:
    """The states and codes of the ops of these records that still matter to somebody who looks at them."""
    marks = ",".join("?" * len(records))
    found: dict[str, set[tuple[str, str]]] = {}
    for record, state, code in db.execute(
        f"SELECT record, state, code FROM op WHERE state NOT IN ('retained', 'replaced') AND record IN ({marks})",
        list(records),
    ):
        found.setdefault(record, set()).add((state, code))
    return found


def apply_acks(db: Tables, acks: Iterable[Ack], now: int, *, handed_in: bool = False) -> None:
    """Notes what the server said of ops; what depends on a refused one is set aside with it.

    One that was `handed_in` may be put off though it had been accepted once: the district was restored.
    """
    accepted = []
    unsettled = "'waiting', 'later'" + (", 'accepted', 'retained'" if handed_in else "")
    for ack in acks:
        if ack.result == "later":
            db.execute(
                "UPDATE op SET state = 'later', code = ?, detail = ?, tries = tries + 1, asked_at = ? "
                f"WHERE id = ? AND state IN ({unsettled})",
                [ack.code, ack.detail, now, ack.op],
            )
        elif ack.result == "refused":
            set_aside(db, ack.op, ack.code, ack.detail, ack.paths)
        else:
            accepted.append((ack.seq, ack.rev, ack.result, ack.op))
    db.conn.executemany(
        "UPDATE op SET state = 'accepted', seq = ?, rev = ?, result = ?, code = '', detail = '' "
        "WHERE id = ? AND state IN ('waiting', 'later', 'refused')",
        accepted,
    )


def set_aside(db: Tables, op: str, code: str, detail: str, paths: Sequence[tuple[str, str]]) -> None:
    """Sets an op aside, and with it the open ops of its record that cannot stand without it."""
    found = select(db, "id = ?", [op])
    if not found:
        return
    [first] = found
    _refuse(db, op, code, detail, paths)
    blocked, on_create = set(first.op.patch), first.op.action == "create"
    for kept in of_record(db, first.op.record):
        if kept.position > first.position and kept.state in ("waiting", "later"):
            follower = kept.op
            if depends(follower, blocked, on_create=on_create):
                blocked |= follower.patch.keys()
                _refuse(db, follower.op, "DEPENDS", "", [])


def _refuse(db: Tables, op: str, code: str, detail: str, paths: Sequence[tuple[str, str]]) -> None:
    db.execute(
        "UPDATE op SET state = 'refused', result = 'refused', code = ?, detail = ?, paths = ? "
        "WHERE id = ? AND state IN ('waiting', 'later')",
        [code, detail, msgspec.json.encode(paths).decode(), op],
    )


def replace(db: Tables, ops: Iterable[str]) -> None:
    """Marks refused ops as mended by a newer one; they stay readable in the record's history."""
    for op in ops:
        db.execute("UPDATE op SET state = 'replaced' WHERE id = ? AND state = 'refused'", [op])


class Beneath(NamedTuple):
    """What own ops make of a page: the `records` in it that have any, how many of its rows only come `echoed`, as this
    laptop made them, and the records that still have ops to be laid over them."""

    records: set[str]
    echoed: int
    covered: set[str]


def beneath(db: Tables, revs: Mapping[str, int]) -> Beneath:
    """Holds own ops against the records of a page, given with the revisions it has them at, before it is taken over.

    An echo is a record of which every revision since the last pull is an op of this laptop.
    """
    # Record by record: by the states of its ops SQLite would look at all that are open, page after page.
    found = db.execute(
        """SELECT op.record, op.state, op.rev, COALESCE(record.rev, 0) FROM json_each(?) AS page
        CROSS JOIN op ON op.record = page.value LEFT JOIN record ON record.id = op.record""",
        [msgspec.json.encode(list(revs)).decode()],
    )
    missing = dict[str, int]()
    records, covered = set[str](), set[str]()
    for record, state, rev, pulled in found:
        records.add(record)
        if rev is not None and rev > pulled:
            missing[record] = missing.get(record, revs[record] - pulled) - 1
        if state in OPEN and (rev is None or rev > revs[record]):
            covered.add(record)
    return Beneath(records, sum(not left for left in missing.values()), covered)


class Left(NamedTuple):
    """A record whose ops were let go of; `is_plain` is whether it is simply shown as it was pulled."""

    record: str
    kind: str | None
    is_plain: bool


def leave(db: Tables, *, held_further: bool) -> list[Left]:
    """Lets go of the accepted ops that their stream's cursor has passed, or whose stream is lost.

    Of the retained ones all are looked at where the backups hold a stream further than before, else those just added.
    """
    passed = (
        "state = 'accepted' AND (op.seq <= (SELECT stream.seq FROM stream WHERE stream.id = op.stream) "
        "OR op.stream NOT IN (SELECT id FROM stream))"
    )
    # In the order they were saved: so are the records, and of a large profile each page is decrypted once.
    rows = db.execute(
        f"""SELECT op.position, op.record, record.kind,
        COALESCE(CASE WHEN record.base IS NULL THEN record.rev > 0 ELSE record.view IS NULL END, 0)
        FROM op LEFT JOIN record ON record.id = op.record WHERE {passed} ORDER BY op.position"""
    )
    found = rows.fetchall()
    left = {record: Left(record, kind, bool(plain)) for _, record, kind, plain in found}
    if left:
        db.execute(f"UPDATE op SET state = 'retained' WHERE {passed}")
    if held_further or found:
        first, last = (0, _LAST_POSITION) if held_further else (found[0][0], found[-1][0])
        db.execute(
            "DELETE FROM op WHERE state = 'retained' AND position BETWEEN ? AND ? AND seq <= COALESCE("
            "(SELECT safe FROM stream WHERE id = op.stream), (SELECT safe FROM lost_stream WHERE id = op.stream))",
            [first, last],
        )
    return list(left.values())


_LAST_POSITION = (1 << 63) - 1


def put_back(db: Tables, streams: Collection[str]) -> set[str]:
    """Puts the accepted and retained ops of these streams back among the unsent, in their first order (protocol §8).

    Returns their records. Numbers are given anew only where one is of an earlier replica: the order must rise.
    """
    marks = ",".join("?" * len(streams))
    kept = f"state IN ('accepted', 'retained') AND stream IN ({marks})"
    rows = db.execute(
        f"SELECT position, record FROM op WHERE {kept} ORDER BY position", list(streams)
    ).fetchall()
    # The server had them all, and may have lost only the last.
    sent.note(db, [position for position, _ in rows])
    db.execute(
        f"UPDATE op SET state = 'waiting', seq = NULL, rev = NULL, result = NULL, tries = 0 WHERE {kept}",
        list(streams),
    )
    # In first order: what an urgent one names may be among those put back.
    db.execute("UPDATE op SET urgent = 0 WHERE urgent = 1")
    if db.execute("SELECT 1 FROM op WHERE n = 0 AND state = 'waiting' LIMIT 1").fetchone():
        meta.put(db, "last_n", _number(db, int(meta.get(db, "last_n", 0)), "'waiting', 'later'"))
    return {record for _, record in rows}


def withdraw(db: Tables, record: str, op: str) -> bool:
    """Forgets the last op of a record, if no request went out with it; its number stays unused (gaps are allowed)."""
    done = db.execute(
        f"""DELETE FROM op WHERE id = ? AND state = 'waiting' AND NOT {sent.MAY_BE_THERE}
        AND position = (SELECT max(position) FROM op WHERE record = ?)""",
        [op, record],
    )
    return bool(done.rowcount == 1)


def renumber(db: Tables) -> int:
    """Gives the ops that were never accepted new numbers from 1, in order, for a new replica; returns the highest.

    The others get 0: their numbers were another replica's.
    """
    db.execute("UPDATE op SET n = 0")
    return _number(db, 0, "'waiting', 'later', 'refused'")


def _number(db: Tables, after: int, states: str) -> int:
    rows = db.execute(f"SELECT position FROM op WHERE state IN ({states}) ORDER BY position").fetchall()
    for n, (position,) in enumerate(rows, start=after + 1):
        db.execute("UPDATE op SET n = ? WHERE position = ?", [n, position])
    return after + len(rows)
