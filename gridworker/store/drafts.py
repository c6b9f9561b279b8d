"""Words still being typed: kept beside the records, gone with the save that makes a record of them."""

from __future__ import annotations

from typing import Any

import msgspec

from gridworker.store.tables import Tables


class Draft(msgspec.Struct, frozen=True):
    """An unfinished form: of a kind, of an existing record or a new one, its content as the form keeps it."""

    id: str
    kind: str
    record: str | None
    content: dict[str, Any]
    saved_at: int


def keep(db: Tables, draft: Draft) -> None:
    """Writes the draft over its earlier state."""
    content = msgspec.json.encode(draft.content).decode()
    db.execute(
        "INSERT INTO draft VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, "
        "record = excluded.record, content = excluded.content, saved_at = excluded.saved_at",
        [draft.id, draft.kind, draft.record, content, draft.saved_at],
    )


def all_drafts(db: Tables) -> list[Draft]:
    """Every draft, the latest first."""
    rows = db.execute("SELECT id, kind, record, content, saved_at FROM draft ORDER BY saved_at DESC, id")
    return [Draft(row[0], row[1], row[2], msgspec.json.decode(row[3]), row[4]) for row in rows]


def remove(db: Tables, draft: str) -> None:
    """Takes a draft away: it was saved or thrown away."""
    db.execute("DELETE FROM draft WHERE id = ?", [draft])
