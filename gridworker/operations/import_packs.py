"""The lines of a table between the look at it and the taking: kept packed, so that two hundred thousand find room.

They are neither read nor judged a second time, and nothing of them touches the disk before it is saved.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import msgspec

from gridworker.operations.import_rows import Row

_TOGETHER = 250
_LEVEL = 1


class Packs:
    """Lines in their order; `add` the next one, `rows` gives them all."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._open: list[Row] = []

    def __len__(self) -> int:
        return len(self._packed) * _TOGETHER + len(self._open)

    def add(self, row: Row) -> None:
        """Keeps a line behind the others."""
        self._open.append(row)
        if len(self._open) == _TOGETHER:
            self._packed.append(zlib.compress(msgspec.msgpack.encode(self._open), _LEVEL))
            self._open = []

    def rows(self) -> Iterator[Row]:
        """The lines that were kept."""
        for packed in self._packed:
            yield from msgspec.msgpack.decode(zlib.decompress(packed), type=list[Row])
        yield from self._open
