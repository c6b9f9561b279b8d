"""A laptop of the model: what was pulled, what waits to be sent, and the screen that shows both."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from gridworker.domain.merge import Author
from gridworker.domain.op import Action, Op, Patch, op_content
from gridworker.domain.overlay import View, depends, overlay
from gridworker.domain.paths import Body
from tests.domain.model.faults import Faults
from tests.domain.model.messages import Answer, Request, Row
from tests.domain.model.server import KIND


class Waiting:
    """An op in the outbox."""

    def __init__(self, op: Op) -> None:
        self.op, self.sent, self.seq = op, False, 0
        self.content = op_content(op)


class Glance(NamedTuple):
    """What the person had before their eyes when they saved: the record and how far it had been pulled."""

    body: Body
    covered: frozenset[str]
    rev: int
    own: frozenset[str]


class Laptop:
    """One replica. `clock` may say anything: nothing may depend on it."""

    def __init__(
        self, author: Author, make_id: Callable[[], str], clock: Callable[[], int], faults: Faults
    ) -> None:
        self.author, self.faults = author, faults
        self._make_id, self._clock = make_id, clock
        self.base: dict[str, Row] = {}
        self.cursor = 0
        self.outbox: list[Waiting] = []
        self.aside: list[Op] = []
        self.saved: dict[str, tuple[Op, bytes]] = {}
        self.glances: dict[str, Glance] = {}
        self.changed = False

    def records(self) -> list[str]:
        """The records this laptop shows."""
        own = [waiting.op.record for waiting in self.outbox]
        return sorted({*self.base, *own})

    def view(self, record: str) -> View:
        """The record as the screen shows it."""
        body = self.pulled(record)
        if body and self.faults.show_pulled_over_own:
            return View(body, {})
        ops = [waiting.op for waiting in self.outbox if waiting.op.record == record]
        return overlay(KIND, body, ops, self.author)

    def pulled(self, record: str) -> Body:
        """The record as the server last sent it, empty if it never did."""
        body: Body = msgspec.json.decode(self.base[record].body) if record in self.base else {}
        return body

    def save(self, action: Action, record: str, patch: Patch, settles: tuple[str, ...] = ()) -> Op:
        """One saved change."""
        row = self.base.get(record)
        own = frozenset(name for name, (kept, _) in self.saved.items() if kept.record == record)
        op = Op(
            n=len(self.saved) + 1,
            op=self._make_id(),
            stream="grid",
            record=record,
            kind=KIND.code,
            schema=1,
            at=self._clock(),
            tz=480,
            base=(row.rev, row.mark) if row else (0, ""),
            action=action,
            patch=patch,
            settles=list(settles),
        )
        view = self.view(record)
        self.glances[op.op] = Glance(view.body, frozenset(view.covered), row.rev if row else 0, own)
        self.saved[op.op] = (op, op_content(op))
        self.outbox.append(Waiting(op))
        self.changed = True
        return op

    def request(self, ops: int, rows: int) -> Request:
        """The oldest unsent ops, at most `ops`, and where the laptop has got to."""
        unsent = [waiting.op for waiting in self.outbox if not waiting.seq]
        if self.faults.send_by_clock:
            unsent.sort(key=lambda op: op.at)
        return Request(self.author, tuple(map(msgspec.json.encode, unsent[:ops])), self.cursor, rows)

    def receive(self, answer: Answer, *, crash: bool = False) -> None:
        """Takes in an answer; a crash on the way leaves everything as it was."""
        if crash:
            if self.faults.cursor_before_rows:
                self.cursor = answer.cursor
            return
        self.changed = True
        self._take_acks(answer)
        for row in answer.rows:
            self.base[row.record] = row
        self.cursor = max(self.cursor, answer.cursor)
        if not answer.more:
            self.outbox = [waiting for waiting in self.outbox if not waiting.seq or waiting.seq > self.cursor]

    def _take_acks(self, answer: Answer) -> None:
        results = {ack.op: ack for ack in answer.acks}
        for waiting in list(self.outbox):
            ack = results.get(waiting.op.op)
            if ack is None or ack.result == "later":
                continue
            if ack.result == "refused":
                self._set_aside(waiting)
            else:
                waiting.seq = ack.seq
                if self.faults.leave_outbox_on_ack:
                    self.outbox.remove(waiting)

    def _set_aside(self, refused: Waiting) -> None:
        """A refused op leaves the outbox, and with it what was saved on top of it."""
        if refused not in self.outbox:
            return
        at = self.outbox.index(refused)
        self.outbox.remove(refused)
        self.aside.append(refused.op)
        on_create = refused.op.action == "create"
        for waiting in self.outbox[at:]:
            same = waiting.op.record == refused.op.record
            if same and not waiting.seq and depends(waiting.op, refused.op.patch, on_create=on_create):
                self._set_aside(waiting)
