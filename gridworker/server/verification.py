"""What a laptop compares to find out that it holds something else than the server does (protocol §8)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, and_, func, select, true

from gridworker.domain.roles import may_read
from gridworker.protocol.messages import Sum, VerifyAnswer, VerifyRequest
from gridworker.server.admission import authenticate, lock_replica
from gridworker.server.pages import read_heads
from gridworker.server.rejection import Rejected
from gridworker.server.site import Site
from gridworker.server.standing import Standing, standing_of
from gridworker.server.tables import record, stream

_SUMS = 1 << 64


def verify(site: Site, token: str, request: VerifyRequest) -> VerifyAnswer:
    """The sums of streams, or those of the buckets of one. Raises `Rejected`: `OUT_OF_SCOPE`, and as `authenticate`."""
    caller = authenticate(site, token)

    def work(connection: Connection) -> VerifyAnswer:
        standing = standing_of(connection, site.trees.tree(connection), caller.worker, site.now())
        for name in [request.stream] if request.stream else request.streams:
            if not standing.may_see(name):
                raise Rejected("OUT_OF_SCOPE")
        if request.stream:
            return VerifyAnswer(sums=list(_buckets(connection, standing, request.stream)))
        return VerifyAnswer(sums=[_whole(connection, standing, name) for name in request.streams])

    site.database.write(lambda connection: lock_replica(connection, caller, site.now()))
    return site.database.read(work)


def _readable(standing: Standing, name: str) -> ColumnElement[bool]:
    """The condition on records of a stream that the worker may read: the audit of accesses is for auditors only."""
    role = standing.role_in(name)
    return true() if role is None or may_read(role, "access") else record.c.kind != "access"


def _whole(connection: Connection, standing: Standing, name: str) -> Sum:
    """The sums that the ledger keeps, less what the worker may not read."""
    kept = connection.execute(select(stream.c.records, stream.c.sum64).where(stream.c.stream == name)).one()
    seq, chain = read_heads(connection, [name])[0][name]
    hidden = select(record.c.sum64).where(record.c.stream == name, ~_readable(standing, name))
    count, total = _added(connection.execute(hidden).scalars())
    return Sum(name, seq, chain, kept.records - count, _text(int(kept.sum64, 16) - total))


def _buckets(connection: Connection, standing: Standing, name: str) -> Iterable[Sum]:
    seq, chain = read_heads(connection, [name])[0][name]
    bucket = func.substr(record.c.record, func.length(record.c.record) - 1)
    rows = connection.execute(
        select(bucket.label("bucket"), record.c.sum64).where(
            and_(record.c.stream == name, _readable(standing, name))
        )
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.bucket, []).append(row.sum64)
    for ending, sums in sorted(found.items()):
        count, total = _added(sums)
        yield Sum(ending, seq, chain, count, _text(total))


def _added(sums: Iterable[str]) -> tuple[int, int]:
    values = [int(text, 16) for text in sums]
    return len(values), sum(values)


def _text(total: int) -> str:
    return f"{total % _SUMS:016x}"
