"""What the server holds: records as they stand, and the ops that made them so."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Select, select

from gridworker.domain.errors import PersonCanMend
from gridworker.domain.ids import is_id
from gridworker.domain.kinds import KINDS
from gridworker.domain.paths import Body
from gridworker.domain.roles import may_read
from gridworker.protocol.messages import HistoryAnswer, HistoryOp, HistoryRequest, decode_op
from gridworker.server.admission import authenticate, lock_replica
from gridworker.server.rejection import Rejected
from gridworker.server.site import Site
from gridworker.server.standing import standing_of
from gridworker.server.tables import oplog, record, replica
from gridworker.server.workers import named_region


class RecordRow(NamedTuple):
    """A record as it stands."""

    id: str
    kind: str
    stream: str
    rev: int
    mark: str
    deleted: bool
    body: Body


def list_records(site: Site, kind: str, scope: str | None) -> list[RecordRow]:
    """The records of a kind, those of a region and below if `scope` is its code; in the order of streams and sequence.

    Raises `PersonCanMend`: unknown_kind, unknown_region.
    """
    if kind not in KINDS:
        raise PersonCanMend("unknown_kind", kind=kind, kinds=", ".join(KINDS))

    def work(connection: Connection) -> list[RecordRow]:
        wanted = _records().where(record.c.kind == kind).order_by(record.c.stream, record.c.seq)
        if scope is not None:
            tree = site.trees.tree(connection)
            below = [node.id for node in tree.subtree(named_region(tree, scope).id)]
            wanted = wanted.where(record.c.stream.in_(below))
        return [_row(found) for found in connection.execute(wanted)]

    return site.database.read(work)


def show_record(site: Site, record_id: str) -> RecordRow:
    """One record. Raises `PersonCanMend("no_such_record")`."""
    return site.database.read(lambda connection: find_record(connection, record_id))


def find_record(connection: Connection, record_id: str) -> RecordRow:
    """One record, wherever it lives. Raises `PersonCanMend("no_such_record")`."""
    found = None
    if is_id(record_id):
        found = connection.execute(_records().where(record.c.record == record_id)).first()
    if found is None:
        raise PersonCanMend("no_such_record", id=record_id)
    return _row(found)


def own_history(site: Site, record_id: str) -> list[HistoryOp]:
    """The ops of a record, oldest first, as the district itself sees them. Raises `PersonCanMend("no_such_record")`."""

    def work(connection: Connection) -> list[HistoryOp]:
        return read_history(connection, find_record(connection, record_id))

    return site.database.read(work)


def history(site: Site, token: str, request: HistoryRequest) -> HistoryAnswer:
    """The ops of a record for a worker. Raises `Rejected`: `NOT_FOUND` where it is none of the worker's too."""
    caller = authenticate(site, token)

    def work(connection: Connection) -> HistoryAnswer:
        try:
            shown = find_record(connection, request.record)
        except PersonCanMend as error:
            raise Rejected("NOT_FOUND") from error
        tree = site.trees.tree(connection)
        standing = standing_of(connection, tree, caller.worker, site.now())
        role = standing.role_in(shown.stream)
        readable = standing.may_see(shown.stream) and (role is None or may_read(role, shown.kind))
        if not readable:
            raise Rejected("NOT_FOUND")
        return HistoryAnswer(ops=read_history(connection, shown))

    site.database.write(lambda connection: lock_replica(connection, caller, site.now()))
    return site.database.read(work)


def read_history(connection: Connection, shown: RecordRow) -> list[HistoryOp]:
    """All ops of a record, oldest first."""
    rows = connection.execute(
        select(oplog, replica.c.name.label("device"))
        .join(replica, replica.c.replica == oplog.c.replica, isouter=True)
        .where(oplog.c.stream == shown.stream, oplog.c.record == shown.id)
        .order_by(oplog.c.rev)
    )
    return [
        HistoryOp(
            seq=row.seq,
            rev=row.rev,
            op=row.op,
            n=row.n,
            replica=row.replica,
            by=row.worker,
            device=row.device or row.replica,
            at=row.at,
            action=row.action,
            patch=decode_op(row.sent.encode()).patch,
            result=row.result,
        )
        for row in rows
    ]


def _records() -> Select[Any]:
    return select(
        record.c.record,
        record.c.kind,
        record.c.stream,
        record.c.rev,
        record.c.mark,
        record.c.deleted,
        record.c.body,
    )


def _row(found: Any) -> RecordRow:
    return RecordRow(*found)._replace(body=msgspec.json.decode(found.body))
