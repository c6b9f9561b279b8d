"""What a field of a body says where it says something of its kind, and what stands for nothing where it does not.

Bodies come from other programs and other versions too: a reader never fails on what it did not expect.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.fields import LAST_MOMENT
from gridworker.domain.paths import Body


def group(body: Body, name: str) -> dict[str, Any]:
    """A group or a collection; empty where there is none."""
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def whole(value: Any) -> int | None:
    """A whole number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def text(value: Any) -> str:
    """A text, "" where it is something else."""
    return value if isinstance(value, str) else ""


def day(value: Any) -> date | None:
    """A day written `YYYY-MM-DD`."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def day_of(at: Any, tz: int = CHINA_MINUTES) -> date | None:
    """The day of a moment in ms UTC, in a zone `tz` minutes east."""
    moment = whole(at)
    return local_day(moment, tz) if moment is not None and abs(moment) <= LAST_MOMENT else None
