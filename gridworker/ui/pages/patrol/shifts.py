"""Which shift a round belongs to."""

from __future__ import annotations

from datetime import datetime

# Until so many minutes after midnight; what is later, and before five in the morning, is a night round.
_SHIFTS = ((5 * 60, "night"), (9 * 60, "morning"), (17 * 60, "day"), (19 * 60, "late"))


def shift_of(now: datetime) -> str:
    """The shift that a time of the day belongs to."""
    clock = now.hour * 60 + now.minute
    return next((shift for until, shift in _SHIFTS if clock < until), "night")
