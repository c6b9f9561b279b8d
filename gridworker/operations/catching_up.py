"""The search index follows the records: after a save, after a pull, after a crash."""

from __future__ import annotations

from collections.abc import Callable

from gridworker.store.index import index_pending
from gridworker.store.profile import Profile


def index(profile: Profile, *, should_stop: Callable[[], bool] | None = None) -> int:
    """Indexes what is not yet indexed and returns how many records that were."""
    return index_pending(profile.database, should_stop=should_stop)
