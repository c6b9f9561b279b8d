"""The ops of one request for one stream: one transaction, all of it or nothing (protocol §4)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, select

from gridworker.domain.authorship import sign
from gridworker.domain.errors import Trouble
from gridworker.domain.fields import Kind
from gridworker.domain.kinds import KINDS
from gridworker.domain.merge import ForbiddenState, Merged, UnknownCandidate, merge
from gridworker.domain.op import Op
from gridworker.domain.ordinary import ordinary_body
from gridworker.domain.paths import Body
from gridworker.domain.roles import MEDIATORS_MOVES, Role, mediating_role
from gridworker.protocol.messages import Ack
from gridworker.server.arrival import Arrived, is_same
from gridworker.server.cases import CaseNumbers
from gridworker.server.judging import NEED_REVIEW, REVIEWED, UNREADABLE, Blocks, Verdict, judge, may_choose
from gridworker.server.ledger import Held, Known, Ledger, Sender
from gridworker.server.prepared import Prepared
from gridworker.server.rejection import Rejected
from gridworker.server.site import Site
from gridworker.server.standing import Standing, has_mediator, standing_of
from gridworker.server.tables import review, worker

log = logging.getLogger("gridworker.server")

_NAME = Prepared(select(worker.c.name).where(worker.c.worker == bindparam("this")))

_NOT_YET = Verdict("later", "DEPENDS")
_INTERNAL = Verdict("later", "INTERNAL")
_PURGED = Verdict("refused", "PURGED")


class Delivery(NamedTuple):
    """Ops of one sender for one stream. With `deposit` (a revoked replica) nothing of it is applied; `released` is the
    role in which a supervisor lets them through.
    """

    stream: str
    sender: Sender
    ops: Sequence[Arrived]
    deposit: bool = False
    released: Role | None = None


def apply_delivery(site: Site, delivery: Delivery) -> list[Ack]:
    """Applies a delivery; where something unexpected happens, op by op, so that the culprit alone stays behind.

    Raises `Rejected` or `Trouble` where the database cannot be written now; nothing of the group is applied then.
    """
    try:
        return site.database.write(lambda connection: apply_group(connection, site, delivery))
    except (Rejected, Trouble):
        raise
    except Exception as error:  # noqa: BLE001 - whatever one op breaks must not stop the others
        log.warning("stream %s: group rolled back (%s)", delivery.stream, type(error).__name__)
    acks: list[Ack] = []
    blocks = Blocks()
    for op in delivery.ops:
        ack, blocks = _apply_alone(site, delivery._replace(ops=[op]), blocks)
        acks.append(ack)
    return acks


def apply_group(connection: Connection, site: Site, delivery: Delivery) -> list[Ack]:
    """Applies a delivery within the caller's transaction; nothing of it may stay where this raises."""
    return _Group(connection, site, delivery, Blocks()).run()


def _apply_alone(site: Site, delivery: Delivery, before: Blocks) -> tuple[Ack, Blocks]:
    [op] = delivery.ops

    def work(connection: Connection) -> tuple[Ack, Blocks]:
        blocks = before.copy()
        return _Group(connection, site, delivery, blocks).run()[0], blocks

    try:
        return site.database.write(work)
    except (Rejected, Trouble):
        raise
    except Exception as error:
        log.error("stream %s: op %s failed", delivery.stream, op.id, exc_info=error)
        after = before.copy()
        after.add(op, _INTERNAL)
        return _unapplied(op, _INTERNAL), after


