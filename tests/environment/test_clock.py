"""A day is China's, whatever zone the computer was set to."""

from __future__ import annotations

from gridworker.documents.values import moment
from gridworker.environment.clock import Clock
from gridworker.operations.today import this_day
from tests.laptop import NOON, SetClock, laptop

HALF_PAST_MIDNIGHT = NOON + 12 * 3_600_000 + 30 * 60_000
LATE_IN_THE_EVENING = NOON + 11 * 3_600_000 + 30 * 60_000


def test_days_and_clocks_are_chinas(abroad: None) -> None:
    profile = laptop()
    assert isinstance(profile.clock, SetClock)
    for at, day, clock in (
        (LATE_IN_THE_EVENING, "2026-11-22", "23:30"),
        (HALF_PAST_MIDNIGHT, "2026-11-23", "00:30"),
    ):
        profile.clock.at = at
        assert Clock().tz(at) == 480
        assert moment(at) == f"{day} {clock}"
        assert this_day(profile).isoformat() == day
