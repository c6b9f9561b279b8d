"""Which files the records name, which of them the district has, and which nobody names any more (protocol §7)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from gridworker.domain.attachments import is_sha256
from gridworker.store.tables import Tables

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Named(NamedTuple):
    """A file named by a record that the district has, too: `size` in bytes where the record says it (no thumbnail).

    `shown` is False where the record or the element was removed: the file is brought, and not fetched.
    """

    stream: str
    sha256: str
    size: int | None
    shown: bool


def named(db: Tables) -> set[Named]:
    """The files of all pulled records, those of sealed records aside."""
    rows = db.execute(
        """SELECT record.stream, entry.value ->> 'sha256', entry.value ->> 'thumb', entry.value ->> 'size',
        record.deleted = 0 AND entry.value ->> '_deleted' IS NULL
        FROM record, json_each(record.base, '$.attachments') AS entry
        WHERE record.attached = 1 AND record.sealed = ''"""
    )
    found = (one for row in rows for one in _named(*row))
    return {one for one in found if is_sha256(one.sha256)}


def _named(stream: str, sha256: Any, thumb: Any, size: Any, shown: int) -> Iterator[Named]:
    yield Named(stream, thumb, None, bool(shown))
    if isinstance(size, int) and size > 0:
        yield Named(stream, sha256, size, bool(shown))


class Owed(NamedTuple):
    """A file of a record that the district does not have yet, or does not take: then `code` says why."""

    record: str
    kind: str
    sha256: str
    size: int
    type: str
    name: str
    code: str


def owed(db: Tables) -> list[Owed]:
    """The files of all records, what waits to be sent included, without those that the district has."""
    rows = db.execute(
        """SELECT record.id, record.kind, entry.value ->> 'sha256', COALESCE(entry.value ->> 'size', 0),
        COALESCE(entry.value ->> 'type', ''), COALESCE(entry.value ->> 'name', ''), COALESCE(delivered.code, '')
        FROM record, json_each(COALESCE(record.view, record.base), '$.attachments') AS entry
        LEFT JOIN delivered ON delivered.stream = record.stream AND delivered.sha256 = entry.value ->> 'sha256'
        WHERE (record.attached = 1 OR record.id IN (SELECT record FROM op
            WHERE state IN ('waiting', 'later', 'accepted', 'refused') AND instr(body, '"attachments/') > 0))
        AND record.sealed = '' AND record.deleted = 0 AND entry.value ->> '_deleted' IS NULL
        AND COALESCE(delivered.code, 'none') != ''"""
    )
    found = (Owed(*row) for row in rows)
    return [one for one in found if is_sha256(one.sha256)]


def delivered(db: Tables) -> dict[tuple[str, str], str]:
    """The files that the district has (empty text) or did not take (a code), by stream and SHA-256."""
    rows = db.execute("SELECT stream, sha256, code FROM delivered")
    return {(stream, sha256): code for stream, sha256, code in rows}


def deliver(db: Tables, stream: str, sha256: str, code: str = "") -> None:
    """Notes that the district has a file, or why it does not take it."""
    db.execute("INSERT OR REPLACE INTO delivered VALUES (?, ?, ?)", [stream, sha256, code])


def doubt(db: Tables) -> None:
    """The district was restored: whether it has the files is to be asked again."""
    db.execute("DELETE FROM delivered")


def lose(db: Tables, stream: str) -> None:
    """The stream is no longer this laptop's."""
    db.execute("DELETE FROM delivered WHERE stream = ?", [stream])


def loose(db: Tables) -> list[str]:
    """The files that some record or op named which is gone."""
    return [row[0] for row in db.execute("SELECT sha256 FROM loose")]


def settle(db: Tables, names: Iterable[str]) -> None:
    """These files were looked at again."""
    for sha256 in names:
        db.execute("DELETE FROM loose WHERE sha256 = ?", [sha256])


def needed(db: Tables, names: Collection[str]) -> set[str]:
    """Those of these files that are named by anything at all: a record with its candidates, an op, a draft."""
    asked = set(names)
    found: set[str] = set()
    for table, column, where in _MENTIONS:
        for (text,) in db.execute(f"SELECT {column} FROM {table} WHERE {where}"):
            found |= asked.intersection(_SHA256.findall(text))
    return found


_MENTIONS = (
    ("record", "base", "attached = 1 AND base IS NOT NULL"),
    ("op", "body", "instr(body, '\"attachments/') > 0"),
    ("draft", "content", "1"),
)
