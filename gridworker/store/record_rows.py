"""Records as this laptop holds them: what the server sent (base) and what is shown where own ops lie over it (view).

What is the same is written once: the view is missing where the base is shown, and the base where a record came back
just as its author shows it (`settle`); `rev` tells that it came.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec

from gridworker.domain.canonical import sorted_json
from gridworker.domain.fields import Kind
from gridworker.domain.kinds import KINDS
from gridworker.domain.merge import Author
from gridworker.domain.op import Op
from gridworker.domain.overlay import View, created, overlay
from gridworker.domain.paths import CONFLICTS, DELETED, Body
from gridworker.protocol.messages import Row
from gridworker.store import index, meta, outbox
from gridworker.store.many_rows import change, insert
from gridworker.store.tables import Tables

UNKNOWN_KIND = Kind("", {}, ())
"""Stands for a kind this program does not know yet: its records are kept and sent on, not shown."""


class RecordRow(msgspec.Struct, frozen=True):
    """One record: `body` is what the screen shows, `covered` the pulled values that own ops cover."""

    id: str
    stream: str
    kind: str
    rev: int
    mark: str
    body: Body
    covered: dict[str, Any]
    deleted: bool
    sealed: str
    number: int
    pulled: bool


BASE = "COALESCE(record.base, CASE WHEN record.rev > 0 THEN record.view END)"
"""What the server sent of a record, NULL where it sent nothing."""

COLUMNS = (
    f"id, stream, kind, rev, mark, COALESCE(view, base), covered, deleted, sealed, number, {BASE} IS NOT NULL"
)


def load(db: Tables, record: str) -> RecordRow | None:
    """The record with this id, None if this laptop does not hold it."""
    row = db.execute(f"SELECT {COLUMNS} FROM record WHERE id = ?", [record]).fetchone()
    return None if row is None else record_row(row)


def select(
    db: Tables, kind: str, *, limit: int, below: int | None = None, conflicts_only: bool = False
) -> list[RecordRow]:
    """Records of a kind that are not deleted, newest first, at most `limit`, only those numbered under `below`."""
    where = "kind = ? AND deleted = 0" + (" AND number < ?" if below is not None else "")
    where += " AND conflict = 1" if conflicts_only else ""
    values: list[Any] = [kind] if below is None else [kind, below]
    rows = db.execute(
        f"SELECT {COLUMNS} FROM record WHERE {where} ORDER BY number DESC LIMIT ?", [*values, limit]
    )
    return [record_row(row) for row in rows]


def count(db: Tables) -> int:
    """How many records this laptop shows."""
    return int(db.execute("SELECT count(*) FROM record WHERE deleted = 0").fetchone()[0])


def in_conflict(db: Tables) -> list[RecordRow]:
    """All records with an open conflict, newest first; deleted ones too, for deleting may be what is disputed."""
    return [
        record_row(row)
        for row in db.execute(f"SELECT {COLUMNS} FROM record WHERE conflict = 1 ORDER BY number DESC")
    ]


def record_row(row: tuple[Any, ...]) -> RecordRow:
    """A row of `COLUMNS`, decoded."""
    record, stream, kind, rev, mark, body, covered, deleted, sealed, number, pulled = row
    return RecordRow(
        record,
        stream,
        kind,
        rev,
        mark,
        msgspec.json.decode(body) if body else {},
        msgspec.json.decode(covered) if covered else {},
        bool(deleted),
        sealed,
        number,
        bool(pulled),
    )


class Pulled(msgspec.Struct, frozen=True):
    """A row of a page, with what of its body decides where it stands in lists."""

    id: str
    stream: str
    kind: str
    rev: int
    mark: str
    deleted: bool
    body: bytes
    moment: int
    conflict: bool
    attached: bool


class _Glance(msgspec.Struct):
    """The few members of a body that decide its place, read without decoding the rest."""

    at: Any = None
    created_at: Any = None
    conflicts: list[msgspec.Raw] | None = msgspec.field(default=None, name=CONFLICTS)
    attachments: msgspec.Raw = msgspec.Raw()


_GLANCE = msgspec.json.Decoder(_Glance)


def pulled(record: str, stream: str, kind: str, rev: int, mark: str, deleted: bool, body: bytes) -> Pulled:
    """Looks at a pulled body just enough to place it."""
    glance = _GLANCE.decode(body)
    declared = KINDS.get(kind, UNKNOWN_KIND)
    moment = glance.at if declared.moment == "at" else glance.created_at
    return Pulled(
        record,
        stream,
        kind,
        rev,
        mark,
        deleted,
        body,
        moment if isinstance(moment, int) else 0,
        bool(glance.conflicts),
        bool(glance.attachments),
    )


_NEAR = 60_000
"""A record keeps its number while that is less than a minute after its moment: nobody sees a finer order."""


class _Numbers:
    """Gives out row numbers: a record's moment in ms, or one shortly behind where another record has that moment.

    No bits of the id beneath it: the search index writes the distance between numbers for each of its words, and 20
    bits more made it a third larger. Numbers given out within one page are remembered, for they are not written yet.
    """

    def __init__(self, db: Tables, moments: Collection[Any]) -> None:
        """For records of these moments."""
        self._db = db
        self._given: list[int] = []
        wanted = list(map(_number_of, moments))
        marks = ",".join("?" * len(wanted))
        self._taken = {
            row[0] for row in db.execute(f"SELECT number FROM record WHERE number IN ({marks})", wanted)
        }

    def number(self, moment: Any, present: int | None = None) -> int:
        """The number for a moment; `present`, the record's own, where that is near enough."""
        wanted = _number_of(moment)
        if present is not None and wanted <= present < wanted + _NEAR:
            return present
        number = self._behind(wanted) if wanted in self._taken else wanted
        self._taken.add(number)
        insort(self._given, number)
        return number

    def _behind(self, wanted: int) -> int:
        """The number behind the last one near `wanted`: many records of one moment stay in the order they came in."""
        reach = 16
        while True:
            until = wanted + reach
            row = self._db.execute(_LAST, [wanted, until]).fetchone()
            place = bisect_left(self._given, until)
            last = max([wanted, row[0] or 0, *self._given[:place][-1:]])
            if last + 1 < until:
                return last + 1
            reach *= 16


