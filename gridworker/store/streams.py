"""The streams this laptop may read, with how far each was pulled (protocol §4)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlite_utils import Database

from gridworker.protocol.messages import Position, StreamCard


class Stream(msgspec.Struct, frozen=True):
    """One stream: `cursor` is how far it was pulled, `head` the highest pair the app was ever told."""

    id: str
    kind: str
    code: str
    name: str
    cursor: Position
    head: Position
    safe: int


def all_streams(db: Database) -> list[Stream]:
    """Every stream of this laptop, by code."""
    rows = db.execute(
        "SELECT id, kind, code, name, seq, chain, head_seq, head_chain, safe FROM stream ORDER BY code, id"
    )
    return [
        Stream(row[0], row[1], row[2], row[3], (row[4], row[5]), (row[6], row[7]), row[8]) for row in rows
    ]


def cursors(db: Database) -> dict[str, Position]:
    """How far each stream was pulled, as a request names it."""
    return {stream.id: stream.cursor for stream in all_streams(db)}


def heads_ahead(db: Database) -> dict[str, Position]:
    """The heads that are ahead of their cursors."""
    return {stream.id: stream.head for stream in all_streams(db) if stream.head[0] > stream.cursor[0]}


def add(db: Database, cards: Iterable[StreamCard]) -> None:
    """Streams newly granted start at the beginning; known ones get their present code and name."""
    for card in cards:
        db.execute(
            "INSERT INTO stream (id, kind, code, name) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name",
            [card.id, card.kind, card.code, card.name],
        )


def move(
    db: Database, cursors: dict[str, Position], heads: dict[str, Position], safe: dict[str, int]
) -> None:
    """Takes over what an answer says of the streams this laptop knows."""
    for stream, (seq, chain) in cursors.items():
        db.execute("UPDATE stream SET seq = ?, chain = ? WHERE id = ?", [seq, chain, stream])
    for stream, (seq, chain) in (cursors | heads).items():
        db.execute(
            "UPDATE stream SET head_seq = ?, head_chain = ? WHERE id = ? AND head_seq < ?",
            [seq, chain, stream, seq],
        )
    for stream, seq in safe.items():
        db.execute("UPDATE stream SET safe = ? WHERE id = ?", [seq, stream])
