"""Runs a sync: does what `sync.core` says, with the real store and the real network, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple

import msgspec

from gridworker.environment.lock import exclusive
from gridworker.operations import catching_up
from gridworker.operations.merging import untangle
from gridworker.operations.registry import REGISTRY_KINDS
from gridworker.protocol.messages import Ack, PullAnswer, PullRequest, SyncAnswer, SyncRequest
from gridworker.store import batches, meta, outbox, pulls, renewal, sent, streams, sums
from gridworker.store.database import Tables
from gridworker.store.outbox import Kept
from gridworker.store.profile import Profile
from gridworker.sync import core, plausible, tokens
from gridworker.sync.ahead import Ahead, Drawn, Ready, Reply, positions_after
from gridworker.sync.drawing import draw
from gridworker.sync.lane import Carrying, Lane, carry
from gridworker.sync.receipt import Tally, write_receipt
from gridworker.sync.transport import Transport
from gridworker.sync.verification import compare
from gridworker.sync.wire import NoAnswer, Refusal, Wire

Connect = Callable[[str, str], Wire]
"""Makes a connection to an address, trusting a certificate authority's file if one is named."""


class Progress(NamedTuple):
    """How far a sync is: what it does now, ops judged, ops still to be asked, records received.

    While the server is `busy`, `wait_ms` is how long it is waited for. In `sending_files` and `receiving_files` it is
    files that wait, and `files` says how far they are.
    """

    stage: str
    sent: int
    waiting: int
    received: int
    wait_ms: int = 0
    files: Carrying | None = None


class Engine:
    """The sync of one profile: one at a time, and whoever asks meanwhile joins the one that runs."""

    def __init__(self, profile: Profile, connect: Connect = Transport) -> None:
        self._profile = profile
        self._connect = connect
        self._guard = threading.Lock()
        self._running: Future[dict[str, Any]] | None = None
        self._cancelled = threading.Event()

    def start(
        self,
        *,
        until_empty: bool = False,
        on_progress: Callable[[Progress], None] = lambda _progress: None,
        on_changes: Callable[[dict[str, set[str]]], None] = lambda _records: None,
    ) -> Future[dict[str, Any]]:
        """Starts a sync, or returns the one that runs. The future gives the receipt (interfaces, `sync`).

        `on_changes` is told, by kind, which records each answer changed; both are called in the sync's thread.
        """
        with self._guard:
            if self._running is not None and not self._running.done():
                return self._running
            self._cancelled.clear()
            future: Future[dict[str, Any]] = Future()
            # It runs from now on: whoever stops waiting for it does not take it away from the thread.
            future.set_running_or_notify_cancel()
            self._running = future
        run = _Run(self._profile, self._connect, self._cancelled, until_empty=until_empty)
        run.on_progress, run.on_changes = on_progress, on_changes
        threading.Thread(target=_fulfil, args=(future, run), name="sync", daemon=True).start()
        return future

    def cancel(self) -> None:
        """Asks the running sync to stop after the request that is under way."""
        self._cancelled.set()


def _fulfil(future: Future[dict[str, Any]], run: _Run) -> None:
    try:
        future.set_result(run.run())
    except BaseException as error:  # noqa: BLE001 - whatever it was belongs to whoever waits for the future
        future.set_exception(error)


