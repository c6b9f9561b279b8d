"""How a district does, in one answer: what it holds, and who has not come for long."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from gridworker import __version__
from gridworker.server.devices import DeviceRow, read_devices
from gridworker.server.site import Card, Site
from gridworker.server.tables import oplog, record, refused, stream, waiting, worker


class Status(NamedTuple):
    """`oldest_unsent_at` is when a laptop first spoke of an op that has not come yet, ms UTC; None if all have."""

    version: str
    database: str
    district: Card
    counts: dict[str, int]
    devices: list[DeviceRow]
    oldest_unsent_at: int | None


_COUNTED = {
    "streams": stream,
    "records": record,
    "ops": oplog,
    "refused": refused,
    "waiting": waiting,
    "workers": worker,
}


def read_status(site: Site) -> Status:
    """The state of the district as it stands."""

    def work(connection: Connection) -> Status:
        devices = read_devices(connection, site)
        unsent = [
            row.unsent_since for row in devices if row.unsent_since is not None and row.state == "active"
        ]
        counts = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in _COUNTED.items()
        }
        return Status(
            version=__version__,
            database=site.database.engine.dialect.name,
            district=site.card(connection),
            counts=counts | {"devices": len(devices)},
            devices=devices,
            oldest_unsent_at=min(unsent, default=None),
        )

    return site.database.read(work)
