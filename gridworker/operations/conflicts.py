"""Conflicts: what was written from both sides, shown and settled path by path (protocol §4)."""

from __future__ import annotations

from typing import Any

import msgspec

from gridworker.domain.agreement import signed_value
from gridworker.domain.canonical import equal
from gridworker.domain.errors import InvalidRecord, PersonCanMend
from gridworker.domain.kinds import KINDS
from gridworker.domain.overlay import View, settled_over
from gridworker.domain.paths import CONFLICTS, DELETED, scope
from gridworker.operations import catching_up
from gridworker.operations.saving import Wish, editable, new_op, save
from gridworker.store import outbox, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

MINE, THEIRS = "mine", "theirs"


def list_conflicts(profile: Profile) -> list[dict[str, Any]]:
    """Every open conflict: `{id, kind, path, current, candidates}`, both with `value, op, by, at`."""
    rows = profile.read(record_rows.in_conflict)
    return [
        {"id": row.id, "kind": row.kind, **{name: entry[name] for name in ("path", "current", "candidates")}}
        for row in rows
        for entry in row.body.get(CONFLICTS, ())
    ]


def resolve(profile: Profile, record: str, path: str, keep: str) -> dict[str, Any]:
    """Settles a conflict: `keep` is `mine`, `theirs` or a value (JSON, else taken as text). All candidates shown close.

    In a clause of a signed agreement only what was signed may be chosen (`IMMUTABLE`, decision 029). Raises
    `PersonCanMend` (`no_such_conflict`, `nothing_of_mine`, `nothing_of_theirs`) and `InvalidRecord`.
    """

    def work(db: Tables) -> str:
        row = editable(db, record)
        entry = next((entry for entry in row.body.get(CONFLICTS, ()) if entry["path"] == path), None)
        if entry is None:
            raise PersonCanMend("no_such_conflict", id=record, path=path)
        own = {kept.op.op for kept in outbox.of_record(db, record)}
        value = _chosen(entry, keep, profile.identity.worker, own)
        signed = signed_value(row.body, path) if row.kind == "dispute" else None
        if signed is not None and not equal(value, *signed):
            raise InvalidRecord("IMMUTABLE", [(path, "signed")], kind=row.kind)
        waiting = {op.op for op in outbox.laid_over(db, record, rev=row.rev, with_refused=False)}
        old = settled_over(KINDS[row.kind], View(row.body, row.covered), path, waiting)
        patch = {path: (old, value)}
        settles = tuple(candidate["op"] for candidate in entry["candidates"])
        wish = Wish("resolve", row.kind, row.stream, record, patch, (row.rev, row.mark), settles)
        save(profile, db, new_op(profile, db, wish))
        return row.kind

    kind = profile.write(work)
    catching_up.follow(profile)
    return {"id": record, "kind": kind, "path": path}


def _chosen(entry: dict[str, Any], keep: str, worker: str, own_ops: set[str]) -> Any:
    sides = [entry["current"], *entry["candidates"]]
    mine = [side for side in sides if side["op"] in own_ops] or [
        side for side in sides if side["by"] == worker
    ]
    if keep == MINE:
        if not mine:
            raise PersonCanMend("nothing_of_mine", path=entry["path"])
        return mine[-1].get("value")
    if keep == THEIRS:
        theirs = [side for side in sides if side not in mine]
        if not theirs:
            raise PersonCanMend("nothing_of_theirs", path=entry["path"])
        return theirs[0].get("value")
    return _typed(entry["path"], keep)


def _typed(path: str, keep: str) -> Any:
    """A value given on the command line: JSON where it is JSON, else the text itself; a removal is true or nothing."""
    try:
        value = msgspec.json.decode(keep)
    except msgspec.DecodeError:
        value = keep
    if path == DELETED or scope(path) != path:
        return True if value is True else None
    return value
