"""Words still being typed: kept while the form is open, found again after a crash, gone with the save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from gridworker.domain.kinds import KINDS
from gridworker.domain.titles import title_of
from gridworker.store import drafts
from gridworker.store.database import Tables
from gridworker.store.drafts import Draft
from gridworker.store.profile import Profile

__all__ = ["SHEET", "Draft", "DraftCard", "drop_draft", "keep_draft", "list_drafts"]

SHEET = "_sheet"
"""The kind of what is typed into a question: no record, and on nobody's list of drafts."""


class DraftCard(NamedTuple):
    """A draft as lists show it: `title` is made like a record's and may be empty; `saved_at` is ms UTC."""

    id: str
    kind: str
    record: str | None
    title: str
    saved_at: int
    content: dict[str, Any]


def keep_draft(
    profile: Profile, draft: str, kind: str, content: Mapping[str, Any], *, record: str | None = None
) -> int:
    """Keeps an unfinished form over its earlier state and gives the moment, ms UTC.

    `content` holds the fields under their names in the kind, so that lists can name the draft; names that begin with
    `_` are the form's own.
    """
    now = profile.clock.now()
    kept = Draft(draft, kind, record, dict(content), now)

    def work(db: Tables) -> None:
        drafts.keep(db, kept)

    profile.write(work)
    return now


def list_drafts(profile: Profile, kind: str | None = None) -> list[DraftCard]:
    """Every draft of a record, or those of one kind, the latest first."""
    found = profile.read(drafts.all_drafts)
    return [_card(draft) for draft in found if (draft.kind != SHEET if kind is None else draft.kind == kind)]


def drop_draft(profile: Profile, draft: str) -> None:
    """Takes a draft away without a save."""

    def work(db: Tables) -> None:
        drafts.remove(db, draft)

    profile.write(work)


def _card(draft: Draft) -> DraftCard:
    kind = KINDS.get(draft.kind)
    title = title_of(kind, draft.content) if kind else ""
    return DraftCard(draft.id, draft.kind, draft.record, title, draft.saved_at, draft.content)
