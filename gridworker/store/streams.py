"""The streams this laptop may read, with how far each was pulled (protocol §4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from gridworker.protocol.messages import Position, StreamCard
from gridworker.store.tables import Tables


class Stream(msgspec.Struct, frozen=True):
    """One stream: `cursor` is how far it was pulled, `head` the highest pair the app was ever told."""

    id: str
    kind: str
    code: str
    name: str
    cursor: Position
    head: Position
    safe: int


def all_streams(db: Tables) -> list[Stream]:
    """Every stream of this laptop, by code."""
    rows = db.execute(
        "SELECT id, kind, code, name, seq, chain, head_seq, head_chain, safe FROM stream ORDER BY code, id"
    )
    return [
        Stream(row[0], row[1], row[2], row[3], (row[4], row[5]), (row[6], row[7]), row[8]) for row in rows
    ]


def cursors(db: Tables) -> dict[str, Position]:
    """How far each stream was pulled, as a request names it."""
    return {stream.id: stream.cursor for stream in all_streams(db)}


def heads_ahead(db: Tables) -> dict[str, Position]:
    """The heads that are ahead of their cursors, and those of lost streams while ops of theirs are retained."""
    ahead = {stream.id: stream.head for stream in all_streams(db) if stream.head[0] > stream.cursor[0]}
    lost = db.execute("SELECT id, head_seq, head_chain FROM lost_stream")
    return ahead | {stream: (seq, chain) for stream, seq, chain in lost}


def _ids(db: Tables) -> list[str]:
    return [row[0] for row in db.execute("SELECT id FROM stream")]


def add(db: Tables, cards: Iterable[StreamCard]) -> None:
    """Streams newly granted start at the beginning; known ones get their present code and name."""
    for card in cards:
        db.execute(
            "INSERT INTO stream (id, kind, code, name) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name",
            [card.id, card.kind, card.code, card.name],
        )
        db.execute(
            "UPDATE stream SET (head_seq, head_chain, safe) = "
            "(SELECT head_seq, head_chain, safe FROM lost_stream WHERE lost_stream.id = stream.id) "
            "WHERE id = ? AND id IN (SELECT id FROM lost_stream)",
            [card.id],
        )
        db.execute("DELETE FROM lost_stream WHERE id = ?", [card.id])


def lose(db: Tables, stream: str) -> None:
    """A stream that is no longer granted: its cursor goes, its head stays while own ops of it are retained."""
    db.execute(
        "INSERT OR REPLACE INTO lost_stream SELECT id, head_seq, head_chain, safe FROM stream WHERE id = ?",
        [stream],
    )
    db.execute("DELETE FROM stream WHERE id = ?", [stream])


def forget_positions(db: Tables, forked: Collection[str]) -> None:
    """The server does not know these positions: the streams start at the beginning."""
    for stream in forked:
        db.execute(
            "UPDATE stream SET seq = 0, chain = '', head_seq = 0, head_chain = '', safe = 0 WHERE id = ?",
            [stream],
        )
        db.execute("DELETE FROM lost_stream WHERE id = ?", [stream])


def forget_lost(db: Tables) -> None:
    """Lets go of the lost streams whose ops the district's backups hold."""
    db.execute("DELETE FROM lost_stream WHERE id NOT IN (SELECT stream FROM op WHERE state = 'retained')")


def move(db: Tables, cursors: dict[str, Position], heads: dict[str, Position], safe: dict[str, int]) -> None:
    """Takes over what an answer says of streams: those of this laptop, and those it has lost."""
    known = set(_ids(db))
    for stream, (seq, chain) in heads.items():
        if stream not in known and seq:
            db.execute(
                "INSERT INTO lost_stream VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                "head_seq = excluded.head_seq, head_chain = excluded.head_chain, safe = excluded.safe",
                [stream, seq, chain, safe.get(stream, 0)],
            )
    for stream, (seq, chain) in cursors.items():
        db.execute("UPDATE stream SET seq = ?, chain = ? WHERE id = ?", [seq, chain, stream])
    for stream, (seq, chain) in (cursors | heads).items():
        db.execute(
            "UPDATE stream SET head_seq = ?, head_chain = ? WHERE id = ? AND head_seq < ?",
            [seq, chain, stream, seq],
        )
    for stream, seq in safe.items():
        db.execute("UPDATE stream SET safe = ? WHERE id = ?", [seq, stream])
