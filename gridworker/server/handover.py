"""Handing a record over to another grid or desk: a new record there, linked both ways (protocol §4).

Two streams are two transactions. The first notes in the old record where it goes and leaves a row in `relay`; the
second makes the new record under an id that row fixes, so that carrying it out again changes nothing. The id follows
from the old record and the stream it goes to: a district that was restored from before hands over to the same record,
and what was done on it there comes back.
"""

from __future__ import annotations

from functools import partial
from itertools import count

from sqlalchemy import Connection, insert, select, union_all, update

from gridworker.domain.authorship import AUTHORSHIP
from gridworker.domain.changes import create_patch
from gridworker.domain.dates import CHINA_MINUTES
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.ids import following
from gridworker.domain.kinds import KINDS
from gridworker.domain.op import Patch
from gridworker.domain.paths import CONFLICTS, DELETED, Body
from gridworker.domain.roles import DESKS
from gridworker.server.cases import CaseNumbers
from gridworker.server.holdings import RecordRow, find_record
from gridworker.server.ledger import Ledger
from gridworker.server.own_ops import write_own
from gridworker.server.site import Site
from gridworker.server.standing import standing_of
from gridworker.server.tables import purged, record, relay
from gridworker.server.workers import find_worker, named_region, not_in_scope

_NOT_CARRIED = AUTHORSHIP | {"from_id", "to_id", CONFLICTS, DELETED}
_MAX_WHY = 2000


def hand_over(site: Site, record_id: str, to: str, worker_id: str, why: str) -> str:
    """Hands a record over to the region with code `to` and returns the id of the new one.

    Raises `PersonCanMend`: no_such_record, unknown_region, unknown_worker, reason_needed, handed_over_already,
    cannot_hand_over; `NotAllowed("not_in_scope")`: only a desk above the record hands it over.
    """
    if not why.strip() or len(why) > _MAX_WHY:
        raise PersonCanMend("reason_needed")
    link_op, create_op = site.make_id(), site.make_id()

    def work(connection: Connection) -> None:
        ledger = Ledger(connection, find_record(connection, record_id).stream, site.now())
        target = named_region(site.trees.tree(connection), to).id
        shown = find_record(connection, record_id)
        _check(connection, site, shown, target, worker_id)
        held, new_id = ledger.open_record(record_id), _free_id(connection, record_id, target)
        write_own(ledger, held, link_op, {"to_id": (None, new_id)}, tz=CHINA_MINUTES, why=why)
        connection.execute(
            insert(relay).values(
                stream=shown.stream,
                record=record_id,
                to_stream=target,
                to_record=new_id,
                op=create_op,
                worker=worker_id,
                at=site.now(),
                why=why,
                done=False,
            )
        )
        ledger.flush()

    carry_out(site)
    site.database.write(work)
    carry_out(site)
    return str(site.database.read(lambda connection: find_record(connection, record_id)).body["to_id"])


def carry_out(site: Site) -> None:
    """Makes the records that are handed over and not yet there. Harmless to repeat."""
    undone = select(relay.c.stream, relay.c.record).where(relay.c.done.is_(False)).order_by(relay.c.at)
    for row in site.database.read(lambda connection: connection.execute(undone).all()):
        deliver = partial(_deliver, site, row.stream, row.record)
        if not site.database.write(deliver):
            site.database.write(partial(_link_anew, site, row.stream, row.record))
            site.database.write(deliver)


def _deliver(site: Site, stream: str, record_id: str, connection: Connection) -> bool:
    """Makes the new record if it is not there; False where its id is another record's meanwhile."""
    mine = (relay.c.stream == stream) & (relay.c.record == record_id)
    row = connection.execute(select(relay).where(mine)).one()
    ledger = Ledger(connection, row.to_stream, site.now())
    if not ledger.known([row.op]):
        if _is_taken(connection, row.to_record):
            return False
        old = find_record(connection, record_id)
        patch: Patch = create_patch(KINDS[old.kind], _carried(old), site.make_id)
        patch["from_id"] = (None, record_id)
        held = ledger.take(row.to_record, old.kind)
        name = find_worker(connection, site, row.worker).name
        op = write_own(ledger, held, row.op, patch, tz=CHINA_MINUTES, why=row.why, signer=(row.worker, name))
        cases = CaseNumbers(connection, site, ledger)
        cases.number(held, op)
        cases.flush()
        ledger.flush()
    connection.execute(update(relay).where(mine).values(done=True))
    return True


def _link_anew(site: Site, stream: str, record_id: str, connection: Connection) -> None:
    """Has the old record and its row in `relay` name another id for the new one."""
    mine = (relay.c.stream == stream) & (relay.c.record == record_id)
    ledger = Ledger(connection, stream, site.now())
    row, held = connection.execute(select(relay).where(mine)).one(), ledger.open_record(record_id)
    new_id = _free_id(connection, record_id, row.to_stream)
    change = (held.body.get("to_id"), new_id)
    write_own(ledger, held, site.make_id(), {"to_id": change}, tz=CHINA_MINUTES, why=row.why)
    connection.execute(update(relay).where(mine).values(to_record=new_id))
    ledger.flush()


def _free_id(connection: Connection, record_id: str, target: str) -> str:
    """The id for a record in the stream `target`; another where somebody has used it for something else."""
    turns = (following(record_id, target, str(turn)) for turn in count())
    return next(id_ for id_ in turns if not _is_taken(connection, id_))


def _is_taken(connection: Connection, id_: str) -> bool:
    places = (select(table.c.record).where(table.c.record == id_) for table in (record, purged))
    return connection.execute(union_all(*places)).first() is not None


def _check(connection: Connection, site: Site, shown: RecordRow, target: str, worker_id: str) -> None:
    find_worker(connection, site, worker_id)
    standing = standing_of(connection, site.trees.tree(connection), worker_id, site.now())
    if standing.role_in(shown.stream) not in DESKS:
        raise not_in_scope(worker_id)
    if shown.body.get("to_id"):
        raise PersonCanMend("handed_over_already", id=shown.id, to=shown.body["to_id"])
    if shown.kind in ("access", "reference") or shown.deleted or target == shown.stream:
        raise PersonCanMend("cannot_hand_over", id=shown.id)


def _carried(old: RecordRow) -> Body:
    """What goes along: everything but who made the old record and its open questions."""
    return {name: value for name, value in old.body.items() if name not in _NOT_CARRIED}
