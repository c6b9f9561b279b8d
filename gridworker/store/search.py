"""The search box: Chinese from one character up, pinyin, initials, digits; newest first.

Ordered by the records' own order and cut there, never by rank: the index then reads no more than it shows.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import NamedTuple

import msgspec

from gridworker.domain.kinds import KINDS
from gridworker.domain.titles import title_of
from gridworker.store.database import Database, Tables
from gridworker.store.index import compact, document_of, forget, id_token, index_pending, kind_token
from gridworker.store.query import Question, ask
from gridworker.store.record_rows import COLUMNS, RecordRow, record_row
from gridworker.store.snippet import Snippets

__all__ = ["Hit", "compact", "document_of", "forget", "index_pending", "naming", "search"]

# CROSS JOIN keeps the index outermost, so that LIMIT ends its reading.
_SEARCH = """SELECT record.id, record.kind, COALESCE(record.view, record.base), record.number
    FROM search CROSS JOIN record ON record.number = search.rowid
    WHERE search MATCH ? AND record.deleted = 0 ORDER BY search.rowid DESC LIMIT ?"""


class Hit(NamedTuple):
    """A record that was found."""

    id: str
    kind: str
    title: str
    snippet: str
    number: int


def search(database: Database, text: str, limit: int = 50, kinds: Collection[str] | None = None) -> list[Hit]:
    """The newest `limit` records in which every term of `text` is found, of these kinds alone if any are given.

    A text without letters and digits finds nothing. Records that are marked but not yet indexed are found as they were.
    """
    question = ask(text, kinds)
    if question is None or limit < 1:
        return []
    rows = database.read(partial(_rows, question=question, limit=limit))
    snippets = Snippets(question.terms)
    return [_hit(snippets, *row) for row in rows]


def _rows(db: Tables, question: Question, limit: int) -> list[tuple[str, str, str, int]]:
    for way in question.ways:
        rows: list[tuple[str, str, str, int]] = db.execute(_SEARCH, [way, limit]).fetchall()
        if rows:
            return rows
    return []


def _hit(snippets: Snippets, record: str, kind: str, content: str | bytes, number: int) -> Hit:
    body = msgspec.json.decode(content)
    declared = KINDS[kind]
    return Hit(record, kind, title_of(declared, body), snippets.of(declared, body), number)


def naming(db: Tables, record: str, kinds: Collection[str], limit: int) -> list[RecordRow]:
    """The newest records of these kinds that name this one in any of their fields; of any kind if none are given."""
    question = f'words : "{id_token(record)}"'
    if kinds:
        among = " OR ".join(f'"{kind_token(kind)}"' for kind in kinds)
        question = f'words : ("{id_token(record)}" AND ({among}))'
    rows = db.execute(_NAMING, [question, limit])
    return [record_row(row) for row in rows]


_NAMING = f"""SELECT {COLUMNS} FROM search CROSS JOIN record ON record.number = search.rowid
    WHERE search MATCH ? AND record.deleted = 0 ORDER BY search.rowid DESC LIMIT ?"""
