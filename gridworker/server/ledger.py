"""One stream inside one transaction: its locked counter, the records an arriving batch touches, its growing log.

Everything is read in a few set-based statements at the start and written in a few at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, insert, select

from gridworker.domain.attachments import named_in
from gridworker.domain.canonical import fingerprint, record_sum, sorted_json
from gridworker.domain.merge import Author, Merged, PastOp, Result
from gridworker.domain.op import Op
from gridworker.domain.paths import DELETED, Body, copied
from gridworker.protocol.messages import decode_op
from gridworker.server.arrival import Arrived, read_op
from gridworker.server.bulk import insert_values, update_rows
from gridworker.server.ledger_statements import (
    ADVANCE,
    KEPT,
    KNOWN,
    LOCK,
    LOGGED,
    PAST,
    PURGED,
    RECORDED,
    RECORDS,
)
from gridworker.server.tables import attached, oplog, record, refused, waiting

_SUMS = 1 << 64


class Known(NamedTuple):
    """What a stream knows of an op id: where it is (`log`, `refused`, `waiting`), its content and its result."""

    place: str
    digest: str
    seq: int | None
    rev: int | None
    result: str
    paths: str


class Held:
    """A record in the hands of a transaction."""

    def __init__(self, record_id: str, kind: str, stream_id: str) -> None:
        self.id, self.kind, self.stream = record_id, kind, stream_id
        self.rev, self.mark, self.seq, self.sum = 0, "", 0, 0
        self.body: Body = {}
        self.marks: dict[int, str] = {}
        self.past: list[PastOp] | None = []
        self.fresh: list[PastOp] = []
        self.is_new = True


class Sender(NamedTuple):
    """Who wrote an op, and how far that clock was ahead of ours, in ms."""

    author: Author
    skew: int = 0


class Ledger:
    """A stream that this transaction alone may write to."""

    def __init__(self, connection: Connection, stream_id: str, now: int) -> None:
        self._connection = connection
        self.stream = stream_id
        self.now = now
        # The first statement of the transaction: from here on commit order is sequence order.
        row = LOCK.row(connection, this=stream_id)
        self.exists = row is not None
        self.seq: int = row.seq if row else 0
        self.chain: str = row.chain if row else ""
        self.records: int = row.records if row else 0
        self.sum = int(row.sum64, 16) if row else 0
        self._held: dict[str, Held] = {}
        self._changed: dict[str, Held] = {}
        self._log: list[tuple[Any, ...]] = []
        self._last_result: Result = "ok"
        self._refused: dict[tuple[str, str], dict[str, Any]] = {}
        self._waiting: dict[tuple[str, str], dict[str, Any]] = {}
        self._freed: list[str] = []
        self.purged: set[str] = set()  # of the batch: they were here and went for good
        self._attached: set[tuple[str, str]] = set()

    def known(self, ops: Collection[str]) -> dict[str, list[Known]]:
        """Everything this stream knows of these op ids."""
        found: dict[str, list[Known]] = {}
        for op, *known in KNOWN.rows(self._connection, this=self.stream, ops=list(ops)):
            found.setdefault(op, []).append(Known(*known))
        return found

    def kept(self, ops: Collection[str]) -> dict[str, list[Arrived]]:
        """What this stream keeps of these op ids, as it came, with the digest it came with."""
        found: dict[str, list[Arrived]] = {}
        for statement in KEPT:
            for op, digest, sent in self._connection.execute(
                statement, {"this": self.stream, "ops": list(ops)}
            ):
                raw = sent if isinstance(sent, bytes) else sent.encode()
                found.setdefault(op, []).append(read_op(raw)._replace(digest=digest))
        return found

    def load(self, arrived: Sequence[Arrived]) -> None:
        """Takes the records of a batch in hand, with their past where an op of the batch may ask for it."""
        ops = [item.op for item in arrived if item.op is not None and item.record]
        self._fetch({op.record for op in ops})
        self._load_past(self._with_past(ops))

    def open_record(self, record_id: str) -> Held:
        """One record of this stream, which must be there, in hand."""
        self._fetch([record_id])
        return self._held[record_id]

    def _fetch(self, records: Collection[str]) -> None:
        for row in RECORDS.rows(self._connection, records=list(records)):
            if row.record in self._held and row.stream != self.stream:
                continue
            held = Held(row.record, row.kind, row.stream)
            held.rev, held.mark, held.seq, held.sum = row.rev, row.mark, row.seq, int(row.sum64, 16)
            held.past, held.is_new = None, False
            if row.stream == self.stream:
                held.body = msgspec.json.decode(row.body)
            self._held[row.record] = held
        if lacking := [record_id for record_id in records if record_id not in self._held]:
            self.purged.update(row.record for row in PURGED.rows(self._connection, records=lacking))

    def drop(self, held: Held) -> None:
        """Takes a record away for good, behind the op that says so."""
        self._changed.pop(held.id)
        self._connection.execute(delete(record).where(record.c.record == held.id))
        self.records -= 1
        self.sum = (self.sum - held.sum) % _SUMS

    def held(self, record_id: str) -> Held | None:
        """A record of the batch, None if there is none of that id anywhere."""
        return self._held.get(record_id)

    def past(self, held: Held) -> list[PastOp]:
        """All ops of a record so far, oldest first."""
        if held.past is None:
            self._load_past([held.id])
        return (held.past or []) + held.fresh

    def knows_base(self, held: Held, base: tuple[int, str]) -> bool:
        """Whether the record ever stood at this `[rev, mark]`."""
        if base == (held.rev, held.mark) or base == (0, ""):
            return True
        if base[0] >= held.rev:
            return False
        self.past(held)
        return held.marks.get(base[0]) == base[1]

    def body(self, held: Held) -> Body:
        """The body of a record, to be changed: what an op of this transaction has brought to it stays the op's."""
        if held.fresh:
            held.body = copied(held.body)
        return held.body

    def take(self, record_id: str, kind: str) -> Held:
        """A new record, not yet written."""
        return Held(record_id, kind, self.stream)

    def append(self, held: Held, arrived: Arrived, op: Op, sender: Sender, merged: Merged) -> None:
        """Writes an accepted op: one sequence, one revision, the record's new state."""
        digest = arrived.digest.encode()
        self.seq += 1
        self.chain = fingerprint(self.chain.encode(), digest)
        held.rev += 1
        held.mark = fingerprint(held.mark.encode(), digest)
        held.seq, held.body = self.seq, merged.body
        held.marks[held.rev] = held.mark
        held.fresh.append(PastOp(held.rev, op.op, sender.author, op.at, op.patch, op.settles, merged.effects))
        self._held[held.id] = self._changed[held.id] = held
        self._attached.update((sha256, held.id) for sha256 in named_in(op.patch))
        self._last_result = merged.result
        self._log.append(self._logged(held, arrived, op, sender, merged))

    def _logged(
        self, held: Held, arrived: Arrived, op: Op, sender: Sender, merged: Merged
    ) -> tuple[Any, ...]:
        """The line of the log for an op, its values in the order of `LOGGED`."""
        return (
            self.stream,
            self.seq,
            op.op,
            op.record,
            held.rev,
            sender.author.replica,
            op.n,
            sender.author.worker,
            op.at,
            op.tz,
            self.now,
            sender.skew,
            op.schema,
            op.action,
            arrived.text,
            merged.result,
            msgspec.json.encode(merged.effects).decode() if merged.effects else "",
            held.mark,
            self.chain,
            arrived.digest,
        )

    def last_result(self) -> Result:
        """What became of the op last appended."""
        return self._last_result

    def refuse(self, arrived: Arrived, sender: Sender, code: str, paths: list[tuple[str, str]]) -> None:
        """Keeps a refused op, raw."""
        row = self._aside(arrived, sender)
        self._refused[arrived.id, arrived.digest] = row | {
            "code": code,
            "paths": msgspec.json.encode(paths).decode(),
        }

    def wait(self, arrived: Arrived, sender: Sender) -> None:
        """Keeps an op for the supervisor, raw."""
        at = arrived.op.at if arrived.op and 0 <= arrived.op.at < 1 << 62 else 0
        self._waiting[arrived.id, arrived.digest] = self._aside(arrived, sender) | {"at": at}

    def free(self, op: str) -> None:
        """An op that had waited has a result now."""
        self._freed.append(op)

    def flush(self) -> None:
        """Writes everything down."""
        self._write_records()
        if self._log:
            insert_values(self._connection, oplog, LOGGED, self._log)
            ADVANCE.run(
                self._connection,
                this=self.stream,
                new_seq=self.seq,
                new_chain=self.chain,
                new_records=self.records,
                new_sum64=f"{self.sum:016x}",
            )
        if self._refused:
            self._connection.execute(insert(refused), list(self._refused.values()))
        if self._waiting:
            self._connection.execute(insert(waiting), list(self._waiting.values()))
        if self._freed:
            self._connection.execute(
                delete(waiting).where(waiting.c.stream == self.stream, waiting.c.op.in_(self._freed))
            )
        if self._attached:
            self._write_attached()

    def _write_attached(self) -> None:
        named = {sha256 for sha256, _ in self._attached}
        known = select(attached.c.sha256, attached.c.record).where(
            attached.c.stream == self.stream, attached.c.sha256.in_(named)
        )
        fresh = self._attached - {(row.sha256, row.record) for row in self._connection.execute(known)}
        if fresh:
            rows = [
                {"stream": self.stream, "sha256": sha256, "record": record_id} for sha256, record_id in fresh
            ]
            self._connection.execute(insert(attached), rows)

    def _write_records(self) -> None:
        new: list[tuple[Any, ...]] = []
        old: list[dict[str, Any]] = []
        for held in self._changed.values():
            body = sorted_json(held.body)
            total = record_sum(held.id, held.rev, held.body, body)
            self.sum = (self.sum + total - held.sum) % _SUMS
            self.records += held.is_new
            row = (
                self.stream,
                held.id,
                held.kind,
                held.rev,
                held.mark,
                held.seq,
                held.body.get(DELETED) is True,
                f"{total:016x}",
                body.decode(),
            )
            if held.is_new:
                new.append(row)
            else:
                old.append(dict(zip(RECORDED, row, strict=True)))
        insert_values(self._connection, record, RECORDED, new)
        update_rows(self._connection, record, ("stream", "record"), old)

    def _with_past(self, ops: Iterable[Op]) -> list[str]:
        asked: set[str] = set()
        seen: set[str] = set()
        for op in ops:
            held = self._held.get(op.record)
            if (
                held
                and held.stream == self.stream
                and (op.record in seen or op.base != (held.rev, held.mark))
            ):
                asked.add(op.record)
            seen.add(op.record)
        return sorted(asked)

    def _load_past(self, records: Collection[str]) -> None:
        if not records:
            return
        for record_id in records:
            self._held[record_id].past = []
        for row in self._connection.execute(PAST, {"this": self.stream, "records": list(records)}):
            held = self._held[row.record]
            sent = decode_op(row.sent.encode())
            effects = msgspec.json.decode(row.effects) if row.effects else {}
            author = Author(row.worker, row.replica)
            assert held.past is not None
            held.past.append(PastOp(row.rev, row.op, author, row.at, sent.patch, sent.settles, effects))
            held.marks[row.rev] = row.mark

    def _aside(self, arrived: Arrived, sender: Sender) -> dict[str, Any]:
        return {
            "stream": self.stream,
            "op": arrived.id,
            "digest": arrived.digest,
            "record": arrived.record,
            "replica": sender.author.replica,
            "n": arrived.n if 0 < arrived.n < 1 << 62 else 0,
            "worker": sender.author.worker,
            "server_at": self.now,
            "sent": arrived.sent,
        }
