"""Pages: what is new in a laptop's streams, as the present state of each record, in the order of sequence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from heapq import merge
from typing import NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from gridworker.domain.ids import is_id
from gridworker.domain.roles import Role, may_read
from gridworker.protocol.messages import Gone, Position, PullRequest, Row, StreamChanges, Want
from gridworker.server.chains import chains_at
from gridworker.server.prepared import Among, Prepared
from gridworker.server.rejection import Rejected
from gridworker.server.standing import Standing
from gridworker.server.tables import purged, record, stream

MAX_WANT = Want(rows=2000, bytes=2 * 1024 * 1024)
"""The largest page that is given, whatever is asked for."""

_ROW_BYTES = 160
_AT_ONCE = 500

_STREAMS = Prepared(
    select(stream.c.stream, stream.c.seq, stream.c.chain, stream.c.safe).where(
        Among(stream.c.stream, "streams")
    )
)
_ROWS = (
    select(
        record.c.seq,
        record.c.record,
        record.c.kind,
        record.c.rev,
        record.c.mark,
        record.c.deleted,
        record.c.body,
    )
    .where(record.c.stream == bindparam("this"), record.c.seq > bindparam("seq"))
    .order_by(record.c.seq)
    .limit(_AT_ONCE)
)
_ROWS_OF_WORK = _ROWS.where(record.c.kind != "access")
_PREPARED = {wanted: Prepared(wanted) for wanted in (_ROWS, _ROWS_OF_WORK)}


_GONE = Prepared(
    select(purged.c.seq, purged.c.record)
    .where(purged.c.stream == bindparam("this"), purged.c.seq > bindparam("seq"))
    .order_by(purged.c.seq)
    .limit(_AT_ONCE)
)


class Page(NamedTuple):
    """Rows and what went for good, where every stream asked for stands after them, and whether there are more."""

    rows: list[Row]
    gone: list[Gone]
    cursors: dict[str, Position]
    streams: StreamChanges
    more: bool


def read_heads(
    connection: Connection, streams: Collection[str]
) -> tuple[dict[str, Position], dict[str, int]]:
    """Where streams stand now, and how far each is held by every backup the district may still go back to.

    One that does not exist stands at the start.
    """
    found = _STREAMS.rows(connection, streams=[name for name in streams if is_id(name)])
    heads: dict[str, Position] = dict.fromkeys(streams, (0, ""))
    heads.update({row.stream: (row.seq, row.chain) for row in found})
    return heads, dict.fromkeys(streams, 0) | {row.stream: row.safe for row in found}


def read_page(
    connection: Connection, standing: Standing, request: PullRequest, heads: dict[str, Position]
) -> Page:
    """The next page after the request's cursors, from the snapshot that `heads` is from."""
    cards = standing.laptop()
    asked = [name for name in request.cursors if name in cards]
    added = [card for name, card in cards.items() if name not in request.cursors]
    dropped = [name for name in request.cursors if name not in cards]
    budget = _Budget(request.want)
    changes: list[Row | Gone] = []
    cursors: dict[str, Position] = {}
    unfinished: dict[str, int] = {}
    for name in asked:
        seq = request.cursors[name][0]
        came: list[Row | Gone] = []
        last: int | None = None
        if seq < heads[name][0]:
            came, last = _fitting(budget, seq, _changes_after(connection, name, seq, standing.role_in(name)))
        changes += came
        if last is None:
            cursors[name] = heads[name]
        else:
            unfinished[name] = last
    cursors.update(_positions(connection, unfinished, request))
    more = bool(unfinished) or any(heads[card.id][0] for card in added)
    rows = [one for one in changes if isinstance(one, Row)]
    gone = [one for one in changes if isinstance(one, Gone)]
    return Page(rows, gone, cursors, StreamChanges(add=added, drop=dropped), more)


def _fitting(budget: _Budget, seq: int, changes: Iterable[Row | Gone]) -> tuple[list[Row | Gone], int | None]:
    """The changes of a stream after `seq` that still fit, and the sequence they reach; None where that is its end."""
    fitting: list[Row | Gone] = []
    for one in changes:
        if not budget.takes(one):
            return fitting, fitting[-1].seq if fitting else seq
        fitting.append(one)
    return fitting, None


def read_bucket(connection: Connection, standing: Standing, name: str, bucket: str) -> Page:
    """All records of a stream whose ids end in these two hex digits; no cursor moves. Raises `Rejected`."""
    if not standing.may_see(name):
        raise Rejected("OUT_OF_SCOPE")
    ending = func.substr(record.c.record, func.length(record.c.record) - 1) == bucket
    rows = list(_rows_after(connection, name, 0, standing.role_in(name), ending))
    return Page(rows, [], {}, StreamChanges(), more=False)


class _Budget:
    """What one page may still hold; the first row is always taken."""

    def __init__(self, want: Want) -> None:
        self._rows = max(1, min(want.rows, MAX_WANT.rows))
        self._bytes = min(want.bytes, MAX_WANT.bytes)
        self._is_first = True

    def takes(self, row: Row | Gone) -> bool:
        size = _ROW_BYTES + (len(memoryview(row.body)) if isinstance(row, Row) else 0)
        if self._rows <= 0 or (size > self._bytes and not self._is_first):
            self._rows = 0
            return False
        self._rows -= 1
        self._bytes -= size
        self._is_first = False
        return True


def _rows_after(
    connection: Connection, name: str, seq: int, role: Role | None, *only: ColumnElement[bool]
) -> Iterator[Row]:
    """The rows of a stream after `seq`; a row that the role may not read is passed over."""
    wanted = _ROWS if role is None or may_read(role, "access") else _ROWS_OF_WORK
    prepared = Prepared(wanted.where(*only)) if only else _PREPARED[wanted]
    while True:
        found = prepared.rows(connection, this=name, seq=seq)
        for row_seq, record_id, kind, rev, mark, deleted, body in found:
            yield Row(name, row_seq, record_id, kind, rev, mark, bool(deleted), msgspec.Raw(body.encode()))
        if len(found) < _AT_ONCE:
            return
        seq = found[-1].seq


def _changes_after(connection: Connection, name: str, seq: int, role: Role | None) -> Iterator[Row | Gone]:
    """Rows and what went for good, in the order of sequence."""
    kept: Iterator[Row | Gone] = _rows_after(connection, name, seq, role)
    return merge(kept, _gone_after(connection, name, seq), key=lambda one: one.seq)


def _gone_after(connection: Connection, name: str, seq: int) -> Iterator[Row | Gone]:
    """What went from a stream after `seq`, also for whoever begins: they may hold it from before a restore."""
    while True:
        found = _GONE.rows(connection, this=name, seq=seq)
        for row in found:
            yield Gone(name, row.seq, row.record, "purged")
        if len(found) < _AT_ONCE:
            return
        seq = found[-1].seq


def _positions(
    connection: Connection, unfinished: dict[str, int], request: PullRequest
) -> dict[str, Position]:
    """The positions of streams whose page ended at a sequence before their head."""
    moved = [(name, seq) for name, seq in unfinished.items() if seq > request.cursors[name][0]]
    positions = {name: request.cursors[name] for name in unfinished}
    positions.update({name: (seq, chain) for (name, seq), chain in chains_at(connection, moved).items()})
    return positions
