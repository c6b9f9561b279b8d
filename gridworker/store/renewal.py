"""When the server went back in time, or was found to hold something else: everything is sent and pulled anew (§8).

The rows pulled before are marked stale and go on being shown; those that come again lose the mark, what is left at the
end was lost by the server. What the server no longer has, or has differently, is kept as evidence and travels in the
next requests.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from gridworker.domain.merge import Author
from gridworker.store import outbox, record_rows, streams, sums
from gridworker.store.record_rows import BASE
from gridworker.store.tables import Tables

_PORTION = 192 * 1024
_HELD = "SELECT record FROM op WHERE state IN ('waiting', 'later', 'refused')"


def begin(db: Tables, forked: Collection[str], author: Author) -> None:
    """The server does not have what these streams were pulled up to: own ops are unsent again, all rows are stale."""
    records = outbox.put_back(db, forked)
    sums.ask_for_comparison(db)
    streams.forget_positions(db, forked)
    for stream in forked:
        db.execute(
            f"UPDATE record SET stale = 1 WHERE stream = ? AND {BASE} IS NOT NULL AND sealed = ''", [stream]
        )
    for record in records:
        record_rows.refresh(db, record, author)


def doubt(db: Tables, stream: str, bucket: str) -> None:
    """The rows of one bucket (the last two hex digits of the record id) are about to be pulled again."""
    db.execute(
        f"UPDATE record SET stale = 1 WHERE stream = ? AND substr(id, -2) = ? AND {BASE} IS NOT NULL AND sealed = ''",
        [stream, bucket],
    )


def note_differences(db: Tables, rows: Iterable[record_rows.Pulled]) -> None:
    """Keeps as evidence what stale rows say that are about to be replaced by rows that say something else."""
    if not db.execute("SELECT 1 FROM record WHERE stale = 1 LIMIT 1").fetchone():
        return
    for row in rows:
        was = db.execute(
            f"SELECT rev, mark, {BASE} FROM record WHERE id = ? AND stale = 1", [row.id]
        ).fetchone()
        if was and was != (row.rev, row.mark, row.body.decode()):
            _keep(db, row.id)


def end(db: Tables, author: Author) -> dict[str, str]:
    """All has been pulled again: what is still stale is lost to the server. Returns what changed, with their kinds.

    Own creates bring a record back; one that others made stays sealed with its last state while own work on it waits.
    Records sealed earlier go once no own work on them is waiting or refused.
    """
    lost = dict(db.execute("SELECT id, kind FROM record WHERE stale = 1").fetchall())
    for record in lost:
        _keep(db, record)
        _give_up(db, record, author)
    done = f"SELECT id, kind FROM record WHERE sealed != '' AND id NOT IN ({_HELD})"
    over = dict(db.execute(done).fetchall())
    for record in over:
        record_rows.remove(db, record)
    return lost | over


def evidence(db: Tables) -> list[tuple[int, msgspec.Raw]]:
    """The next portion of the evidence, with the positions to forget once it has arrived."""
    portion: list[tuple[int, msgspec.Raw]] = []
    room = _PORTION
    for position, content in db.execute("SELECT position, content FROM evidence ORDER BY position"):
        raw = content.encode()
        if len(raw) > room and portion:
            break
        portion.append((position, msgspec.Raw(raw)))
        room -= len(raw)
    return portion


def forget_evidence(db: Tables, positions: Iterable[int]) -> None:
    """The server has these."""
    for position in positions:
        db.execute("DELETE FROM evidence WHERE position = ?", [position])


def _give_up(db: Tables, record: str, author: Author) -> None:
    own = [kept for kept in outbox.of_record(db, record) if kept.state in ("waiting", "later", "refused")]
    if own and not any(kept.op.action == "create" for kept in own):
        db.execute("UPDATE record SET stale = 0, sealed = 'restored' WHERE id = ?", [record])
        return
    db.execute("UPDATE record SET stale = 0, base = NULL, rev = 0, mark = '' WHERE id = ?", [record])
    record_rows.refresh(db, record, author)


def _keep(db: Tables, record: str) -> None:
    """Keeps a pulled row as it would travel, its sequence unknown."""
    stream, kind, rev, mark, deleted, base = db.execute(
        f"SELECT stream, kind, rev, mark, COALESCE(json_extract({BASE}, '$._deleted'), 0), {BASE} FROM record "
        "WHERE id = ?",
        [record],
    ).fetchone()
    row = [stream, 0, record, kind, rev, mark, bool(deleted), msgspec.Raw(base.encode())]
    content = msgspec.json.encode(row).decode()
    if len(content) <= _PORTION:
        db.execute("INSERT INTO evidence (content) VALUES (?)", [content])