_LAST = "SELECT max(number) FROM record WHERE number >= ? AND number < ?"


def _number_of(moment: Any) -> int:
    return min(max(moment, 0), 1 << 60) if isinstance(moment, int) else 0


def settle(db: Tables, rows: Sequence[Row]) -> set[str]:
    """Takes note of the new records that came back just as they are shown, and gives their ids.

    Most own work does. Nothing is written but how far the record has come: no index of the 28 changes, no word of the
    search, and what its body takes is not written again. Files of a record are looked at as it is written.
    """
    values = [
        (row.record, row.stream, row.kind, row.rev, row.mark, bytes(row.body).decode())
        for row in rows
        if b'"attachments"' not in bytes(row.body)
    ]
    return {record for (record,) in change(db, _SETTLE, "(?, ?, ?, ?, ?, ?)", values)}


_SETTLE = """UPDATE record SET rev = page.column4, mark = page.column5 FROM (VALUES {values}) AS page
WHERE record.id = page.column1 AND record.stream = page.column2 AND record.kind = page.column3
AND record.view = page.column6 AND record.base IS NULL AND record.covered IS NULL
AND record.sealed = '' AND record.stale = 0 RETURNING record.id"""


def put_pulled(db: Tables, rows: Iterable[Pulled]) -> None:
    """Writes pulled rows as the base of their records; the caller refreshes those that own ops lie over."""
    rows = list(rows)
    marks = ",".join("?" * len(rows))
    found = db.execute(f"SELECT id, number FROM record WHERE id IN ({marks})", [row.id for row in rows])
    known: dict[str, int] = dict(found.fetchall())
    numbers = _Numbers(db, [row.moment for row in rows])
    values = []
    for row in rows:
        number = numbers.number(row.moment, known.get(row.id))
        if known.get(row.id, number) != number:
            index.forget(db, known[row.id])
        values.append(
            (
                number,
                row.id,
                row.stream,
                row.kind,
                row.rev,
                row.mark,
                row.body,
                int(row.deleted),
                int(row.conflict),
                int(row.attached),
            )
        )
    into = "record (number, id, stream, kind, rev, mark, base, deleted, conflict, attached)"
    insert(db, into, "(?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?, ?, ?)", values, otherwise=_REPLACE)


_REPLACE = """ON CONFLICT (id) DO UPDATE SET number = excluded.number, stream = excluded.stream, kind = excluded.kind,
rev = excluded.rev, mark = excluded.mark, base = excluded.base, deleted = excluded.deleted,
conflict = excluded.conflict, attached = excluded.attached, view = NULL, covered = NULL, sealed = '', stale = 0,
indexed = 0"""


def kinds(db: Tables, records: Collection[str]) -> dict[str, str]:
    """The kinds of those of these records that this laptop holds."""
    found = db.execute(
        "SELECT record.id, kind FROM json_each(?) JOIN record ON record.id = value",
        [msgspec.json.encode(list(records)).decode()],
    )
    return dict(found.fetchall())


