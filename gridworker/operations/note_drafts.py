"""Which draft came of which note: the save that makes a record of the draft also says so in the note."""

from __future__ import annotations

from gridworker.store import drafts, meta
from gridworker.store.database import Tables

_NAME = "note_drafts"


def remember(db: Tables, draft: str, note: str) -> None:
    """From now on the draft is the note's; what is known of drafts that are gone is forgotten."""
    there = {kept.id for kept in drafts.all_drafts(db)} | {draft}
    known = {one: of for one, of in meta.get(db, _NAME, {}).items() if one in there}
    meta.put(db, _NAME, known | {draft: note})


def note_of(db: Tables, draft: str | None) -> str:
    """The note that a draft came of, "" for none."""
    return str(meta.get(db, _NAME, {}).get(draft, "")) if draft else ""
