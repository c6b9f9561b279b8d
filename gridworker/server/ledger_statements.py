"""What a ledger asks of the database. Made once: to make a statement takes longer than to carry it out."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, literal, null, select, union_all, update

from gridworker.server.prepared import Among, Prepared
from gridworker.server.tables import oplog, purged, record, refused, stream, waiting

THIS: BindParameter[str] = bindparam("this")
LOCK = Prepared(
    update(stream)
    .where(stream.c.stream == THIS)
    .values(seq=stream.c.seq)
    .returning(stream.c.seq, stream.c.chain, stream.c.records, stream.c.sum64)
)
ADVANCE = Prepared(
    update(stream)
    .where(stream.c.stream == THIS)
    .values({name: bindparam(f"new_{name}") for name in ("seq", "chain", "records", "sum64")})
)
KNOWN = Prepared(
    union_all(
        *(
            select(
                table.c.op, literal(place), table.c.digest, seq.label("seq"), rev.label("rev"), result, paths
            ).where(table.c.stream == THIS, Among(table.c.op, "ops"))
            for table, place, seq, rev, result, paths in (
                (oplog, "log", oplog.c.seq, oplog.c.rev, oplog.c.result, literal("")),
                (refused, "refused", null(), null(), refused.c.code, refused.c.paths),
                (waiting, "waiting", null(), null(), literal(""), literal("")),
            )
        )
    )
)
KEPT = [
    select(table.c.op, table.c.digest, table.c.sent).where(
        table.c.stream == THIS, table.c.op.in_(bindparam("ops", expanding=True))
    )
    for table in (oplog, refused, waiting)
]
RECORDS = Prepared(
    select(
        record.c.stream,
        record.c.record,
        record.c.kind,
        record.c.rev,
        record.c.mark,
        record.c.seq,
        record.c.sum64,
        record.c.body,
    ).where(Among(record.c.record, "records"))
)
PURGED = Prepared(select(purged.c.record).where(Among(purged.c.record, "records")))
PAST = (
    select(
        oplog.c.record,
        oplog.c.rev,
        oplog.c.op,
        oplog.c.worker,
        oplog.c.replica,
        oplog.c.at,
        oplog.c.sent,
        oplog.c.effects,
        oplog.c.mark,
    )
    .where(oplog.c.stream == THIS, oplog.c.record.in_(bindparam("records", expanding=True)))
    .order_by(oplog.c.record, oplog.c.rev)
)


LOGGED = tuple(column.name for column in oplog.columns)
"""The columns of the log, in the order in which the ledger gives their values."""

RECORDED = tuple(column.name for column in record.columns)