class _Group:
    def __init__(self, connection: Connection, site: Site, delivery: Delivery, blocks: Blocks) -> None:
        self._connection = connection
        self._site = site
        self._delivery = delivery
        self._sender = delivery.sender
        self._blocks = blocks
        self._ledger = Ledger(connection, delivery.stream, site.now())
        self._cases = CaseNumbers(connection, site, self._ledger)
        self._known: dict[str, list[Known]] = {}
        self._name = ""
        self._standing: Standing | None = None

    def run(self) -> list[Ack]:
        self._known = self._ledger.known([op.id for op in self._delivery.ops])
        ops = self._recognised(self._delivery.ops)
        if self._ledger.exists and not self._delivery.deposit:
            self._name, self._standing = self._who()
            fresh = [op for op in ops if not self._is_settled(op)]
            if fresh:
                self._ledger.load(fresh)
        acks = [self._one(op) for op in ops]
        self._cases.flush()
        self._ledger.flush()
        return acks

    def _recognised(self, ops: Sequence[Arrived]) -> Sequence[Arrived]:
        """The ops; one that came before, but spelt differently, with the digest it came with."""
        if not self._known and len({op.id for op in ops}) == len(ops):
            return ops
        digests = {op: {known.digest for known in entries} for op, entries in self._known.items()}
        for op in ops:
            digests.setdefault(op.id, set()).add(op.digest)
        doubtful = [op for op, different in digests.items() if len(different) > 1]
        if not doubtful:
            return ops
        earlier = self._ledger.kept(doubtful)
        named = []
        for op in ops:
            came = earlier.setdefault(op.id, [])
            same = next((other for other in came if is_same(other, op)), op)
            came.append(op._replace(digest=same.digest))
            named.append(came[-1])
        return named

    def _is_settled(self, arrived: Arrived) -> bool:
        """Whether an op's fate is known without looking at its record."""
        known = self._known.get(arrived.id)
        if known and any(entry.place == "log" for entry in known):
            return True
        return self._blocks.verdict(arrived) is not None

    def _who(self) -> tuple[str, Standing]:
        author = self._sender.author.worker
        named = _NAME.row(self._connection, this=author)
        tree = self._site.trees.tree(self._connection)
        return named.name if named else "", standing_of(self._connection, tree, author, self._ledger.now)

    def _one(self, arrived: Arrived) -> Ack:
        results = self._known.get(arrived.id)
        if results:
            results = [known for known in results if known.place != "waiting"]
            for known in results:
                if known.digest == arrived.digest:
                    return self._again(arrived, known)
        verdict = Verdict("refused", "OP_ID_REUSED") if results else self._verdict(arrived)
        if verdict is not None:
            return self._set_aside(arrived, verdict)
        return self._accepted(arrived)

    def _again(self, arrived: Arrived, known: Known) -> Ack:
        """The stored result of an op that came before."""
        if known.place == "log":
            ack = Ack(n=arrived.n, op=arrived.id, result="ok", dup=True, seq=known.seq, rev=known.rev)
            return msgspec.structs.replace(ack, result=known.result)
        paths = msgspec.json.decode(known.paths, type=list[tuple[str, str]])
        verdict = Verdict("refused", known.result, paths)
        self._blocks.add(arrived, verdict)
        detail = self._why_refused(arrived.id) if paths == REVIEWED.paths else ""
        return msgspec.structs.replace(_unapplied(arrived, verdict), dup=True, detail=detail)

    def _why_refused(self, op: str) -> str:
        asked = select(review.c.why).where(review.c.stream == self._delivery.stream, review.c.op == op)
        return str(self._connection.execute(asked).scalar() or "")

    def _verdict(self, arrived: Arrived) -> Verdict | None:
        """Why an op is not applied; None where it was, and is in the ledger."""
        if self._delivery.deposit:
            return NEED_REVIEW
        if arrived.op is None:
            return UNREADABLE
        blocked = self._blocks.verdict(arrived)
        if blocked:
            return blocked
        if self._standing is None:
            return Verdict("later", "UNKNOWN_STREAM")
        worker_id = self._sender.author.worker
        role = self._role(self._standing, arrived.op)
        made = _at_a_glance(arrived, arrived.op)
        verdict = judge(
            arrived.op, len(arrived.sent), worker_id, role, self._standing.tree.reference, made is not None
        )
        return verdict or self._apply(arrived, arrived.op, role, made)

    def _role(self, standing: Standing, op: Op) -> Role | None:
        """The role in which the sender writes here, None if they may not."""
        role = self._delivery.released
        if role is None and standing.may_write(op.stream):
            role = standing.role_in(op.stream)
        if role is Role.GRID_WORKER and op.kind == "dispute" and op.patch.get("status") in MEDIATORS_MOVES:
            appointed = has_mediator(self._connection, standing.tree, op.stream, self._site.now())
            return mediating_role(role, appointed=appointed)
        return role

    def _apply(self, arrived: Arrived, op: Op, role: Role | None, made: Body | None) -> Verdict | None:
        """Why an op is not applied; `made` is the body that a plain create makes, None for any other op."""
        ledger, kind = self._ledger, KINDS[op.kind]
        held = ledger.held(op.record)
        if held is None:
            if op.record in ledger.purged:
                return _PURGED
            if op.action != "create":
                return _NOT_YET
            held = ledger.take(op.record, op.kind)
        wrong = self._wrong_record(held, op)
        if wrong:
            return wrong
        if role is None or not may_choose(kind, op, role, held.body):
            return Verdict("refused", "ILLEGAL_TRANSITION", [("status", "role")])
        is_first = held.rev == 0
        try:
            merged = Merged("ok", made, {}) if is_first and made is not None else self._merge(kind, held, op)
        except UnknownCandidate:
            return _NOT_YET
        except ForbiddenState:
            return Verdict("refused", "ILLEGAL_TRANSITION", [("status", "transition")])
        if is_first:
            sign(merged.body, op, self._sender.author.worker, self._name)
        ledger.append(held, arrived, op, self._sender, merged)
        return None

    def _merge(self, kind: Kind, held: Held, op: Op) -> Merged:
        ledger = self._ledger
        based = op if ledger.knows_base(held, op.base) else msgspec.structs.replace(op, base=(0, ""))
        return merge(kind, ledger.body(held), based, self._sender.author, held.rev, lambda: ledger.past(held))

    def _wrong_record(self, held: Held, op: Op) -> Verdict | None:
        if held.stream != op.stream:
            return Verdict("refused", "INVALID", [("stream", "other_stream")])
        if held.kind != op.kind:
            return Verdict("refused", "INVALID", [("kind", "other_kind")])
        return None

    def _accepted(self, arrived: Arrived) -> Ack:
        """The result of the op just written; what follows from it is written behind it."""
        held = self._ledger.held(arrived.record)
        assert held is not None
        assert arrived.op is not None
        result = self._ledger.last_result()
        seq, rev = held.seq, held.rev
        if arrived.id in self._known:
            self._free(arrived)
        self._known.setdefault(arrived.id, []).append(Known("log", arrived.digest, seq, rev, result, ""))
        self._cases.number(held, arrived.op)
        return Ack(n=arrived.n, op=arrived.id, result=result, seq=seq, rev=rev)

    def _set_aside(self, arrived: Arrived, verdict: Verdict) -> Ack:
        self._blocks.add(arrived, verdict)
        known = self._known.setdefault(arrived.id, [])
        if verdict.result == "refused":
            self._ledger.refuse(arrived, self._sender, verdict.code, list(verdict.paths))
            paths = msgspec.json.encode(verdict.paths).decode()
            known.append(Known("refused", arrived.digest, None, None, verdict.code, paths))
            if verdict.code != "OP_ID_REUSED":
                self._free(arrived)
        elif verdict.code == "NEED_REVIEW" and not any(
            other.place == "waiting" and other.digest == arrived.digest for other in known
        ):
            self._ledger.wait(arrived, self._sender)
            known.append(Known("waiting", arrived.digest, None, None, "", ""))
        return _unapplied(arrived, verdict)

    def _free(self, arrived: Arrived) -> None:
        """An op that waited for the supervisor has a result now."""
        if any(known.place == "waiting" for known in self._known[arrived.id]):
            self._ledger.free(arrived.id)


def _at_a_glance(arrived: Arrived, op: Op) -> Body | None:
    """The body that an op makes, if it is seen at a glance to be a right create."""
    kind = KINDS.get(op.kind)
    return None if kind is None else ordinary_body(kind, op, sound="\\u" not in arrived.text)


def _unapplied(arrived: Arrived, verdict: Verdict) -> Ack:
    return Ack(
        n=arrived.n, op=arrived.id, result=verdict.result, code=verdict.code, paths=list(verdict.paths)
    )
