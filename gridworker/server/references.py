"""Reference data: code lists, checklists, phrases, holidays and policies that the district publishes, in versions."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from gridworker.domain.canonical import is_empty
from gridworker.domain.checks import MAX_OP_BYTES, text_reason
from gridworker.domain.dates import CHINA_MINUTES
from gridworker.domain.errors import InvalidRecord, PersonCanMend
from gridworker.domain.op import Patch
from gridworker.server.ledger import Ledger
from gridworker.server.own_ops import write_own
from gridworker.server.site import Site
from gridworker.server.tables import record

_NAME = re.compile(r"(regions|holidays|phrases|(catalog|checklist|policy)/[a-z0-9][a-z0-9_-]{0,63})")


class Published(NamedTuple):
    """A piece of reference data that is in force."""

    id: str
    name: str
    version: int


def publish(site: Site, name: str, content: Any) -> Published:
    """Publishes `content` (any JSON without floats) as the next version of `name`.

    Raises `PersonCanMend("reference_name")`, `InvalidRecord`.
    """
    if not _NAME.fullmatch(name):
        raise PersonCanMend("reference_name", name=name)
    reason = "required" if is_empty(content) else text_reason(content)
    if reason:
        raise InvalidRecord("TOO_BIG" if reason == "too_long" else "INVALID", [("content", reason)])
    if len(msgspec.json.encode(content)) > MAX_OP_BYTES:
        raise InvalidRecord("TOO_BIG", [("content", "op_too_big")])
    record_id, op_id = site.make_id(), site.make_id()

    def work(connection: Connection) -> Published:
        tree = site.trees.tree(connection)
        ledger = Ledger(connection, tree.reference, site.now())
        there = next((row for row in _published(connection, tree.reference) if row.name == name), None)
        if there:
            held = ledger.open_record(there.id)
            old = (held.body["version"], held.body["content"])
            patch: Patch = {"version": (old[0], old[0] + 1), "content": (old[1], content)}
        else:
            held = ledger.take(record_id, "reference")
            patch = {"name": (None, name), "version": (None, 1), "content": (None, content)}
        write_own(ledger, held, op_id, patch, tz=CHINA_MINUTES)
        ledger.flush()
        return Published(held.id, name, held.body["version"])

    return site.database.write(work)


def list_references(site: Site) -> list[Published]:
    """What is in force, by name."""

    def work(connection: Connection) -> list[Published]:
        return sorted(_published(connection, site.trees.tree(connection).reference), key=lambda row: row.name)

    return site.database.read(work)


def in_force(connection: Connection, reference: str) -> dict[str, Any]:
    """What is published, by name, each in its newest version; `reference` is the stream of reference data."""
    rows = connection.execute(select(record.c.body).where(record.c.stream == reference)).scalars()
    return {body["name"]: body["content"] for body in map(msgspec.json.decode, rows)}


def _published(connection: Connection, reference: str) -> list[Published]:
    rows = connection.execute(select(record.c.record, record.c.body).where(record.c.stream == reference))
    bodies = [(row.record, msgspec.json.decode(row.body)) for row in rows]
    return [Published(record_id, body["name"], body["version"]) for record_id, body in bodies]
