"""Which records name which attachments, also those written before, and where a record was handed over from."""

import json
import re
from collections.abc import Iterator
from typing import Any

from alembic import op
from sqlalchemy import Column, Connection, MetaData, String, Table, Text, insert, select

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SHA256 = re.compile(r"[0-9a-f]{64}")
_BATCH = 1000


def upgrade() -> None:
    """Makes the index of references and fills it from the op log."""
    metadata = MetaData()
    attached = Table(
        "attached",
        metadata,
        *(Column(name, String(64), primary_key=True) for name in ("stream", "sha256", "record")),
    )
    metadata.create_all(op.get_bind())
    op.create_index("relay_made", "relay", ["to_stream", "to_record"])
    _fill(op.get_bind(), attached)


def _fill(connection: Connection, attached: Table) -> None:
    log = Table(
        "oplog",
        MetaData(),
        *(Column(name, String(64)) for name in ("stream", "record")),
        Column("sent", Text),
    )
    rows = connection.execute(select(log).where(log.c.sent.contains('"attachments/')))
    found = {(row.stream, sha256, row.record) for row in rows for sha256 in _named(json.loads(row.sent))}
    ordered = [dict(zip(("stream", "sha256", "record"), each, strict=True)) for each in sorted(found)]
    for start in range(0, len(ordered), _BATCH):
        connection.execute(insert(attached), ordered[start : start + _BATCH])


def _named(sent: dict[str, Any]) -> Iterator[str]:
    for path, (_, new) in sent["patch"].items():
        if path.startswith("attachments/"):
            values = [new.get("sha256"), new.get("thumb")] if isinstance(new, dict) else [new]
            yield from (value for value in values if isinstance(value, str) and _SHA256.fullmatch(value))
