"""Ids of records, ops and elements: UUIDv7, lower case, made offline (RFC 9562 §5.7, monotonic by §6.2 method 2)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

ID_FORM = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_UUID7 = re.compile(ID_FORM)


def is_id(text: object) -> bool:
    """Whether `text` has the form of an id; version and variant are checked, the time in it is not."""
    return isinstance(text, str) and _UUID7.fullmatch(text) is not None


def made_at(made: str) -> int:
    """When an id was made, ms UTC, by the clock of the computer that made it; to be shown, never to decide by."""
    return int(made[:8] + made[9:13], 16)


def following(made: str, *names: str) -> str:
    """The id that belongs to another one and to these names, of the same ms: made again, it is the same."""
    digits = hashlib.sha256("\n".join((made, *names)).encode()).hexdigest()
    variant = "89ab"[int(digits[3], 16) % 4]
    return f"{made[:13]}-7{digits[:3]}-{variant}{digits[4:7]}-{digits[7:19]}"


class IdMaker:
    """Makes ids that rise within one process even where the clock stands still or goes back.

    Each ms begins at random; the ids of one ms follow one another. A record, its op and its elements are mostly made
    at once, and then all their ids cost a message little more than one. `now` gives ms since the epoch, `randomness`
    gives that many random bytes: both are handed in so that a test can repeat a run.
    """

    def __init__(self, now: Callable[[], int], randomness: Callable[[int], bytes]) -> None:
        self._now = now
        self._randomness = randomness
        self._last = -1

    def __call__(self) -> str:
        """The next id."""
        moment = self._now() & ((1 << 48) - 1)
        if moment > self._last >> 74:
            self._last = (moment << 74) | int.from_bytes(self._randomness(10), "big") >> 6
        else:
            self._last += 1
        high, rest = self._last >> 62, self._last & ((1 << 62) - 1)
        value = ((high >> 12) << 80) | (0x7 << 76) | ((high & 0xFFF) << 64) | (0b10 << 62) | rest
        digits = f"{value:032x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
