"""The search index follows the records: after a save, after a pull, after a crash."""

from __future__ import annotations

import logging
from collections.abc import Callable

from gridworker.domain.errors import ComputerTrouble
from gridworker.store.index import index_pending
from gridworker.store.profile import Profile

_PASSES = frozenset({"disk_full", "database_busy"})

log = logging.getLogger("gridworker.operations")


def follow(profile: Profile) -> None:
    """Indexes what has just been saved or pulled. That is done: what the index meets is logged and left to a search."""
    try:
        index(profile)
    except Exception as error:
        log.error("not indexed", exc_info=error)


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