def refresh(db: Tables, record: str, author: Author) -> None:
    """Lays the own ops that are still waiting over a record's base; a record with neither is gone."""
    found = db.execute(f"SELECT number, rev, kind, {BASE} FROM record WHERE id = ?", [record]).fetchone()
    base = msgspec.json.decode(found[3]) if found and found[3] else None
    ops = outbox.laid_over(db, record, rev=found[1] if found else 0, with_refused=base is None)
    if found and base is None and not ops:
        _remove(db, found[0])
    if not ops:
        if base is not None:
            _show(db, found[0], record, KINDS.get(found[2], UNKNOWN_KIND), base, None, {})
        return
    if not found and ops[0].action != "create":
        return
    kind = KINDS.get(ops[0].kind, UNKNOWN_KIND)
    view = overlay(kind, base or {}, ops, author)
    if base is None:
        # As the server will sign it: until then lists need the moment, and people the author.
        view.body.setdefault("created_at", ops[0].at)
        view.body.setdefault("created_by", author.worker)
        view.body.setdefault("created_by_name", meta.worker_name(db))
    if found:
        _show(db, found[0], record, kind, view.body, view.body, view.covered)
    else:
        _add(db, [(ops[0], view)])


def put_new(db: Tables, ops: Iterable[Op], author: Author) -> None:
    """Shows records that are made here and now, each by one op, which the caller keeps; nobody has them yet."""
    views = [(op, created(KINDS[op.kind], op, author)) for op in ops]
    name = meta.worker_name(db)
    for _, view in views:
        view.body.setdefault("created_by_name", name)
    _add(db, views)


def _add(db: Tables, views: Collection[tuple[Op, View]]) -> None:
    """Adds records without a base, each whole at once: its indexes are written once."""
    moments = [view.body.get(KINDS.get(op.kind, UNKNOWN_KIND).moment) for op, view in views]
    numbers = _Numbers(db, moments)
    rows = [
        (numbers.number(moment), op.record, op.stream, op.kind, op.stream, *_shown(view.body, view.body, view.covered))
        for moment, (op, view) in zip(moments, views, strict=True)
    ]  # fmt: skip
    into = "record (number, id, stream, kind, sealed, view, covered, deleted, conflict)"
    form = f"(?, ?, ?, ?, {_SEALED}, ?, ?, ?, ?)"
    insert(db, into, form, rows)


_SEALED = "CASE WHEN ? IN (SELECT id FROM stream) THEN '' ELSE 'quarantine' END"


def _shown(body: Body, view: Body | None, covered: dict[str, Any]) -> tuple[Any, ...]:
    """What a row holds of what is shown: view, covered, deleted, conflict."""
    return (
        sorted_json(view).decode() if view is not None else None,
        msgspec.json.encode(covered).decode() if covered else None,
        int(bool(body.get(DELETED))),
        int(bool(body.get(CONFLICTS))),
    )


def _show(
    db: Tables, number: int, record: str, kind: Kind, body: Body, view: Body | None, covered: dict[str, Any]
) -> None:
    moment = body.get(kind.moment)
    wanted = _Numbers(db, [moment]).number(moment, number)
    if wanted != number:
        index.forget(db, number)
    db.execute(
        f"UPDATE record SET number = ?, base = {BASE}, view = ?, covered = ?, deleted = ?, conflict = ?, indexed = 0 "
        "WHERE id = ?",
        [wanted, *_shown(body, view, covered), record],
    )


def remove_clean(db: Tables, stream: str) -> None:
    """Takes away the records of a stream no longer granted; those with own unsent or refused work stay, sealed."""
    held = "SELECT record FROM op WHERE state IN ('waiting', 'later', 'refused')"
    rows = db.execute(
        f"SELECT number FROM record WHERE stream = ? AND id NOT IN ({held})", [stream]
    ).fetchall()
    for (number,) in rows:
        _remove(db, number)
    db.execute("UPDATE record SET sealed = 'quarantine' WHERE stream = ?", [stream])


def purge(db: Tables, record: str) -> None:
    """A record that retention took away: it goes, or is sealed with its last state while own work on it waits."""
    held = "SELECT record FROM op WHERE state IN ('waiting', 'later', 'refused')"
    row = db.execute(f"SELECT number, id IN ({held}) FROM record WHERE id = ?", [record]).fetchone()
    if row and row[1]:
        db.execute("UPDATE record SET sealed = 'purged' WHERE id = ?", [record])
    elif row:
        _remove(db, row[0])


def remove(db: Tables, record: str) -> None:
    """Takes a record off this laptop."""
    row = db.execute("SELECT number FROM record WHERE id = ?", [record]).fetchone()
    if row:
        _remove(db, row[0])


def _remove(db: Tables, number: int) -> None:
    index.forget(db, number)
    db.execute("DELETE FROM record WHERE number = ?", [number])
