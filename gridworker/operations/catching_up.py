"""The search index follows the records: after a save, after a pull, after a crash."""

from __future__ import annotations

import logging
from collections.abc import Callable

from gridworker.domain.errors import ComputerTrouble
from gridworker.store.index import BATCH, index_pending
from gridworker.store.profile import Profile

_PASSES = frozenset({"disk_full", "database_busy"})

_AT_ONCE = 2
"""So many batches of the index: what is saved by hand is among them."""

log = logging.getLogger("gridworker.operations")


def follow(profile: Profile, *, pulled: int = 0, should_stop: Callable[[], bool] | None = None) -> None:
    """Indexes what has just been saved or `pulled`. That is done: what the index meets is logged and left to a search.

    Where more is left over, from an import or an older version, only the newest of it, and the window goes on beside
    the work (`ui.indexing`); with `should_stop` all of it.
    """
    try:
        index(profile, should_stop=should_stop or _newest(_AT_ONCE + pulled // BATCH))
    except Exception as error:
        log.error("not indexed", exc_info=error)


def index_newest(profile: Profile) -> None:
    """Indexes the newest of what is not yet indexed, for a search that nobody will wait for."""
    index(profile, should_stop=_newest(_AT_ONCE))


def _newest(count: int) -> Callable[[], bool]:
    batches = iter(range(count))
    return lambda: next(batches, None) is None


def index(profile: Profile, *, should_stop: Callable[[], bool] | None = None) -> int:
    """Indexes what is not yet indexed and returns how many records that were.

    Where nothing can be written just now (the disk is full, another program writes), that is left to the next call:
    what is there can be read.
    """
    try:
        return index_pending(profile.database, should_stop=should_stop)
    except ComputerTrouble as trouble:
        if trouble.code not in _PASSES:
            raise
        return 0
