"""Whether an answer can be one to its request: a server at fault must neither spoil a store nor hold a sync.

Whoever serves is trusted with what records say, not with more: no row of a stream that was not asked for, no position
that goes back, no op left without a word, no page after page that leads nowhere.
"""

from __future__ import annotations

from gridworker.domain.fields import MAX_INTEGER
from gridworker.protocol.messages import Ack, Position, PullAnswer, PullRequest, SyncAnswer
from gridworker.store.outbox import Kept
from gridworker.sync.wire import NoAnswer

_ACCEPTED = ("ok", "merged", "conflict")


def check(request: PullRequest, batch: list[Kept], answer: PullAnswer) -> None:
    """Raises `NoAnswer` (`foreign_answer`) where `answer` is none to `request`, which carried the ops of `batch`."""
    asked = {request.stream} if request.stream else request.cursors.keys()
    if not (
        all(_is_row(row.seq, row.rev, bytes(row.body)) and row.stream in asked for row in answer.rows)
        and answer.cursors.keys() <= request.cursors.keys()
        and all(_goes_on(position, request.cursors[name]) for name, position in answer.cursors.items())
        and all(0 <= seq <= MAX_INTEGER for seq, _ in answer.heads.values())
        and all(0 <= seq <= MAX_INTEGER for seq in answer.safe.values())
        and _settles(batch, answer)
        and (not answer.more or bool(batch) or _leads_on(request, answer))
    ):
        raise NoAnswer("foreign_answer")


def _is_row(seq: int, rev: int, body: bytes) -> bool:
    return 0 < seq <= MAX_INTEGER and 0 < rev <= MAX_INTEGER and body.startswith(b"{")


def _goes_on(position: Position, before: Position) -> bool:
    return before[0] <= position[0] <= MAX_INTEGER


def _settles(batch: list[Kept], answer: PullAnswer) -> bool:
    """Every op that was sent has an ack, and one that was accepted has its place."""
    acks = answer.acks if isinstance(answer, SyncAnswer) else []
    return {kept.id for kept in batch} <= {ack.op for ack in acks} and all(map(_has_its_place, acks))


def _has_its_place(ack: Ack) -> bool:
    if ack.result not in _ACCEPTED:
        return True
    return 0 < (ack.seq or 0) <= MAX_INTEGER and 0 < (ack.rev or 0) <= MAX_INTEGER


def _leads_on(request: PullRequest, answer: PullAnswer) -> bool:
    """A pull leads to another page: a position moved, or a stream was added whose rows are still to come."""
    moved = any(position[0] > request.cursors[name][0] for name, position in answer.cursors.items())
    return moved or (answer.streams is not None and bool(answer.streams.add))
