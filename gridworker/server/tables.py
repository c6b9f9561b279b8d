"""The tables of a district, one schema for SQLite and PostgreSQL. Whatever belongs to a stream is led by its stream."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def _id(name: str, *, primary: bool = False, null: bool = False) -> Column[Any]:
    return Column(name, String(64), primary_key=primary, nullable=null)


def _ms(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, BigInteger, nullable=null)


def _number(name: str) -> Column[Any]:
    return Column(name, BigInteger, nullable=False)


district = Table(
    "district",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("code", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("epoch", String(32), nullable=False),
    _number("tree_version"),
    _ms("created_at"),
)
"""One row: who we are. `tree_version` rises with every change to the regions."""

region = Table(
    "region",
    metadata,
    _id("region", primary=True),
    Column("code", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("level", String(16), nullable=False),
    _id("parent", null=True),
    Column("valid_from", String(10), nullable=False),
    Column("valid_to", String(10), nullable=True),
    UniqueConstraint("code", "valid_from"),
)
"""The district tree. A node is the stream of the same id; its code is an attribute with dates."""

stream = Table(
    "stream",
    metadata,
    _id("stream", primary=True),
    Column("kind", String(16), nullable=False),
    _number("seq"),
    Column("chain", String(16), nullable=False),
    _number("records"),
    Column("sum64", String(16), nullable=False),
    Column("safe", BigInteger, nullable=False, default=0),
)
"""The counter of each stream, what `verify` compares (chain, number of records, sum of their sums), and how far it is
held by every backup the district may still go back to."""

record = Table(
    "record",
    metadata,
    _id("stream", primary=True),
    _id("record", primary=True),
    Column("kind", String(32), nullable=False),
    _number("rev"),
    Column("mark", String(16), nullable=False),
    _number("seq"),
    Column("deleted", Boolean, nullable=False),
    Column("sum64", String(16), nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("stream", "seq"),
    Index("record_anywhere", "record"),
)
"""The present state of every record."""

oplog = Table(
    "oplog",
    metadata,
    _id("stream", primary=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _id("op"),
    _id("record"),
    _number("rev"),
    _id("replica"),
    _number("n"),
    _id("worker"),
    _ms("at"),
    Column("tz", Integer, nullable=False),
    _ms("server_at"),
    _ms("skew"),
    Column("schema", Integer, nullable=False),
    Column("action", String(16), nullable=False),
    Column("sent", Text, nullable=False),
    Column("result", String(16), nullable=False),
    Column("effects", Text, nullable=False),
    Column("mark", String(16), nullable=False),
    Column("chain", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("stream", "op"),
    UniqueConstraint("stream", "record", "rev"),
)
"""Every accepted op as it was sent, append-only. `skew` is the sender's clock minus ours, in ms."""

refused = Table(
    "refused",
    metadata,
    _id("stream", primary=True),
    _id("op", primary=True),
    Column("digest", String(64), primary_key=True),
    _id("record"),
    _id("replica"),
    _number("n"),
    _id("worker"),
    _ms("server_at"),
    Column("code", String(32), nullable=False),
    Column("paths", Text, nullable=False),
    Column("sent", LargeBinary, nullable=False),
)
"""Refused ops, raw, with the reason."""

waiting = Table(
    "waiting",
    metadata,
    _id("stream", primary=True),
    _id("op", primary=True),
    Column("digest", String(64), primary_key=True),
    _id("record"),
    _id("replica"),
    _number("n"),
    _id("worker"),
    _ms("at"),
    _ms("server_at"),
    Column("sent", LargeBinary, nullable=False),
)
"""Ops that wait for the supervisor of their stream, raw."""

case_counter = Table(
    "case_counter",
    metadata,
    _id("stream", primary=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    _number("last"),
)
"""The last case number given in a stream in a year."""

evidence = Table(
    "evidence",
    metadata,
    _id("stream", primary=True),
    _id("record", primary=True),
    Column("rev", BigInteger, primary_key=True, autoincrement=False),
    _id("replica", primary=True),
    _ms("server_at"),
    Column("sent", LargeBinary, nullable=False),
)
"""Rows of an old base that a laptop brought back after a restore: for the supervisor, never applied."""

relay = Table(
    "relay",
    metadata,
    _id("stream", primary=True),
    _id("record", primary=True),
    _id("to_stream"),
    _id("to_record"),
    _id("op"),
    _id("worker"),
    _ms("at"),
    Column("why", Text, nullable=False),
    Column("done", Boolean, nullable=False),
    Index("relay_made", "to_stream", "to_record"),
)
"""Records handed over to another stream; undone rows are carried out again, to the same effect."""

attached = Table(
    "attached",
    metadata,
    _id("stream", primary=True),
    _id("sha256", primary=True),
    _id("record", primary=True),
)
"""Which records name which attachments, or ever did; the files themselves are beside the database."""

worker = Table(
    "worker",
    metadata,
    _id("worker", primary=True),
    Column("name", Text, nullable=False),
    Column("role", String(32), nullable=False),
    _ms("created_at"),
)

permission = Table(
    "permission",
    metadata,
    _id("worker", primary=True),
    _id("region", primary=True),
    Column("role", String(32), primary_key=True),
    Column("from_at", BigInteger, primary_key=True, autoincrement=False),
    _ms("to_at", null=True),
    Index("permission_of_role", "role", "region"),
)
"""Grants: a role at and below a region, from and to a moment."""

enrol_code = Table(
    "enrol_code",
    metadata,
    Column("digest", String(64), primary_key=True),
    _id("worker"),
    _ms("expires_at"),
    _ms("used_at", null=True),
)
"""Enrolment codes, hashed."""

replica = Table(
    "replica",
    metadata,
    _id("replica", primary=True),
    _id("worker"),
    Column("name", Text, nullable=False),
    Column("os", Text, nullable=False),
    Column("app", Text, nullable=False),
    Column("state", String(16), nullable=False),
    _number("counter"),
    _number("last_n"),
    _number("n_seen"),
    _number("received"),
    _ms("enrolled_at"),
    _ms("last_sync_at", null=True),
    _ms("unsent_since", null=True),
)
"""Enrolled laptops: `active`, `closed` (went on under another id) or `revoked`."""

sent_op = Table(
    "sent_op",
    metadata,
    _id("replica", primary=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    _id("op"),
)
"""Which op came under which running number: another op under a known number shows that a laptop went back in time."""

backup = Table(
    "backup",
    metadata,
    Column("folder", Text, primary_key=True),
    _ms("made_at"),
    Column("streams", Text, nullable=False),
)
"""The backups the district may still go back to; `streams` is JSON: the sequence each stream is held to."""

review = Table(
    "review",
    metadata,
    _id("stream", primary=True),
    _id("op", primary=True),
    Column("decision", String(16), nullable=False),
    Column("why", Text, nullable=False),
    _ms("at"),
)
"""What was decided about ops that waited for a supervisor: `released` or `refused`, and why."""

purged = Table(
    "purged",
    metadata,
    _id("record", primary=True),
    _id("stream"),
    _number("seq"),
    Column("kind", String(32), nullable=False),
    Column("due_on", String(10), nullable=False),
    Column("why", Text, nullable=False),
    _ms("at"),
    Index("purged_order", "stream", "seq"),
)
"""What retention took away for good: the sequence by which it went, since when its time was over, and why."""
