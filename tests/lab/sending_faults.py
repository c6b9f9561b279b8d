"""Death and disk faults at the N-th call of a laptop that brings its records and a file to a district that is well."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator

from tests.lab import injection
from tests.lab.disk_faults import FAULTS, all_trials
from tests.lab.errand import Errand, Scene
from tests.lab.tally import Tally
from tests.lab.worker import PASSWORD
from tests.stories.cast import PROGRAMS


class SendingFaults:
    """All faults at all calls of `gridworker sync`, in the order of a seed."""

    def __init__(self, errand: Errand, seed: int, tally: Tally) -> None:
        self._errand = errand
        self._tally = tally
        self.trials = all_trials(FAULTS, self._calls())
        random.Random(seed).shuffle(self.trials)

    def __iter__(self) -> Iterator[None]:
        for fault in self.trials:
            self.tries(fault)
            yield

    def tries(self, fault: str) -> None:
        """Syncs with a fault; with a sound disk again, the district gets and holds it all, once."""
        scene = self._errand.scene()
        scene.district.opens()
        code = self._syncs(scene, injection.injecting(fault))
        scene.district.closes()
        self._tally.counts["app kills" if code < 0 else "disk faults"] += 1
        self._tally.found(f"sending {fault}", self._errand.unsound(scene))
        scene.district.dies()

    def _syncs(self, scene: Scene, under: list[str]) -> int:
        self._errand.connect(scene.district)
        self._tally.counts["syncs"] += 1
        return subprocess.run(
            [*under, str(PROGRAMS / "gridworker"), "--profile", str(scene.laptop), "sync"],
            env={**os.environ, "GRIDWORKER_PASSWORD": PASSWORD},
            capture_output=True,
            timeout=120,
            check=False,
        ).returncode

    def _calls(self) -> dict[str, int]:
        scene = self._errand.scene()
        scene.district.opens()
        out = scene.laptop / "calls"
        assert self._syncs(scene, injection.counting(out, {fault.call for fault in FAULTS})) == 0
        scene.district.closes()
        return injection.most_calls(out)
