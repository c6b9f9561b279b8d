"""The search index: what it holds of a record, and how it follows the records.

Saving a record or writing a pulled page only marks it (`record.indexed = 0`); the index catches up afterwards, a batch
a transaction, by the same writer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from gridworker.domain.fields import Kind, Search
from gridworker.domain.kinds import KINDS
from gridworker.domain.paths import Body
from gridworker.store.database import Database
from gridworker.store.pinyin import pinyin_of
from gridworker.store.searched import named_ids, searched
from gridworker.store.tables import Tables
from gridworker.store.words import GAP, words_of

BATCH = 500

_PENDING = """SELECT number, kind, deleted, CAST(COALESCE(view, base) AS TEXT) FROM record
    WHERE indexed = 0 AND number < ? ORDER BY number DESC LIMIT ?"""
_TOP = (1 << 63) - 1

# A record that was saved again since it was read stays marked for the next batch. One statement does a whole batch:
# a statement for each record would wait for the interpreter each time.
_UNCHANGED = """record.number = value ->> 0 AND record.indexed = 0 AND record.deleted = value ->> 1
    AND CAST(COALESCE(record.view, record.base) AS TEXT) IS value ->> 2"""
_ADD = f"""INSERT OR REPLACE INTO search (rowid, words, pinyin)
    SELECT record.number, value ->> 3, value ->> 4 FROM json_each(?) CROSS JOIN record
    WHERE {_UNCHANGED} AND value ->> 3 IS NOT NULL"""
_REMOVE = f"""DELETE FROM search WHERE rowid IN
    (SELECT record.number FROM json_each(?) CROSS JOIN record WHERE {_UNCHANGED} AND value ->> 3 IS NULL)"""
_SETTLE = f"UPDATE record SET indexed = 1 FROM json_each(?) WHERE {_UNCHANGED}"


class _Document(msgspec.Struct, array_like=True):
    """A record as it was read, and what the index is to hold of it: nothing of a deleted one."""

    number: int
    deleted: int
    body: str | None
    words: str | None = None
    pinyin: str | None = None


def document_of(kind: Kind, body: Body) -> tuple[str, str]:
    """What the index holds of a record: the tokens of its words, and those of its names' pinyin."""
    found = list(searched(kind.fields, body))
    names = pinyin_of({item.text for item in found if item.field.search is Search.NAME})
    words = words_of([item.text for item in found])
    tokens = [kind_token(kind.code), *sorted(map(id_token, set(named_ids(kind.fields, body))))]
    return GAP.join([words, *tokens]), names


def kind_token(kind: str) -> str:
    """The token that every record of a kind has: longer than any of a text, so no text has it."""
    return "kind" + "".join(filter(str.isalnum, kind))


def id_token(record: str) -> str:
    """The token that every record has which names this one: whatever points here is found by it."""
    return "id" + "".join(filter(str.isalnum, record))


def index_pending(
    database: Database, batch: int = BATCH, should_stop: Callable[[], bool] | None = None
) -> int:
    """Indexes every record that is marked, newest first, and returns how many that were.

    Deleted records leave the index. `should_stop` is asked before each batch. A save in between waits for no more than
    the writing of one batch; while one is written, the words of the next are found.
    """
    from concurrent.futures import Future, ThreadPoolExecutor

    count, below = 0, _TOP
    writing: Future[int] | None = None
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="store-index") as aside:
        while not (should_stop and should_stop()):
            documents = _next_documents(database, below, batch)
            count += writing.result() if writing else 0
            writing = None
            if documents:
                below = documents[0].number
                writing = aside.submit(database.write, partial(_put, documents=documents))
            elif below == _TOP:
                break
            else:
                # Once more from the top: records may have been saved meanwhile.
                below = _TOP
        return count + (writing.result() if writing else 0)


def forget(db: Tables, number: int) -> None:
    """Takes a record out of the index, before its row goes or gets another number; within the caller's transaction."""
    db.execute("DELETE FROM search WHERE rowid = ?", [number])


def compact(database: Database) -> None:
    """Rewrites the index without what was taken out of it: until then traces of removed words stay in the file."""
    database.write(lambda db: db.execute("INSERT INTO search (search) VALUES ('optimize')"))


def _next_documents(database: Database, below: int, batch: int) -> list[_Document]:
    """The newest marked records numbered under `below`, in rising order, in which the index takes them fastest."""
    rows = database.read(lambda db: db.execute(_PENDING, [below, batch]).fetchall())
    return [_document(*row) for row in reversed(rows)]


def _document(number: int, kind: str, deleted: int, body: str | None) -> _Document:
    declared = KINDS.get(kind)
    if deleted or declared is None or body is None:
        return _Document(number, deleted, body)
    try:
        return _Document(number, deleted, body, *document_of(declared, msgspec.json.decode(body, type=dict)))
    except msgspec.MsgspecError:
        # One row that cannot be read must not keep all others out of the index.
        return _Document(number, deleted, body)


def _put(db: Tables, documents: list[_Document]) -> int:
    content = msgspec.json.encode(documents).decode()
    if any(document.words is None for document in documents):
        db.execute(_REMOVE, [content])
    db.execute(_ADD, [content])
    return int(db.execute(_SETTLE, [content]).rowcount)
