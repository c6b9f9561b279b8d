"""The district's own hand: records added and edited at the server, by the checks, merge and log of every laptop's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, select, update

from gridworker.domain.agreement import frozen
from gridworker.domain.changes import create_patch, edit_patch
from gridworker.domain.dates import CHINA_MINUTES
from gridworker.domain.errors import InvalidRecord, OurFault, PersonCanMend
from gridworker.domain.fields import Kind
from gridworker.domain.kinds import KINDS, SCHEMA, workflow_name
from gridworker.domain.merge import Author
from gridworker.domain.op import Op, Patch
from gridworker.domain.steps import too_early
from gridworker.protocol.messages import Ack, Device
from gridworker.server.admission import add_replica
from gridworker.server.arrival import arrived
from gridworker.server.group import Delivery, apply_delivery
from gridworker.server.holdings import find_record
from gridworker.server.ledger import Sender
from gridworker.server.site import Site
from gridworker.server.standing import standing_of
from gridworker.server.tables import replica
from gridworker.server.workers import DISTRICT_HAND, find_worker, named_region, not_in_scope

_NOT_BY_HAND = {"reference", "access"}


class Written(NamedTuple):
    """What became of a record added or edited: `result` is ok, merged or conflict."""

    id: str
    result: str


def add_record(site: Site, kind_code: str, fields: Mapping[str, Any], grid: str, worker_id: str) -> Written:
    """A new record in a region's stream. Absent `at`, `tz` are now; an absent `status` is the kind's first state.

    Raises `PersonCanMend`: unknown_kind, unknown_region, unknown_worker; `InvalidRecord`; `NotAllowed`.
    """
    kind = KINDS.get(kind_code)
    if kind is None:
        raise PersonCanMend("unknown_kind", kind=kind_code, kinds=", ".join(KINDS))
    if kind_code in _NOT_BY_HAND:
        raise PersonCanMend("not_yours_to_write", kind=kind_code)
    stream = site.database.read(lambda connection: named_region(site.trees.tree(connection), grid).id)
    patch = create_patch(kind, _complete(site, kind, fields), site.make_id)
    record_id = site.make_id()
    return _write(site, worker_id, _draft(site, stream, record_id, kind_code, patch))


def edit_record(site: Site, record_id: str, changes: Mapping[str, Any], worker_id: str) -> Written:
    """New values at paths of a record; the old ones are what the server shows now. Raises as `add_record`.

    Who writes here sees what was signed, so that a signed agreement is not changed (`IMMUTABLE`, decision 029).
    """
    shown = site.database.read(lambda connection: find_record(connection, record_id))
    kind = KINDS[shown.kind]
    patch = edit_patch(kind, shown.body, changes, site.make_id)
    if not patch:
        return Written(record_id, "ok")
    missing = too_early(shown.body, patch) if shown.kind == "dispute" else []
    if missing:
        raise InvalidRecord("STEP_NEEDS", missing, kind=shown.kind)
    wrong = frozen(shown.body, patch) if shown.kind == "dispute" else []
    if wrong:
        raise InvalidRecord("IMMUTABLE", wrong, kind=shown.kind)
    draft = _draft(site, shown.stream, record_id, shown.kind, patch)
    return _write(
        site, worker_id, msgspec.structs.replace(draft, action="edit", base=(shown.rev, shown.mark))
    )


def require_desk_or_writer(connection: Connection, site: Site, worker_id: str, stream: str) -> None:
    """Raises `PersonCanMend("unknown_worker")` or `NotAllowed("not_in_scope")` unless the worker may write there."""
    find_worker(connection, site, worker_id)
    tree = site.trees.tree(connection)
    if not standing_of(connection, tree, worker_id, site.now()).may_write(stream):
        raise not_in_scope(worker_id)


def _complete(site: Site, kind: Kind, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with what a person need not type filled in."""
    values = dict(fields)
    state = workflow_name(kind)
    if "at" in kind.fields:
        values.setdefault("at", site.now())
    if "tz" in kind.fields:
        values.setdefault("tz", CHINA_MINUTES)
    if state is not None:
        values.setdefault(state, kind.fields[state].initial[0])
    return values


def _draft(site: Site, stream: str, record_id: str, kind: str, patch: Patch) -> Op:
    return Op(
        n=1,
        op=site.make_id(),
        stream=stream,
        record=record_id,
        kind=kind,
        schema=SCHEMA,
        at=site.now(),
        tz=CHINA_MINUTES,
        base=(0, ""),
        action="create",
        patch=patch,
    )


def _write(site: Site, worker_id: str, draft: Op) -> Written:
    def number(connection: Connection) -> int:
        require_desk_or_writer(connection, site, worker_id, draft.stream)
        return _next_number(connection, site, worker_id)

    op = msgspec.structs.replace(draft, n=site.database.write(number))
    sender = Sender(Author(worker_id, DISTRICT_HAND))
    delivery = Delivery(op.stream, sender, [arrived(op, msgspec.json.encode(op))])
    [ack] = apply_delivery(site, delivery)
    return Written(op.record, _result(ack, worker_id))


def _next_number(connection: Connection, site: Site, worker_id: str) -> int:
    mine = replica.c.replica == DISTRICT_HAND
    row = connection.execute(select(replica.c.last_n).where(mine).with_for_update()).one_or_none()
    if row is None:
        add_replica(connection, DISTRICT_HAND, worker_id, Device(name=DISTRICT_HAND), site.now())
    number = (row.last_n if row else 0) + 1
    connection.execute(update(replica).where(mine).values(last_n=number, n_seen=number, received=number))
    return int(number)


def _result(ack: Ack, worker_id: str) -> str:
    if ack.result == "refused":
        raise InvalidRecord(ack.code, ack.paths)
    if ack.code == "NEED_REVIEW":
        raise not_in_scope(worker_id)
    if ack.result == "later":
        raise OurFault("our_fault", reference=ack.op)
    return ack.result
