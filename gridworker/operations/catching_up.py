"""The search index follows the records: after a save, after a pull, after a crash."""

from __future__ import annotations

from collections.abc import Callable

from gridworker.domain.errors import ComputerTrouble
from gridworker.store.index import index_pending
from gridworker.store.profile import Profile

_PASSES = frozenset({"disk_full", "database_busy"})


def index(profile: Profile, *, should_stop: Callable[[], bool] | None = None) -> int:
    """Indexes what is not yet indexed and returns how many records that were.

    Where nothing can be written just now (the disk is full, another program writes), that is left to the next call: the
    save before it is done, and what is there can be read.
    """
    try:
        return index_pending(profile.database, should_stop=should_stop)
    except ComputerTrouble as trouble:
        if trouble.code not in _PASSES:
            raise
        return 0
