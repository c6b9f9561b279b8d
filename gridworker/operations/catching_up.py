"""The search index follows the records: after a save, after a pull, after a crash."""

from __future__ import annotations

import logging
from collections.abc import Callable

from gridworker.domain.errors import ComputerTrouble
from gridworker.store.index import BATCH, index_pending
from gridworker.store.profile import Profile

_PASSES = frozenset({"disk_full", "database_busy"})

_BESIDE = 100
"""Records at a time where somebody waits or works meanwhile: 20 ms, and 70 where an older version had indexed them."""

log = logging.getLogger("gridworker.operations")


def follow(profile: Profile, *, pulled: int = 0) -> None:
    """Indexes what has just been saved or `pulled`. That is done: what the index meets is logged and left to a search.

    Where more is left over, from an import or an older version, only the newest of it; the window goes on beside the
    work (`ui.indexing`).
    """
    batch = BATCH if pulled else _BESIDE
    _index_or_log(profile, _after(1 + pulled // batch), batch)


def go_on(profile: Profile, should_stop: Callable[[], bool]) -> None:
    """Indexes all that is left, a little at a time; what the index meets is logged."""
    _index_or_log(profile, should_stop, _BESIDE)


def _index_or_log(profile: Profile, should_stop: Callable[[], bool], batch: int) -> None:
    try:
        index(profile, should_stop=should_stop, batch=batch)
    except Exception as error:
        log.error("not indexed", exc_info=error)


def index_newest(profile: Profile) -> None:
    """Indexes the newest of what is not yet indexed, for a search that nobody will wait for."""
    index(profile, should_stop=_after(1), batch=_BESIDE)


def _after(batches: int) -> Callable[[], bool]:
    left = iter(range(batches))
    return lambda: next(left, None) is None


def index(profile: Profile, *, should_stop: Callable[[], bool] | None = None, batch: int = BATCH) -> int:
    """Indexes what is not yet indexed and returns how many records that were.

    Where nothing can be written just now (the disk is full, another program writes), that is left to the next call:
    what is there can be read.
    """
    try:
        return index_pending(profile.database, batch, should_stop)
    except ComputerTrouble as trouble:
        if trouble.code not in _PASSES:
            raise
        return 0
