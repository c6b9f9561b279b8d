"""What must hold after any crash: of a laptop's store, of the district's log, of both beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

from gridworker.domain.canonical import equal
from gridworker.server.district import District as Books
from gridworker.store import outbox, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from tests.lab.laptops import Said


def broken_promises(profile: Profile, said: Sequence[Said]) -> list[str]:
    """What a crash has spoilt: damage, a save that was told and is not there, a view that is not base and ops."""
    found = [f"damage: {damage}" for damage in profile.database.find_damage()]
    rows = {row.id: row for row in profile.read(_every_record)}
    found += [f"half: {record}" for record in rows if not profile.write(partial(_whole, profile, record))]
    told = [line for line in said if isinstance(line.answer, str)]
    # A save that failed, or was cut off, may be there or not: the disk did not say which.
    cut = [line.asked for line in said if line.answer is None or isinstance(line.answer, dict)]
    for (record, path), value in last_typed(told).items():
        allowed = [value, *(asked[2][path] for asked in cut if asked[0] == "edit" and path in asked[2])]
        if record not in rows or not any(_has(rows[record].body, path, each) for each in allowed):
            found.append(f"lost: {path} of {record} was {value}")
    found += [
        f"back: {line.answer}" for line in told if line.asked[0] == "delete" and not rows[line.answer].deleted
    ]
    return found


def last_typed(told: Sequence[Said]) -> dict[tuple[str, str], Any]:
    """The last value that was told saved, by record and path."""
    last: dict[tuple[str, str], Any] = {}
    for asked, record in told:
        if asked[0] in ("add", "edit"):
            last |= {(record, path): value for path, value in asked[2].items()}
    return last


def _every_record(db: Tables) -> list[record_rows.RecordRow]:
    return [
        row
        for (record,) in db.execute("SELECT id FROM record").fetchall()
        if (row := record_rows.load(db, record))
    ]


def _has(body: dict[str, Any], path: str, value: Any) -> bool:
    shown = body.get(path)
    return bool(shown) if isinstance(value, list | dict) else equal(shown, value)


def _whole(profile: Profile, record: str, db: Tables) -> bool:
    """Whether a record shows its base with its own waiting ops laid over it."""
    before = record_rows.load(db, record)
    record_rows.refresh(db, record, profile.author)
    after = record_rows.load(db, record)
    return before is not None and after is not None and equal(before.body, after.body)


def not_in_log(books: Books, said: Sequence[Said]) -> list[str]:
    """What was told saved and is not in the district's log, and records that hold an op twice or leave a gap."""
    told = [line for line in said if isinstance(line.answer, str) and line.asked[0] in ("add", "edit")]
    broken = []
    for record in {line.answer for line in told}:
        history = books.record_history(record)
        if [op.rev for op in history] != list(range(1, len(history) + 1)):
            broken.append(f"gap in {record}")
        if max(Counter(op.op for op in history).values(), default=0) > 1:
            broken.append(f"twice in {record}")
        written = [(path, new) for op in history for path, (_old, new) in op.patch.items()]
        typed = [pair for line in told if line.answer == record for pair in line.asked[2].items()]
        broken += [f"lost: {path} of {record}" for path, value in typed if not _written(path, value, written)]
    return broken


def _written(path: str, value: Any, written: list[tuple[str, Any]]) -> bool:
    if isinstance(value, list):
        return any(where.startswith(f"{path}/") for where, _new in written)
    return any(path == where and equal(value, new) for where, new in written)


def differences(books: Books, profile: Profile, *kinds: str) -> list[str]:
    """Where a drained laptop does not show what the district holds of these kinds (notes, if none is named)."""
    name = profile.folder.name
    broken = [f"{name}: ops are left"] if profile.read(lambda db: outbox.count(db, *outbox.OPEN)) else []
    for kind in kinds or ("note",):
        rows = {row.id: row for row in books.list_records(kind)}
        for record, row in rows.items():
            found = profile.read(partial(record_rows.load, record=record))
            if found is None or found.rev != row.rev or not equal(found.body, row.body):
                broken.append(f"{name}: differs in {record}")
        if profile.read(partial(_held, kind=kind)) - rows.keys():
            broken.append(f"{name}: holds a {kind} the district does not")
    return broken


def _held(db: Tables, kind: str) -> set[str]:
    return {row[0] for row in db.execute("SELECT id FROM record WHERE kind = ?", [kind]).fetchall()}
