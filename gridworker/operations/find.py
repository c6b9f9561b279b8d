"""The search box: Chinese, pinyin, initials and digits over everything on this laptop."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gridworker.operations import catching_up
from gridworker.store.profile import Profile
from gridworker.store.search import search as search_index


def search(
    profile: Profile, text: str, limit: int = 50, kinds: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """`{id, kind, title, snippet}` of what matches, newest first; sensitive digits in snippets are masked.

    Of these kinds alone, if any are given.
    """
    catching_up.index(profile)
    hits = search_index(profile.database, text, limit=limit, kinds=kinds)
    return [{"id": hit.id, "kind": hit.kind, "title": hit.title, "snippet": hit.snippet} for hit in hits]
