"""Death, a full disk or a failing one at the N-th call of the district's server, while a laptop's work arrives."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from gridworker.store.profile import open_profile
from gridworker.sync.run import sync
from tests.lab import injection
from tests.lab.disk_faults import FAULTS, Fault, all_trials
from tests.lab.errand import Errand, Scene
from tests.lab.tally import Tally
from tests.lab.worker import PASSWORD

PATIENCE = 3.0
"""Seconds after which a worker gives up on a server that says that it is busy: its disk is full."""

ARRIVING = [*FAULTS, *(Fault(call, "signal=KILL") for call in ("write", "rename", "mkdir"))]
"""A file arrives by plain writes, and gets its name when it is whole."""


class ServerFaults:
    """All faults at all calls of a server that starts and takes a laptop's records and file, in the order of a seed."""

    def __init__(self, errand: Errand, seed: int, tally: Tally) -> None:
        self._errand = errand
        self._tally = tally
        self.trials = all_trials(ARRIVING, self._calls())
        random.Random(seed).shuffle(self.trials)

    def __iter__(self) -> Iterator[None]:
        for fault in self.trials:
            self.tries(fault)
            yield

    def tries(self, fault: str) -> None:
        """Serves with a fault while the laptop syncs; with a sound disk again, the district gets and holds it all."""
        scene = self._errand.scene()
        opened = scene.district.opens(under=injection.injecting(fault))
        if opened:
            self._syncs(scene)
        code = scene.district.closes()
        self._tally.counts["server kills" if code < 0 or not opened else "disk faults"] += 1
        self._tally.found(f"server {fault}", self._errand.unsound(scene))
        scene.district.dies()

    def _syncs(self, scene: Scene) -> None:
        self._errand.connect(scene.district)
        self._tally.counts["syncs"] += 1
        patience = time.monotonic() + PATIENCE
        with open_profile(scene.laptop, PASSWORD) as profile:
            sync(profile, cancelled=lambda: time.monotonic() > patience)

    def _calls(self) -> dict[str, int]:
        scene = self._errand.scene()
        out = scene.laptop / "calls"
        assert scene.district.opens(under=injection.counting(out, {fault.call for fault in ARRIVING}))
        self._errand.connect(scene.district)
        with open_profile(scene.laptop, PASSWORD) as profile:
            assert "error" not in sync(profile, until_empty=True)
        scene.district.closes()
        return injection.most_calls(out)
