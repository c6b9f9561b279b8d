"""Commands that a later version brings: they say so and pretend nothing."""

from __future__ import annotations

from typing import NoReturn

from gridworker.cli.frame import Call
from gridworker.domain.errors import PersonCanMend


def later(call: Call) -> NoReturn:
    """Raises `PersonCanMend` (`comes_later`) for the command of this call."""
    raise PersonCanMend("comes_later", command=call.command)
