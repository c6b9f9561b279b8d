"""What every part of the server works with: the database, the secrets, the clock, the makers of ids, the files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from gridworker.domain.ids import IdMaker
from gridworker.environment.clock import Clock
from gridworker.server.blob_folder import Storage
from gridworker.server.database import Database
from gridworker.server.prepared import Prepared
from gridworker.server.secrets import Secrets
from gridworker.server.tables import district
from gridworker.server.tree import TreeKeeper

_CARD = Prepared(select(district.c.code, district.c.name, district.c.epoch))


class Card(NamedTuple):
    """Which district this is; `epoch` changes when it is restored from a backup."""

    code: str
    name: str
    epoch: str


class Site(NamedTuple):
    """The server's surroundings."""

    database: Database
    secrets: Secrets
    clock: Clock
    make_id: IdMaker
    trees: TreeKeeper
    blobs: Storage
    releases: Path

    def now(self) -> int:
        """Ms UTC."""
        return self.clock.now()

    def card(self, connection: Connection) -> Card:
        """The district's own row."""
        row = _CARD.row(connection)
        return Card(row.code, row.name, row.epoch)
