"""This computer's clocks and its source of randomness, in one thing that a test can replace."""

from __future__ import annotations

import os
import time

from gridworker.domain.dates import CHINA_MINUTES


class Clock:
    """The real clocks. Nothing is decided by them: what the author's clock said is recorded as a claim."""

    def now(self) -> int:
        """Milliseconds since the epoch, UTC."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> int:
        """Milliseconds since this computer was started; never goes back."""
        return time.monotonic_ns() // 1_000_000

    def tz(self, _moment: int) -> int:
        """Minutes that the day is ahead of UTC, whatever zone this computer was set to: the district's, China's."""
        return CHINA_MINUTES

    def randomness(self, count: int) -> bytes:
        """`count` unpredictable bytes."""
        return os.urandom(count)
