"""Which day it is, on the clock of this laptop."""

from __future__ import annotations

from datetime import date

from gridworker.domain.dates import local_day
from gridworker.store.profile import Profile


def this_day(profile: Profile) -> date:
    """Today, on the clock of this laptop."""
    now = profile.clock.now()
    return local_day(now, profile.clock.tz(now))
