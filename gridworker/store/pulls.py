"""An answer of the server taken over: acks, rows and cursors in one transaction, or nothing of it (protocol §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gridworker.domain.kinds import KINDS
from gridworker.domain.merge import Author
from gridworker.protocol.messages import Ack, Position, PullAnswer, SyncAnswer
from gridworker.store import attached, meta, outbox, record_rows, renewal, sent, streams
from gridworker.store.tables import Tables


class Taken(NamedTuple):
    """What an answer changed: records by kind; whether streams were added, whose rows are still to be pulled; how many
    records came with what others wrote."""

    records: dict[str, set[str]]
    streams_added: bool
    received: int


class StaleAnswer(Exception):
    """The answer was made for cursors that are no longer this laptop's."""


def take(
    db: Tables, answer: PullAnswer, asked_from: Mapping[str, Position], author: Author, now: int
) -> Taken:
    """Writes an answer to the request that named the cursors `asked_from`. Raises `StaleAnswer`, changing nothing."""
    if streams.cursors(db) != dict(asked_from):
        raise StaleAnswer
    touched = _take_acks(db, answer.acks, now) if isinstance(answer, SyncAnswer) else set()
    own = outbox.beneath(db, {row.record: row.rev for row in answer.rows})
    purged = record_rows.kinds(db, {one.record for one in answer.gone})
    pulled = _take_rows(db, answer, own.records)
    gone: dict[str, str] = {}
    added = _take_streams(db, answer)
    held_further = _is_held_further(db, answer.safe)
    streams.move(db, answer.cursors, answer.heads, answer.safe)
    left: list[outbox.Left] = []
    if not answer.more:
        left = [one for one in outbox.leave(db, held_further=held_further) if one.record not in pulled]
        streams.forget_lost(db)
        gone = renewal.end(db, author)
    for record in touched | own.covered | {one.record for one in left if not one.is_plain}:
        record_rows.refresh(db, record, author)
    _note_district(db, answer, now)
    kinds = purged | gone | {one.record: one.kind for one in left if one.kind} | _kinds_of(answer)
    ids = touched | pulled | purged.keys() | gone.keys() | {one.record for one in left}
    return Taken(_by_kind(db, ids, kinds), added, len(answer.rows) - own.echoed)


def _note_district(db: Tables, answer: PullAnswer, now: int) -> None:
    """The server's epoch and clock; where it went back in time, it may have lost files that it had."""
    if answer.epoch != meta.get(db, "epoch"):
        attached.doubt(db)
    meta.put(db, "epoch", answer.epoch)
    meta.put(db, "clock_offset", answer.now - now)


def _kinds_of(answer: PullAnswer) -> dict[str, str]:
    return {row.record: row.kind for row in answer.rows}


def take_deposit(db: Tables, acks: Sequence[Ack], author: Author, now: int) -> dict[str, set[str]]:
    """Writes that this laptop is revoked and what became of the ops it handed in; gives their records by kind."""
    meta.put(db, "revoked", True)
    touched = _take_acks(db, acks, now, handed_in=True)
    for record in touched:
        record_rows.refresh(db, record, author)
    return _by_kind(db, touched, {})


def take_bucket(
    db: Tables, answer: PullAnswer, place: tuple[str, str], author: Author
) -> dict[str, set[str]]:
    """Puts a bucket (stream, last two hex digits of record ids) in the place of the one held; gives what changed."""
    renewal.doubt(db, *place)
    own = outbox.beneath(db, {row.record: row.rev for row in answer.rows})
    pulled = _take_rows(db, answer, own.records)
    gone = renewal.end(db, author)
    for record in own.covered:
        record_rows.refresh(db, record, author)
    return _by_kind(db, pulled | gone.keys(), gone | _kinds_of(answer))


def _take_acks(db: Tables, acks: Sequence[Ack], now: int, *, handed_in: bool = False) -> set[str]:
    outbox.apply_acks(db, acks, now, handed_in=handed_in)
    sent.settle(db)
    changed = [ack.op for ack in acks if ack.result in ("refused", "later")]
    marks = ",".join("?" * len(changed))
    return {row[0] for row in db.execute(f"SELECT DISTINCT record FROM op WHERE id IN ({marks})", changed)}


def _take_rows(db: Tables, answer: PullAnswer, own: set[str]) -> set[str]:
    """Writes the rows of an answer, of which those of the records `own` may be what this laptop made; gives all."""
    settled = record_rows.settle(db, [row for row in answer.rows if row.record in own])
    if len(settled) < len(answer.rows):
        rows = [
            record_rows.pulled(
                row.record, row.stream, row.kind, row.rev, row.mark, row.deleted, bytes(row.body)
            )
            for row in answer.rows
            if row.record not in settled
        ]
        renewal.note_differences(db, rows)
        record_rows.put_pulled(db, rows)
    for gone in answer.gone:
        record_rows.purge(db, gone.record)
    return {row.record for row in answer.rows}


def _is_held_further(db: Tables, safe: Mapping[str, int]) -> bool:
    """Whether the district's backups hold a stream further than was known here."""
    known = {stream.id: stream.safe for stream in streams.all_streams(db)}
    return any(seq > known.get(name, 0) for name, seq in safe.items())


def _take_streams(db: Tables, answer: PullAnswer) -> bool:
    if answer.streams is None:
        return False
    known = {stream.id for stream in streams.all_streams(db)}
    streams.add(db, answer.streams.add)
    for stream in answer.streams.drop:
        streams.lose(db, stream)
        attached.lose(db, stream)
        record_rows.remove_clean(db, stream)
    return any(card.id not in known for card in answer.streams.add)


def _by_kind(db: Tables, records: set[str], kinds: dict[str, str]) -> dict[str, set[str]]:
    """The records by their kinds, as far as anybody knows them."""
    changed: dict[str, set[str]] = {}
    for record, kind in (kinds | record_rows.kinds(db, records - kinds.keys())).items():
        if kind in KINDS:
            changed.setdefault(kind, set()).add(record)
    return changed
