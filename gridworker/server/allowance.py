"""How many bytes of files a worker may bring in a day, so that one laptop never fills the district's disk."""

from __future__ import annotations

from collections import Counter

from gridworker.domain.dates import CHINA_MINUTES
from gridworker.server.rejection import Rejected

A_DAY = 2 * 1024**3
"""Some 7,000 photos, or a day of films and recordings; a day is one of China."""

_MINUTE_MS = 60_000
_DAY_MS = 1440 * _MINUTE_MS


class Allowance:
    """What each worker has brought today through this process."""

    def __init__(self) -> None:
        self._today = 0
        self._brought: Counter[str] = Counter()

    def take(self, worker: str, size: int, now: int) -> None:
        """Counts `size` bytes of a worker. Raises `Rejected` (`BUSY` until midnight) where that is too many."""
        today, since = divmod(now + CHINA_MINUTES * _MINUTE_MS, _DAY_MS)
        if today != self._today:
            self._today, self._brought = today, Counter()
        if self._brought[worker] + size > A_DAY:
            raise Rejected("BUSY", "a day's files", retry_after=(_DAY_MS - since) // 1000 + 1)
        self._brought[worker] += size
