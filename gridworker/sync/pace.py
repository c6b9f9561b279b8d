"""How fast the line is, and how large the next chunk of a file may be, from what the last one took."""

from __future__ import annotations

import msgspec

LEAST = 32 * 1024
MOST = 512 * 1024
CHUNK_MS = 8_000
"""A chunk takes about 8 s of the line: so much is lost at a cut (protocol §7)."""

PATIENCE_MS = 20_000
"""A colleague's file that would take longer waits until somebody asks for it (decision 022)."""


class Pace(msgspec.Struct, frozen=True):
    """The bytes of the next chunk, and the bytes a second as last measured, None before that."""

    chunk: int = 128 * 1024
    rate: float | None = None

    def after(self, size: int, elapsed_ms: int) -> Pace:
        """The pace after `size` bytes took `elapsed_ms`; it grows at most twofold at a time.

        A few bytes tell nothing of the line: what they take is the way there and back.
        """
        if size < LEAST:
            return self
        rate = size * 1000 / max(1, elapsed_ms)
        fitting = int(rate * CHUNK_MS / 1000)
        return Pace(max(LEAST, min(MOST, self.chunk * 2, fitting)), rate)

    def slower(self) -> Pace:
        """The pace after a chunk did not come through."""
        return Pace(max(LEAST, self.chunk // 2), self.rate)

    def is_quick(self, size: int) -> bool:
        """Whether a file of this size comes soon enough to be fetched unasked."""
        return self.rate is None or size * 1000 <= self.rate * PATIENCE_MS