class _Run:
    """One sync from the first request to the receipt."""

    def __init__(
        self,
        profile: Profile,
        connect: Connect,
        cancelled: threading.Event,
        *,
        until_empty: bool,
    ) -> None:
        self.profile, self.connect, self.cancelled = profile, connect, cancelled
        self.on_progress: Callable[[Progress], None] = lambda _progress: None
        self.on_changes: Callable[[dict[str, set[str]]], None] = lambda _records: None
        self.state = core.State(until_empty=until_empty)
        self.tally = Tally(started=profile.clock.now())
        self.asked: set[str] = set()
        self.batch: list[Kept] = []
        self.token = ""
        self.ahead: Ahead | None = None
        self.written_ms = 0

    def run(self) -> dict[str, Any]:
        with exclusive(self.profile.folder / "sync.lock", "sync_in_use"):
            # Another program may have restored or enrolled this profile meanwhile.
            self.profile.reread_identity()
            server = self.profile.server
            self.wire = self.connect(server.url, server.ca)
            try:
                ended = self._records_then_files()
            finally:
                self._drop_ahead()
                self.wire.close()
            self.tally.bytes_up, self.tally.bytes_down = self.wire.bytes_up, self.wire.bytes_down
            catching_up.follow(self.profile, pulled=self.tally.received)
            error = None if ended.how == "done" else {"kind": ended.how, "code": ended.code or ended.how}
            return write_receipt(self.profile, self.tally, error)

    def _records_then_files(self) -> core.End:
        """Records until all are carried, then files; a record saved meanwhile goes before the next chunk of a file."""
        lane = Lane(self.profile, self.wire, self.cancelled)
        lane.on_progress = self._report_files
        while True:
            ended = self._drive()
            with_files = carry(lane) if ended.how == "done" else ended
            self.tally.attachments = lane.carried()
            if with_files is not None:
                return with_files
            self.state = core.State(until_empty=self.state.until_empty)

    def _drive(self) -> core.End:
        event: core.Event = core.Begun()
        while True:
            if self.cancelled.is_set():
                event = core.Cancelled()
            self.state, action = core.advance(self.state, event)
            if self.ahead is not None and self.ahead.action != action:
                self._drop_ahead()
            if isinstance(action, core.End):
                return action
            event = self._do(action)

    def _do(self, action: core.Action) -> core.Event:
        try:
            return self._done(action)
        except NoAnswer as error:
            return core.Lost(error.code)
        except Refusal as error:
            problem = error.problem
            if problem.code == "REVOKED":
                return self._deposited(problem.acks or [])
            return core.Rejected(
                problem.code,
                len(self.batch),
                self._wait_ms(problem.retry_after),
                forks=tuple(problem.forks or ()),
            )

    def _done(self, action: core.Action) -> core.Event:
        match action:
            case core.Ask():
                return self._ask(action)
            case core.Compare():
                return self._compare()
            case core.Refresh():
                tokens.refresh(self.profile, self.wire)
            case core.TakeNewReplica():
                tokens.refresh(self.profile, self.wire, again=True)
            case core.StartAgain(streams=forked):
                author = self.profile.author
                self.profile.write(lambda db: renewal.begin(db, forked, author))
            case core.SetAside(code=code):
                self._set_aside(code)
            case core.Pause(wait_ms=wait):
                self._report("busy", wait_ms=wait)
                self.cancelled.wait(wait / 1000)
        return core.Done()

    def _ask(self, action: core.Ask) -> core.Event:
        if action.new_cycle:
            self.asked.clear()
        ahead = self._current_ahead()
        if ahead is None:
            self.token = self._token()
            drawn = self._drawn(action)
        else:
            drawn = ahead.drawn
        self.batch = drawn.batch
        self._report("sending" if self.batch else "receiving")
        if ahead is None:
            ready, (answer, elapsed_ms) = None, self._post(drawn)
        else:
            ready, (answer, elapsed_ms) = (
                Ready.drawn(self.profile, self.state, self.asked, drawn.batch),
                ahead.reply(),
            )
        plausible.check(drawn.request, drawn.batch, answer)
        self.ahead = self._send_ahead(drawn, answer, elapsed_ms, ready)
        return self._take(drawn, answer, elapsed_ms)

    def _drawn(self, action: core.Ask) -> Drawn:
        store = self.profile.write if action.ops else self.profile.read
        return store(lambda db: draw(db, self.profile, action, self.asked))

    def _post(self, drawn: Drawn) -> Reply:
        try:
            return self._carried(drawn)
        except NoAnswer as error:
            if not error.left and drawn.noted:
                self.profile.write(lambda db: sent.forget(db, drawn.noted))
            raise

    def _carried(self, drawn: Drawn) -> Reply:
        began, request = self.profile.clock.monotonic(), drawn.request
        answer: PullAnswer
        if isinstance(request, SyncRequest):
            answer = self.wire.post("/v1/sync", request, SyncAnswer, token=self.token, begun=drawn.begun)
        else:
            answer = self.wire.post("/v1/pull", request, PullAnswer, token=self.token)
        return answer, self.profile.clock.monotonic() - began

    def _send_ahead(
        self, drawn: Drawn, answer: PullAnswer, elapsed_ms: int, ready: Ready | None
    ) -> Ahead | None:
        """Sends what will be asked once this answer is written, as far as that can be known before."""
        positions = positions_after(drawn, answer)
        if positions is None or self.cancelled.is_set():
            return None

        def drawn_next(db: Tables) -> tuple[core.Ask, Drawn] | None:
            if outbox.count(db, "later") or meta.get(db, "revoked", False):
                return None
            expected = core.Stored(
                to_ask=batches.has_unsent(db, drawn.batch),
                open=0,
                more=answer.more,
                elapsed_ms=elapsed_ms,
                written_ms=self.written_ms,
            )
            _, action = core.advance(self.state, expected)
            if not isinstance(action, core.Ask):
                return None
            suits = ready is not None and ready.suits(db, action, drawn.batch)
            return action, draw(
                db, self.profile, action, self.asked, positions, drawn.batch, ready if suits else None
            )

        # The disk is waited for with the answer that is written next.
        found = self.profile.write(drawn_next, lasting=False)
        return Ahead(*found, self._post) if found else None

    def _current_ahead(self) -> Ahead | None:
        """What was sent ahead, if the answer before it was written as expected; else it is dropped."""
        ahead = self.ahead
        if ahead is None:
            return None
        if self.profile.read(streams.cursors) != ahead.drawn.request.cursors:
            self._drop_ahead()
        kept, self.ahead = self.ahead, None
        return kept

    def _drop_ahead(self) -> None:
        if self.ahead is not None:
            self.ahead.drop()
            self.ahead = None

    def _token(self) -> str:
        try:
            return tokens.access_token(self.profile, self.wire)
        except Refusal as error:
            if error.problem.code != "REVOKED":
                raise
            # A revoked laptop still hands in what it holds, with its last token, expired or not (protocol §6).
            return tokens.last_token(self.profile)

    def _take(self, drawn: Drawn, answer: PullAnswer, elapsed_ms: int) -> core.Event:
        now, author = self.profile.clock.now(), self.profile.author
        if isinstance(answer, SyncAnswer):
            self.tally.note(answer.acks)
            self.asked |= {ack.op for ack in answer.acks if ack.result == "later"}

        changed: dict[str, set[str]] = {}

        def work(db: Tables) -> core.Stored:
            taken = pulls.take(db, answer, drawn.request.cursors, author, now)
            renewal.forget_evidence(db, [position for position, _ in drawn.evidence])
            self.tally.received += taken.received
            changed.update(taken.records)
            return core.Stored(
                to_ask=batches.to_ask(db, self.asked),
                open=outbox.has_open(db),
                more=answer.more or taken.streams_added,
                elapsed_ms=elapsed_ms,
                written_ms=self.written_ms,
                to_compare=sums.is_due(db, now),
            )

        began = self.profile.clock.monotonic()
        try:
            stored = self.profile.write(work)
        except pulls.StaleAnswer:
            return core.Lost("answer_stale")
        self.written_ms = self.profile.clock.monotonic() - began
        self._tell(changed)
        self._report("receiving" if stored.more else "sending", stored.to_ask)
        return stored

    def _tell(self, changed: dict[str, set[str]]) -> None:
        """Tells which records an answer changed; where it brought two of one thing, what became of these."""
        came = [record for kind in REGISTRY_KINDS for record in changed.get(kind, ())]
        for kind, ids in untangle(self.profile, came).records.items():
            changed.setdefault(kind, set()).update(ids)
        self.on_changes(changed)

    def _compare(self) -> core.Event:
        def of_bucket(stream: str, bucket: str) -> PullRequest:
            nothing = core.Ask(ops=0, size=0)
            request = self.profile.read(lambda db: draw(db, self.profile, nothing, self.asked)).request
            return msgspec.structs.replace(request, stream=stream, bucket=bucket)

        try:
            self.on_changes(compare(self.profile, self.wire, self._token(), of_bucket))
        except Refusal as error:
            # What is granted has changed meanwhile: the next sync compares.
            if error.problem.code != "OUT_OF_SCOPE":
                raise
        return core.Compared()

    def _deposited(self, acks: list[Ack]) -> core.Event:
        """Takes over what became of a revoked laptop's ops; from now on nothing is added here (protocol §6)."""
        fresh = {ack.op for ack in acks} - self.asked
        self.asked |= fresh
        self.tally.note(acks)
        now, author = self.profile.clock.now(), self.profile.author
        changed: dict[str, set[str]] = {}

        def work(db: Tables) -> int:
            changed.update(pulls.take_deposit(db, acks, author, now))
            return batches.to_hand_in(db, self.asked)

        left = self.profile.write(work)
        self.on_changes(changed)
        return core.Rejected("REVOKED", to_hand_in=left if fresh else 0)

    def _set_aside(self, code: str) -> None:
        """Sets the one op of the last batch aside."""
        op = self.batch[0].op.op
        self.profile.write(lambda db: outbox.set_aside(db, op, code, "", []))
        self.tally.results[op] = "refused"

    def _wait_ms(self, retry_after: int | None) -> int:
        """What a busy server asks for, times one to one and a half, so that laptops do not come back together."""
        chance = self.profile.clock.randomness(1)[0] / 255
        return int((retry_after or 2) * 1000 * (1 + chance / 2))

    def _report(self, stage: str, waiting: int | None = None, wait_ms: int = 0) -> None:
        left = len(self.batch) if waiting is None else waiting
        self.on_progress(Progress(stage, self.tally.sent, left, self.tally.received, wait_ms))

    def _report_files(self, stage: str, files: Carrying) -> None:
        self.on_progress(Progress(stage, self.tally.sent, files.left, self.tally.received, files=files))
