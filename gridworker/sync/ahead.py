"""The request after this one, sent while this one's answer is still being written.

It is made from what the answer says the laptop will hold, so only after an answer in which nothing is unusual;
whoever uses its answer looks first whether it came so. Else it is dropped: a retry is harmless (protocol §1).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from typing import NamedTuple

import msgspec

from gridworker.protocol.codec import APP_LEVEL, Begun
from gridworker.protocol.messages import Position, PullAnswer, PullRequest, SyncAnswer
from gridworker.store import batches
from gridworker.store.database import Tables
from gridworker.store.outbox import Kept
from gridworker.store.profile import Profile
from gridworker.sync import core

Reply = tuple[PullAnswer, int]
"""An answer, and how many ms it took."""


class Positions(NamedTuple):
    """The cursors and heads that a request names."""

    cursors: dict[str, Position]
    heads: dict[str, Position]


class Ready(NamedTuple):
    """The ops of the request after the one under way, drawn for at most `ops` of `size` bytes, and packed."""

    ops: int
    size: int
    batch: list[Kept]
    wire: list[msgspec.Raw]
    begun: Begun

    @classmethod
    def drawn(
        cls, profile: Profile, state: core.State, asked: set[str], under_way: list[Kept]
    ) -> Ready | None:
        """The ops that go after those under way, if ops are, as far as can be told before their answer is here."""
        if not under_way:
            return None
        batch = profile.read(
            lambda db: batches.batch(db, ops=state.ops, size=state.size, asked=asked, under_way=under_way)
        )
        if not batch:
            return None
        wire = [kept.wire for kept in batch]
        return cls(state.ops, state.size, batch, wire, Begun("ops", wire, APP_LEVEL))

    def suits(self, db: Tables, action: core.Ask, under_way: list[Kept]) -> bool:
        """Whether these are still the ops that `action` would draw behind those under way."""
        fits = (self.ops, self.size) == (action.ops, action.size)
        return fits and batches.are_next(db, self.batch, under_way)


class Drawn(NamedTuple):
    """A request with the ops it carries, packed if they are, and the evidence with its places in the store.

    `noted` is where the store holds that it goes out with them (`store.sent`).
    """

    request: PullRequest
    batch: list[Kept]
    evidence: list[tuple[int, msgspec.Raw]]
    begun: Begun | None = None
    noted: Sequence[int] = ()


class Ahead:
    """A request under way, sent for the action `core` is expected to ask for."""

    def __init__(self, action: core.Ask, drawn: Drawn, post: Callable[[Drawn], Reply]) -> None:
        self.action, self.drawn = action, drawn
        self._reply: Future[Reply] = Future()
        threading.Thread(target=self._run, args=(post,), name="sync ahead", daemon=True).start()

    def reply(self) -> Reply:
        """The answer, waited for. Raises what the wire raises."""
        return self._reply.result()

    def drop(self) -> None:
        """Lets the answer come, for a connection carries one request at a time, and forgets it."""
        wait([self._reply])

    def _run(self, post: Callable[[Drawn], Reply]) -> None:
        try:
            self._reply.set_result(post(self.drawn))
        except BaseException as error:  # noqa: BLE001 - whatever it was belongs to whoever waits for the answer
            self._reply.set_exception(error)


def positions_after(drawn: Drawn, answer: PullAnswer) -> Positions | None:
    """What the laptop will name once this answer is written; None where that is not plain to see.

    Plain is: every op accepted, the same streams, no record gone, nothing lost or restored on either side.
    """
    request = drawn.request
    known = request.cursors.keys()
    if answer.epoch != request.epoch or request.evidence or answer.streams is not None or answer.gone:
        return None
    if not (request.heads.keys() <= known and answer.heads.keys() <= known):
        return None
    if not _all_accepted(drawn.batch, answer):
        return None
    cursors = {stream: answer.cursors.get(stream, position) for stream, position in request.cursors.items()}
    heads = {stream: _head(stream, request, answer) for stream in request.heads | answer.heads}
    return Positions(cursors, {name: head for name, head in heads.items() if head[0] > cursors[name][0]})


def _all_accepted(batch: list[Kept], answer: PullAnswer) -> bool:
    acks = answer.acks if isinstance(answer, SyncAnswer) else []
    accepted = sum(ack.result in ("ok", "merged", "conflict") for ack in acks)
    return accepted == len(acks) == len(batch)


def _head(stream: str, request: PullRequest, answer: PullAnswer) -> Position:
    """The highest pair ever told; of two at one sequence the first."""
    told = [each.heads[stream] for each in (request, answer) if stream in each.heads]
    return max(told, key=lambda position: position[0])
