"""The search index: what it holds of a record, and how it follows the records.

Saving a record or writing a pulled page only marks it (`record.indexed = 0`); the index catches up afterwards, a batch
a transaction, by the same writer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import msgspec
from sqlite_utils import Database as Tables

from gridworker.domain.fields import Kind, Search
from gridworker.domain.kinds import KINDS
from gridworker.domain.paths import Body
from gridworker.store.database import Database
from gridworker.store.pinyin import pinyin_of
from gridworker.store.searched import searched
from gridworker.store.words import GAP, words_of

BATCH = 500

_PENDING = """SELECT number, kind, deleted, COALESCE(view, base) FROM record
    WHERE indexed = 0 ORDER BY number DESC LIMIT ?"""
_SETTLE = """UPDATE record SET indexed = 1
    WHERE number = ? AND kind = ? AND deleted = ? AND COALESCE(view, base) IS ? AND indexed = 0"""


class _Row(NamedTuple):
    """A record to be indexed, as it was read."""

    number: int
    kind: str
    deleted: int
    body: str | None


def document_of(kind: Kind, body: Body) -> tuple[str, str]:
    """What the index holds of a record: the tokens of its words, and those of its names' pinyin."""
    found = list(searched(kind.fields, body))
    names = pinyin_of({item.text for item in found if item.field.search is Search.NAME})
    words = words_of([item.text for item in found])
    return f"{words}{GAP}{kind_token(kind.code)}", names


def kind_token(kind: str) -> str:
    """The token that every record of a kind has: longer than any of a text, so no text has it."""
    return "kind" + "".join(filter(str.isalnum, kind))


def index_pending(
    database: Database, batch: int = BATCH, should_stop: Callable[[], bool] | None = None
) -> int:
    """Indexes every record that is marked, newest first, and returns how many that were.

    Deleted records leave the index. `should_stop` is asked before each batch. A save in between waits for no more than
    the writing of one batch: its words are found before the transaction begins.
    """
    count = 0
    while not (should_stop and should_stop()):
        rows = database.read(lambda db: db.execute(_PENDING, [batch]).fetchall())
        if not rows:
            break
        # The index takes rising numbers fastest.
        documents = [(row, _document(row)) for row in map(_Row._make, reversed(rows))]
        count += database.write(partial(_put, documents=documents))
    return count


def forget(db: Tables, number: int) -> None:
    """Takes a record out of the index, before its row goes or gets another number; within the caller's transaction."""
    db.execute("DELETE FROM search WHERE rowid = ?", [number])


def compact(database: Database) -> None:
    """Rewrites the index without what was taken out of it: until then traces of removed words stay in the file."""
    database.write(lambda db: db.execute("INSERT INTO search (search) VALUES ('optimize')"))


def _document(row: _Row) -> tuple[str, str] | None:
    kind = KINDS.get(row.kind)
    if row.deleted or kind is None or row.body is None:
        return None
    try:
        return document_of(kind, msgspec.json.decode(row.body, type=dict))
    except msgspec.MsgspecError:
        # One row that cannot be read must not keep all others out of the index.
        return None


def _put(db: Tables, documents: list[tuple[_Row, tuple[str, str] | None]]) -> int:
    """Writes documents into the index; a record that was changed meanwhile stays marked for the next batch."""
    settled = [
        (row, document)
        for row, document in documents
        if db.execute(_SETTLE, [row.number, row.kind, row.deleted, row.body]).rowcount == 1
    ]
    for row, document in settled:
        if document is None:
            forget(db, row.number)
    found = ((row.number, *document) for row, document in settled if document is not None)
    db.conn.executemany("INSERT OR REPLACE INTO search (rowid, words, pinyin) VALUES (?, ?, ?)", found)
    return len(settled)
