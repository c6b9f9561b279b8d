"""The enrolled laptops of a district, and ending the right of one."""

from __future__ import annotations

import logging
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from gridworker.domain.errors import PersonCanMend
from gridworker.server.site import Site
from gridworker.server.tables import replica
from gridworker.server.workers import DISTRICT_HAND

log = logging.getLogger("gridworker.server")


class DeviceRow(NamedTuple):
    """A laptop as the lists show it; `unsent` is how many of the ops it spoke of have not come yet."""

    replica: str
    worker_id: str
    name: str
    state: str
    last_sync_at: int | None
    unsent: int
    unsent_since: int | None


def list_devices(site: Site) -> list[DeviceRow]:
    """All laptops, those that came first first."""
    return site.database.read(lambda connection: read_devices(connection, site))


def read_devices(connection: Connection, site: Site) -> list[DeviceRow]:
    """As `list_devices`; whoever is on the list of revoked replicas is shown so, whatever the database says."""
    rows = connection.execute(
        select(replica)
        .where(replica.c.replica != DISTRICT_HAND)
        .order_by(replica.c.enrolled_at, replica.c.replica)
    )
    return [
        DeviceRow(
            row.replica,
            row.worker,
            row.name,
            "revoked" if site.secrets.is_revoked(row.replica) else row.state,
            row.last_sync_at,
            max(0, row.last_n - row.received),
            row.unsent_since,
        )
        for row in rows
    ]


def revoke_device(site: Site, replica_id: str, why: str) -> DeviceRow:
    """Ends a laptop's right for good. Raises `PersonCanMend`: `unknown_device`, `reason_needed`."""
    if not why.strip():
        raise PersonCanMend("reason_needed")

    def work(connection: Connection) -> DeviceRow:
        done = connection.execute(
            update(replica)
            .where(replica.c.replica == replica_id, replica.c.replica != DISTRICT_HAND)
            .values(state="revoked")
        )
        if not done.rowcount:
            raise PersonCanMend("unknown_device", replica=replica_id)
        return next(row for row in read_devices(connection, site) if row.replica == replica_id)

    revoked = site.database.write(work)
    # The list is what counts; should this not be reached, the row says it too.
    site.secrets.revoke(replica_id)
    log.info("replica %s revoked", replica_id)
    return revoked
