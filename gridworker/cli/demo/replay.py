"""Makes a month of the sample real: each save on its worker's laptop, at its own time, synced every day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gridworker.cli.demo.sample_record import SampleAction, SampleRecord, actions_in_order, with_ids
from gridworker.domain.dates import CHINA_MINUTES
from gridworker.domain.errors import OurFault
from gridworker.environment.clock import Clock
from gridworker.operations.records import add_record, edit_record
from gridworker.store.profile import Profile
from gridworker.sync.run import sync

DAY_MS = 86_400_000


class StoryClock(Clock):
    """The clock of a laptop in the story: it stands at the time of what is being typed."""

    def __init__(self) -> None:
        self.at: int | None = None

    def now(self) -> int:
        return super().now() if self.at is None else self.at


Desk = Callable[[SampleAction, Mapping[str, str]], str]
"""The district's own hand: does an action of a desk and gives the record's id."""


class Replay:
    """Plays actions in the order of time: `laptops` are the workers' profiles with their clocks."""

    def __init__(self, laptops: Mapping[str, tuple[Profile, StoryClock]], desk: Desk) -> None:
        self._laptops = laptops
        self._desk = desk
        self.ids: dict[str, str] = {}
        self._touched: dict[str, str] = {}

    def play(self, records: Sequence[SampleRecord]) -> None:
        """Saves `records` and their edits; syncs at the end of a day and before anybody needs another's work."""
        day = 0
        for action in actions_in_order(records):
            today = (action.at_ms + CHINA_MINUTES * 60_000) // DAY_MS
            other = self._touched.get(action.record.key, action.worker)
            if today != day or other != action.worker:
                self.sync_all()
            day = today
            self._touched[action.record.key] = action.worker
            self._do(action)
        self.sync_all()

    def _do(self, action: SampleAction) -> None:
        key = action.record.key
        if action.worker not in self._laptops:
            self.ids[key] = self._desk(action, self.ids)
            return
        profile, clock = self._laptops[action.worker]
        clock.at = action.at_ms
        if action.edit is None:
            self.ids[key] = add_record(
                profile, action.record.kind, with_ids(action.record.fields, self.ids)
            ).ids[0]
        else:
            edit_record(profile, self.ids[key], with_ids(action.edit.changes, self.ids))

    def sync_all(self) -> None:
        """Every laptop sends what it has; then every laptop has everything. Raises `OurFault` if one cannot."""
        self._touched.clear()
        for _ in range(2):
            for profile, clock in self._laptops.values():
                clock.at = None
                receipt: dict[str, Any] = sync(profile)
                if "error" in receipt or receipt["attention"]:
                    raise OurFault("demo_failed", command="sync", told=str(receipt))
