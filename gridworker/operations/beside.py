"""What stands beside the list of 今天, read in one go: each answer of its own would be a picture of its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from gridworker.operations.agenda import Week, last_of, week
from gridworker.operations.coverage import Coverage, coverage
from gridworker.operations.delivery import waiting
from gridworker.operations.drafts import DraftCard, list_drafts
from gridworker.operations.overview import Overview, overview
from gridworker.store.profile import Profile


class Beside(NamedTuple):
    """What waits, how things stand, the drafts, the newest record of each kind in words, and the week's rounds."""

    waiting: dict[str, int]
    stand: Overview
    drafts: list[DraftCard]
    lasts: dict[str, str]
    week: Week
    coverage: Coverage


def beside(profile: Profile, kinds: Collection[str]) -> Beside:
    """Reads all of it; `kinds` are those whose newest record is told."""
    return Beside(
        waiting(profile),
        overview(profile),
        list_drafts(profile),
        {kind: last_of(profile, kind) for kind in kinds},
        week(profile),
        coverage(profile),
    )
