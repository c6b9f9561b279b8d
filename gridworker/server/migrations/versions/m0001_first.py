"""The first schema, and the op log's guard: what is in it is never changed."""

from typing import Any

from alembic import op
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
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TYPES: dict[str, TypeEngine[Any]] = {
    "id": String(64),
    "digest": String(64),
    "code": String(32),
    "word": String(16),
    "day": String(10),
    "text": Text(),
    "bytes": LargeBinary(),
    "int": Integer(),
    "big": BigInteger(),
    "bool": Boolean(),
}

# Table: columns as `name type`, with `*` for the primary key and `?` for those that may be null.
_TABLES = {
    "district": "one int*, code code, name text, epoch code, tree_version big, created_at big",
    "region": "region id*, code code, name text, level word, parent id?, valid_from day, valid_to day?",
    "stream": "stream id*, kind word, seq big, chain word, records big, sum64 word",
    "record": "stream id*, record id*, kind code, rev big, mark word, seq big, deleted bool, sum64 word, body text",
    "oplog": "stream id*, seq big*, op id, record id, rev big, replica id, n big, worker id, at big, tz int, "
    "server_at big, skew big, schema int, action word, sent text, result word, effects text, mark word, chain word, "
    "digest digest",
    "refused": "stream id*, op id*, digest digest*, record id, replica id, n big, worker id, server_at big, "
    "code code, paths text, sent bytes",
    "waiting": "stream id*, op id*, digest digest*, record id, replica id, n big, worker id, at big, server_at big, "
    "sent bytes",
    "case_counter": "stream id*, year int*, last big",
    "evidence": "stream id*, record id*, rev big*, replica id*, server_at big, sent bytes",
    "relay": "stream id*, record id*, to_stream id, to_record id, op id, worker id, at big, why text, done bool",
    "worker": "worker id*, name text, role code, created_at big",
    "permission": "worker id*, region id*, role code*, from_at big*, to_at big?",
    "enrol_code": "digest digest*, worker id, expires_at big, used_at big?",
    "replica": "replica id*, worker id, name text, os text, app text, state word, counter big, last_n big, "
    "n_seen big, received big, enrolled_at big, last_sync_at big?, unsent_since big?",
    "sent_op": "replica id*, n big*, op id",
}

_KEYS: dict[str, list[SchemaItem]] = {
    "region": [UniqueConstraint("code", "valid_from")],
    "record": [UniqueConstraint("stream", "seq"), Index("record_anywhere", "record")],
    "oplog": [UniqueConstraint("stream", "op"), UniqueConstraint("stream", "record", "rev")],
}


def upgrade() -> None:
    """Makes all tables."""
    metadata = MetaData()
    for name, columns in _TABLES.items():
        Table(name, metadata, *map(_column, columns.split(", ")), *_KEYS.get(name, []))
    metadata.create_all(op.get_bind())
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _column(declared: str) -> Column[Any]:
    name, kind = declared.split(" ")
    primary, null = kind.endswith("*"), kind.endswith("?")
    return Column(name, _TYPES[kind.rstrip("*?")], primary_key=primary, nullable=null, autoincrement=False)


def _guard_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER oplog_keeps_{change.lower()} BEFORE {change} ON oplog "
            "BEGIN SELECT RAISE(ABORT, 'the op log is append-only'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION oplog_keeps() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'the op log is append-only'; END$$"
    )
    op.execute(
        "CREATE TRIGGER oplog_keeps BEFORE UPDATE OR DELETE ON oplog "
        "FOR EACH ROW EXECUTE FUNCTION oplog_keeps()"
    )
