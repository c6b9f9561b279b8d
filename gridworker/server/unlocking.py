"""Unlocking a laptop whose password and recovery code are lost (decision 042): once a request, and on record.

The list of what was unlocked lies beside the key and not in the database, so that a restore does not forget it.
"""

from __future__ import annotations

import logging
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select

from gridworker.domain.errors import NotAllowed, PersonCanMend
from gridworker.protocol.sealed import KEY_LENGTH, public_of, seal, unseal
from gridworker.protocol.unlocking import (
    FORMAT,
    UnlockAnswer,
    answer_purpose,
    escrow_purpose,
    number_of,
    read_request,
)
from gridworker.server.site import Site
from gridworker.server.tables import replica, worker

log = logging.getLogger("gridworker.server")


class Unlocked(NamedTuple):
    """One unlocking as it is on record: whose laptop, which request (`number` is read out by telephone), why, when."""

    request: str
    number: str
    replica: str
    worker: str
    name: str
    device: str
    why: str
    at: int


def district_key(site: Site) -> bytes:
    """The public key that laptops seal their database key for."""
    return public_of(site.secrets.unlock_key())


def unlock(site: Site, content: bytes, why: str) -> tuple[Unlocked, bytes]:
    """The answer to a request, put on record before it is given.

    Raises `PersonCanMend`: `reason_needed`, `unlock_unreadable`, `unknown_device`, `unlock_not_ours`,
    `unlock_answered`; `NotAllowed` (`unlock_revoked`) for a laptop that was turned off, whatever id it has since.
    """
    if not why.strip():
        raise PersonCanMend("reason_needed")
    request = read_request(content)
    found = site.database.read(lambda connection: _found(connection, site, request.replica))
    if any(one.request == request.id for one in list_unlocked(site)):
        raise PersonCanMend("unlock_answered")
    key = unseal(request.escrow, site.secrets.unlock_key(), escrow_purpose(request.replica))
    fresh = site.clock.randomness(KEY_LENGTH)
    try:
        sealed = seal(key, request.public, answer_purpose(request.id), fresh)
    except ValueError:
        raise PersonCanMend("unlock_unreadable") from None
    row = found._replace(request=request.id, number=number_of(content), why=why.strip(), at=site.now())
    site.secrets.note_unlocked(msgspec.json.encode(row._asdict()).decode())
    log.info("replica %s unlocked", request.replica)
    return row, msgspec.json.encode(UnlockAnswer(FORMAT, request.id, sealed))


def list_unlocked(site: Site) -> list[Unlocked]:
    """What was unlocked so far, the oldest first."""
    return [Unlocked(**msgspec.json.decode(line)) for line in site.secrets.unlocked()]


def _found(connection: Connection, site: Site, replica_id: str) -> Unlocked:
    row = connection.execute(
        select(replica.c.replica, replica.c.worker, replica.c.name, worker.c.name.label("person"))
        .join(worker, worker.c.worker == replica.c.worker)
        .where(replica.c.replica == replica_id)
    ).one_or_none()
    if row is None:
        raise PersonCanMend("unknown_device", replica=replica_id)
    same = (replica.c.worker == row.worker, replica.c.name == row.name)
    laptops = connection.execute(select(replica.c.replica, replica.c.state).where(*same)).all()
    if any(one.state == "revoked" or site.secrets.is_revoked(one.replica) for one in laptops):
        raise NotAllowed("unlock_revoked")
    return Unlocked("", "", row.replica, row.worker, row.person, row.name, "", 0)
