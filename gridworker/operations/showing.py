"""A record as the screen shows it: its body and what a person must know of its way to the district."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gridworker.domain.paths import CONFLICTS
from gridworker.store import outbox, streams
from gridworker.store.database import Tables
from gridworker.store.meta import Identity
from gridworker.store.record_rows import RecordRow


def shown(db: Tables, identity: Identity, row: RecordRow) -> dict[str, Any]:
    """One record as JSON: its body and `id, kind, grid, _sync, _rev, _conflicts`, perhaps `_covered`."""
    return shown_all(db, identity, [row])[0]


def shown_all(db: Tables, identity: Identity, rows: Collection[RecordRow]) -> list[dict[str, Any]]:
    """Several records as `shown` gives them, in the same order."""
    codes = {stream.id: stream.code for stream in streams.all_streams(db)}
    states = outbox.states(db, [row.id for row in rows])
    return [_as_json(row, identity, codes.get(row.stream, ""), states.get(row.id, set())) for row in rows]


def _as_json(row: RecordRow, identity: Identity, grid: str, states: set[tuple[str, str]]) -> dict[str, Any]:
    body = dict(row.body)
    if body.get("created_by") == identity.worker:
        body.setdefault("created_by_name", identity.name)
    conflicts = body.pop(CONFLICTS, [])
    known = {
        "id": row.id,
        "kind": row.kind,
        "grid": grid,
        "_sync": sync_state(row, states),
        "_rev": row.rev,
        "_mark": row.mark,
        "_conflicts": conflicts,
    }
    return body | known | ({"_covered": row.covered} if row.covered else {})


def sync_state(row: RecordRow, states: set[tuple[str, str]]) -> str:
    """The record's state in one word, the one that most needs a person first (interfaces, `_sync`)."""
    if row.sealed:
        return "quarantine"
    names = {state for state, _ in states}
    if "refused" in names:
        return "refused"
    if row.body.get(CONFLICTS):
        return "conflict"
    if ("later", "NEED_REVIEW") in states:
        return "review"
    return "waiting" if names & {"waiting", "later", "accepted"} else "synced"
