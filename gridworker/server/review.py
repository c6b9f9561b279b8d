"""What waits for a supervisor: ops of workers without a right to write, and those a revoked laptop handed in (§6).

Ops of one author and record are released oldest first; refusing one refuses what depends on it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select

from gridworker.domain.errors import PersonCanMend
from gridworker.domain.merge import Author
from gridworker.domain.roles import WRITERS, Role
from gridworker.server.arrival import Arrived, read_op
from gridworker.server.group import Delivery, apply_delivery
from gridworker.server.judging import REVIEWED, Blocks, Verdict
from gridworker.server.ledger import Ledger, Sender
from gridworker.server.site import Site
from gridworker.server.tables import review, waiting, worker

_MAX_WHY = 2000


class Waiting(NamedTuple):
    """An op that waits: whose it is, when it was saved, and why it was not applied."""

    op: str
    stream: str
    record: str
    by: str
    at: int
    code: str = "NEED_REVIEW"


class Reviewed(NamedTuple):
    """What became of an op: as an ack's `result`, with the code where it was not applied."""

    op: str
    result: str
    code: str = ""


def list_waiting(site: Site) -> list[Waiting]:
    """Everything that waits, in the order it is to be decided."""
    found = select(waiting).order_by(*_ORDER)
    rows = site.database.read(lambda connection: connection.execute(found).all())
    return [Waiting(row.op, row.stream, row.record, row.worker, row.at) for row in rows]


def release(site: Site, op: str, why: str) -> Reviewed:
    """Applies an op as its author's, whatever they may write now. It stays if it depends on what is not there yet.

    Raises `PersonCanMend`: reason_needed, not_waiting, review_older_first.
    """
    _check_reason(why)

    def work(connection: Connection) -> tuple[Delivery, Role]:
        first, *_ = _waiting_behind(connection, op)
        text = connection.execute(select(worker.c.role).where(worker.c.worker == first.worker)).scalar()
        role = Role(text) if text else Role.GRID_WORKER
        return Delivery(first.stream, _sender(first), [_arrived(first)]), role

    delivery, role = site.database.read(work)
    released = delivery._replace(released=role if role in WRITERS else Role.GRID_WORKER)
    [ack] = apply_delivery(site, released)
    if ack.result != "later":
        site.database.write(lambda connection: _note(connection, site, delivery, op, "released", why))
    return Reviewed(op, ack.result, ack.code)


def refuse(site: Site, op: str, why: str) -> list[Reviewed]:
    """Refuses an op for good, and with it what depends on it. Raises as `release`."""
    _check_reason(why)

    def work(connection: Connection) -> list[Reviewed]:
        place = _waiting_behind(connection, op, any_place=True)[0].stream
        ledger = Ledger(connection, place, site.now())
        first, *later = _waiting_behind(connection, op, any_place=True)
        blocks = Blocks()
        refused = [_refuse(ledger, first, REVIEWED, blocks)]
        for row in later:
            verdict = blocks.verdict(_arrived(row))
            if verdict is not None:
                refused.append(_refuse(ledger, row, verdict, blocks))
        ledger.flush()
        delivery = Delivery(place, _sender(first), [])
        _note(connection, site, delivery, op, "refused", why)
        return refused

    return site.database.write(work)


_ORDER = (waiting.c.stream, waiting.c.replica, waiting.c.n, waiting.c.server_at, waiting.c.at)


def _waiting_behind(connection: Connection, op: str, *, any_place: bool = False) -> list[Row[Any]]:
    """A waiting op and the later ones of its author and record; it must be the oldest unless `any_place`."""
    named = connection.execute(select(waiting).where(waiting.c.op == op)).first()
    if named is None:
        raise PersonCanMend("not_waiting", op=op)
    same = (
        (waiting.c.stream == named.stream)
        & (waiting.c.record == named.record)
        & (waiting.c.worker == named.worker)
    )
    rows = connection.execute(select(waiting).where(same).order_by(*_ORDER)).all()
    place = next(number for number, row in enumerate(rows) if row.op == op)
    if place and not any_place and named.record:
        raise PersonCanMend("review_older_first", op=op, older=rows[0].op)
    return list(rows[place:])


def _arrived(row: Row[Any]) -> Arrived:
    return read_op(row.sent)


def _sender(row: Row[Any]) -> Sender:
    return Sender(Author(row.worker, row.replica))


def _refuse(ledger: Ledger, row: Row[Any], verdict: Verdict, blocks: Blocks) -> Reviewed:
    arrived = _arrived(row)
    ledger.refuse(arrived, _sender(row), verdict.code, list(verdict.paths))
    ledger.free(arrived.id)
    blocks.add(arrived, verdict)
    return Reviewed(arrived.id, "refused", verdict.code)


def _note(connection: Connection, site: Site, delivery: Delivery, op: str, decision: str, why: str) -> None:
    values = {"stream": delivery.stream, "op": op, "decision": decision, "why": why.strip(), "at": site.now()}
    connection.execute(insert(review).values(**values))


def _check_reason(why: str) -> None:
    if not why.strip() or len(why) > _MAX_WHY:
        raise PersonCanMend("reason_needed")
