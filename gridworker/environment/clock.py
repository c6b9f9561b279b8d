"""This computer's clocks and its source of randomness, in one thing that a test can replace."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime


class Clock:
    """The real clocks. Nothing is decided by them: what the author's clock said is recorded as a claim."""

    def now(self) -> int:
        """Milliseconds since the epoch, UTC."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> int:
        """Milliseconds since this computer was started; never goes back."""
        return time.monotonic_ns() // 1_000_000

    def tz(self, moment: int) -> int:
        """Minutes that the local day here is ahead of UTC at a moment in ms."""
        offset = datetime.fromtimestamp(moment / 1000, UTC).astimezone().utcoffset()
        return int(offset.total_seconds() // 60) if offset else 0

    def randomness(self, count: int) -> bytes:
        """`count` unpredictable bytes."""
        return os.urandom(count)
