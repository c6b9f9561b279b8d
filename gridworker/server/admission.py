"""Whether a request may be carried out at all: who calls, and whether either side went back in time (protocol §8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from gridworker.domain.fields import MAX_INTEGER
from gridworker.domain.ids import is_id
from gridworker.protocol.messages import Device, Position, PullRequest
from gridworker.server.arrival import Arrived
from gridworker.server.bulk import insert_values
from gridworker.server.chains import chains_at
from gridworker.server.prepared import Among, Prepared
from gridworker.server.rejection import Rejected
from gridworker.server.site import Site
from gridworker.server.tables import district, replica, sent_op, stream, worker
from gridworker.server.tokens import Access, open_access

_MAX_POSITIONS = 10_000

# Made once: to make a statement takes longer than to carry it out.
_MINE = replica.c.replica == bindparam("this")
_LOCK = Prepared(select(replica).where(_MINE).with_for_update())
_NOTED = ("last_n", "n_seen", "received", "last_sync_at", "unsent_since")
_NOTE = Prepared(update(replica).where(_MINE).values({name: bindparam(f"new_{name}") for name in _NOTED}))
_KNOWN_NUMBERS = Prepared(
    select(sent_op.c.n, sent_op.c.op).where(
        sent_op.c.replica == bindparam("this"), Among(sent_op.c.n, "numbers")
    )
)
_HEADS = Prepared(
    select(stream.c.stream, stream.c.seq, stream.c.chain).where(Among(stream.c.stream, "streams"))
)


class Caller(NamedTuple):
    """Who calls, as a good token says."""

    replica: str
    worker: str


def authenticate(site: Site, token: str, named: str | None = None) -> Caller:
    """The caller with this access token, which must be of the replica `named` in the request, if it names one.

    Raises `Rejected`: `BAD_TOKEN`, `REVOKED` (expired or not), `EXPIRED`.
    """
    access: Access = open_access(site.secrets, token)
    if named is not None and named != access.replica:
        raise Rejected("BAD_TOKEN", "the token is another replica's")
    if site.secrets.is_revoked(access.replica):
        raise Rejected("REVOKED")
    if access.expires <= site.now():
        raise Rejected("EXPIRED")
    return Caller(access.replica, access.worker)


def admit(
    connection: Connection, caller: Caller, request: PullRequest, ops: Sequence[Arrived], now: int
) -> int:
    """Notes what the replica says of itself and returns the highest `n` that ever came from it.

    Raises `Rejected`: `REPLICA_ROLLBACK` or `FORK` where one of the two sides was restored or cloned.
    """
    row = lock_replica(connection, caller, now)
    if row.state == "closed" or request.last_n < max(row.last_n, row.n_seen):
        raise Rejected("REPLICA_ROLLBACK")
    fresh = _fresh_numbers(connection, caller.replica, ops)
    _check_history(connection, [*request.cursors.items(), *request.heads.items()])
    insert_values(
        connection, sent_op, ("replica", "n", "op"), [(caller.replica, *sent) for sent in fresh.items()]
    )
    claimed = max([request.last_n, *fresh])
    n_seen = max([row.n_seen, *fresh])
    received = row.received + len(fresh)
    _NOTE.run(
        connection,
        this=caller.replica,
        new_last_n=claimed,
        new_n_seen=n_seen,
        new_received=received,
        new_last_sync_at=now,
        new_unsent_since=(row.unsent_since or now) if claimed > received else None,
    )
    return int(n_seen)


def check_numbers(request: PullRequest) -> None:
    """Raises `Rejected("BAD_REQUEST")` for numbers that no clock and no counter shows, or for too many streams."""
    positions = [*request.cursors.values(), *request.heads.values()]
    counts = [request.last_n, *(seq for seq, _ in positions)]
    if not all(0 <= count <= MAX_INTEGER for count in counts) or len(positions) > _MAX_POSITIONS:
        raise Rejected("BAD_REQUEST", "numbers out of range")
    if not all(abs(number) <= MAX_INTEGER for number in (request.now, request.mono)):
        raise Rejected("BAD_REQUEST", "times out of range")


def lock_replica(connection: Connection, caller: Caller, now: int) -> Any:
    """The row of the caller's replica, locked. One that a restored database does not know is taken over.

    Raises `Rejected`: `BAD_TOKEN` where the worker is unknown too, `REVOKED`.
    """
    row = _LOCK.row(connection, this=caller.replica)
    if row is None:
        known = connection.execute(select(worker.c.worker).where(worker.c.worker == caller.worker)).first()
        if known is None:
            raise Rejected("BAD_TOKEN")
        add_replica(connection, caller.replica, caller.worker, Device(name=""), now)
        row = _LOCK.row(connection, this=caller.replica)
    if row.worker != caller.worker:
        raise Rejected("BAD_TOKEN")
    if row.state == "revoked":
        raise Rejected("REVOKED")
    return row


def add_replica(connection: Connection, replica_id: str, worker_id: str, device: Device, now: int) -> None:
    """A new replica of a worker."""
    connection.execute(
        insert(replica).values(
            replica=replica_id,
            worker=worker_id,
            name=device.name,
            os=device.os,
            app=device.app,
            state="active",
            counter=0,
            last_n=0,
            n_seen=0,
            received=0,
            enrolled_at=now,
        )
    )


def _fresh_numbers(connection: Connection, replica_id: str, ops: Sequence[Arrived]) -> dict[int, str]:
    """The running numbers that come for the first time, with their ops."""
    sent: dict[int, str] = {}
    for op in ops:
        if 0 < op.n <= MAX_INTEGER and sent.setdefault(op.n, op.id) != op.id:
            raise Rejected("BAD_REQUEST", "two ops with one number")
    if not sent:
        return {}
    for n, op in _KNOWN_NUMBERS.rows(connection, this=replica_id, numbers=list(sent)):
        if sent.pop(n) != op:
            raise Rejected("REPLICA_ROLLBACK")
    return sent


def _check_history(connection: Connection, positions: Sequence[tuple[str, Position]]) -> None:
    """Raises `Rejected("FORK")` where a stream was never at a position that somebody was told."""
    told = {(name, *position) for name, position in positions if position[0] > 0}
    if not told:
        return
    ids = {name for name, _, _ in told if is_id(name)}
    open_ = told - {tuple(row) for row in _HEADS.rows(connection, streams=list(ids))}
    asked = [(name, seq) for name, seq, _ in open_ if is_id(name)]
    open_ -= {(name, seq, chain) for (name, seq), chain in chains_at(connection, asked).items()}
    if open_:
        epoch = connection.execute(select(district.c.epoch)).scalar_one()
        raise Rejected("FORK", epoch=epoch, forks=sorted({name for name, _, _ in open_}))
