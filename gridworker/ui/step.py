"""What a person did on a page and may take back: the one form in which every page hands it to the window."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple


class Step(NamedTuple):
    """`back` takes the step back, `again` does it once more, any number of times in turn.

    Either raises `PersonCanMend` where it cannot be done any more; both show the page what became of it.
    """

    back: Callable[[], Awaitable[None]]
    again: Callable[[], Awaitable[None]]
