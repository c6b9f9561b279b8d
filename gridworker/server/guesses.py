"""Wrong codes and tokens, counted by where they come from: whoever guesses is made to wait (protocol §9 `BUSY`)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeVar

from gridworker.server.rejection import Rejected

T = TypeVar("T")

MOST = 10
"""So many wrong tries from one address within `WITHIN_MS`; a whole village may sit behind one address."""

WITHIN_MS = 60_000
_MOST_ADDRESSES = 10_000
_WRONG = {"BAD_CODE", "BAD_TOKEN"}


class Guesses:
    """The wrong tries of the last minute in this process. `monotonic` is a clock in ms that never goes back."""

    def __init__(self, monotonic: Callable[[], int]) -> None:
        self._monotonic = monotonic
        self._wrong: dict[str, deque[int]] = {}

    def guarded(self, address: str, attempt: Callable[[], T]) -> T:
        """Lets `attempt` happen unless too many from `address` went wrong; raises `Rejected` (`BUSY`) then."""
        tries = self._recent(address)
        if len(tries) >= MOST:
            raise Rejected("BUSY", "too many wrong tries", retry_after=self._seconds_until_free(tries))
        try:
            return attempt()
        except Rejected as rejected:
            if rejected.code in _WRONG:
                self._note(address)
            raise

    def _recent(self, address: str) -> deque[int]:
        tries = self._wrong.get(address, deque())
        while tries and tries[0] <= self._monotonic() - WITHIN_MS:
            tries.popleft()
        return tries

    def _note(self, address: str) -> None:
        if address not in self._wrong and len(self._wrong) >= _MOST_ADDRESSES:
            # Whoever can guess from ten thousand addresses is not to fill the memory as well.
            self._wrong.clear()
        self._wrong.setdefault(address, deque(maxlen=MOST)).append(self._monotonic())

    def _seconds_until_free(self, tries: deque[int]) -> int:
        return (tries[0] + WITHIN_MS - self._monotonic()) // 1000 + 1
