"""The files of a profile: a second encrypted database beside the records, content by SHA-256 in pieces (protocol §7).

A file is `whole` once its bytes were seen to be what its name says; one that is arriving has the first of them. Which
records name a file, and which files the district has, is said by the records' own database (`store.attached`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from gridworker.store.tables import Steps, Tables

migrations = Steps("gridworker-attachments")

VERSION = 1
"""How many migrations this program knows."""

PIECE = 256 * 1024
"""The most bytes of a row: a file is never in memory as a whole."""


@migrations()
def m001_files(db: Tables) -> None:
    """Files and their pieces; `kept_at` is when somebody here added it, 0 once a record is known to name it."""
    for statement in (
        """CREATE TABLE file (
            number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
            whole INTEGER NOT NULL DEFAULT 0, kept_at INTEGER NOT NULL DEFAULT 0)""",
        """CREATE TABLE piece (
            file INTEGER NOT NULL REFERENCES file ON DELETE CASCADE, at INTEGER NOT NULL, content BLOB NOT NULL,
            UNIQUE (file, at))""",
    ):
        db.execute(statement)


class WrongContent(Exception):
    """The bytes of a file are not what its name says; what had arrived of it is gone."""


class File(NamedTuple):
    """A file: how many of its `size` bytes are here, and whether it is whole."""

    sha256: str
    size: int
    whole: bool
    kept_at: int


def keep(db: Tables, sha256: str, size: int, content: Iterable[bytes], now: int) -> None:
    """Keeps a file that somebody here adds. Raises `WrongContent` if the bytes changed since they were named."""
    found = _number(db, sha256)
    if found is None or not found[1]:
        remove(db, [sha256])
        _start(db, sha256, size)
        at = 0
        for part in content:
            at += _write(db, sha256, at, part)
        _finish(db, sha256)
    db.execute("UPDATE file SET kept_at = ? WHERE sha256 = ?", [now, sha256])


def arrive(db: Tables, sha256: str, size: int, at: int, content: bytes) -> bool:
    """Adds bytes of a file that is being fetched, from `at` on; gives whether it is whole now.

    Bytes that do not join on to what is here are left aside. Raises `WrongContent`; the caller forgets the file then.
    """
    if _number(db, sha256) is None:
        _start(db, sha256, size)
    if at == received(db, sha256):
        at += _write(db, sha256, at, content)
        if at >= size:
            _finish(db, sha256)
    return bool(db.execute("SELECT whole FROM file WHERE sha256 = ?", [sha256]).fetchone()[0])


def belong(db: Tables, names: Iterable[str]) -> None:
    """These files are named by a record: from now on only that decides how long they stay."""
    for sha256 in names:
        db.execute("UPDATE file SET kept_at = 0 WHERE sha256 = ?", [sha256])


def received(db: Tables, sha256: str) -> int:
    """How many bytes of a file are here."""
    row = db.execute(
        "SELECT at + length(content) FROM piece WHERE file = (SELECT number FROM file WHERE sha256 = ?) "
        "ORDER BY at DESC LIMIT 1",
        [sha256],
    ).fetchone()
    return int(row[0]) if row else 0


def read(db: Tables, sha256: str, start: int, size: int) -> bytes:
    """At most `size` bytes of a file from `start` on, as far as they are here."""
    rows = db.execute(
        """SELECT at, content FROM piece WHERE file = (SELECT number FROM file WHERE sha256 = ?1)
        AND at + length(content) > ?2 AND at < ?3 ORDER BY at""",
        [sha256, start, start + size],
    )
    return b"".join(content[max(0, start - at) : max(0, start + size - at)] for at, content in rows)


def content(db: Tables, sha256: str) -> bytes | None:
    """A whole file, None if it is not here."""
    found = _number(db, sha256)
    return b"".join(_pieces(db, found[0])) if found and found[1] else None


def files(db: Tables, *, whole: bool | None = None) -> list[File]:
    """All files, or only the whole ones, or only those that are not."""
    where = "" if whole is None else f"WHERE whole = {int(whole)}"
    rows = db.execute(f"SELECT sha256, size, whole, kept_at FROM file {where}")
    return [File(sha256, size, bool(done), kept_at) for sha256, size, done, kept_at in rows]


def sizes(db: Tables, wanted: Collection[str]) -> dict[str, int]:
    """The sizes of those of these files that are whole here."""
    marks = ",".join("?" * len(wanted))
    found = db.execute(f"SELECT sha256, size FROM file WHERE whole = 1 AND sha256 IN ({marks})", list(wanted))
    return dict(found.fetchall())


def is_sound(db: Tables, sha256: str) -> bool:
    """Whether a file's bytes are still what its name says."""
    found = _number(db, sha256)
    return found is not None and _hash(db, found[0]) == sha256


def remove(db: Tables, names: Iterable[str]) -> None:
    """Removes files with all their bytes (`secure_delete`)."""
    for sha256 in names:
        db.execute("DELETE FROM file WHERE sha256 = ?", [sha256])


def _number(db: Tables, sha256: str) -> tuple[int, bool] | None:
    row = db.execute("SELECT number, whole FROM file WHERE sha256 = ?", [sha256]).fetchone()
    return (row[0], bool(row[1])) if row else None


def _start(db: Tables, sha256: str, size: int) -> None:
    db.execute("INSERT INTO file (sha256, size) VALUES (?, ?)", [sha256, size])


def _write(db: Tables, sha256: str, at: int, part: bytes) -> int:
    for start in range(0, len(part), PIECE):
        db.execute(
            "INSERT INTO piece (file, at, content) SELECT number, ?, ? FROM file WHERE sha256 = ?",
            [at + start, part[start : start + PIECE], sha256],
        )
    return len(part)


def _finish(db: Tables, sha256: str) -> None:
    if not is_sound(db, sha256):
        raise WrongContent(sha256)
    db.execute("UPDATE file SET whole = 1 WHERE sha256 = ?", [sha256])


def _hash(db: Tables, number: int) -> str:
    digest = hashlib.sha256()
    for part in _pieces(db, number):
        digest.update(part)
    return digest.hexdigest()


def _pieces(db: Tables, number: int) -> Iterator[bytes]:
    for (part,) in db.execute("SELECT content FROM piece WHERE file = ? ORDER BY at", [number]):
        yield part
