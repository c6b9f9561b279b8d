"""`make lab MINUTES=n SEED=s`: every trial in turn until the time is up, then what was done and what broke."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from tests.lab import injection
from tests.lab.crowd import Databases, run_crowds
from tests.lab.disk_faults import DiskFaults
from tests.lab.errand import Errand
from tests.lab.fleet import Fleet
from tests.lab.kills import Kills
from tests.lab.moments import Moments
from tests.lab.sending_faults import SendingFaults
from tests.lab.server_faults import ServerFaults
from tests.lab.small_disk import SmallDisk, can_mount
from tests.lab.tally import Tally
from tests.lab.years import run_years
from tests.server.postgresql import running_postgresql

Trials = list[Iterator[None]]

LAPTOPS_A_MINUTE, MOST_LAPTOPS = 250, 5000
"""So many come at 17:00, the first time, for each minute that the laboratory is given."""


def main() -> int:
    """Runs the laboratory; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="gridworker-lab-") as folder, ExitStack() as ends:
        thousands = min(MOST_LAPTOPS, int(given.minutes * LAPTOPS_A_MINUTE))
        kills, others = _trials(Path(folder), given.seed, tally, ends, thousands)
        _run(kills, others, tally, time.monotonic() + given.minutes * 60)
    for violation in tally.violations:
        print(violation)
    print(tally)
    return 1 if tally.violations else 0


def _trials(folder: Path, seed: int, tally: Tally, ends: ExitStack, thousands: int) -> tuple[Trials, Trials]:
    kills = ends.enter_context(closing(Kills(_made(folder / "kills"), seed, tally)))
    postgresql = ends.enter_context(running_postgresql(durable=True))
    others = ends.enter_context(closing(Kills(_made(folder / "others"), seed + 1, tally, postgresql)))
    databases = Databases(postgresql)
    databases.prepare(folder / "ready")
    fleet = ends.enter_context(closing(Fleet(_made(folder / "fleet"), seed, tally, 200, thousands)))
    trials = [iter(fleet), run_years(seed, tally), run_crowds(databases, tally)]
    if injection.can_trace():
        errand = ends.enter_context(closing(Errand(_made(folder / "errand"))))
        trials += [
            iter(DiskFaults(_made(folder / "disk"), seed, tally)),
            iter(ServerFaults(errand, seed, tally)),
            iter(SendingFaults(errand, seed, tally)),
            iter(Moments(_made(folder / "moments"), errand, seed, tally)),
        ]
    else:
        print("no process may be traced here: disk faults are left out")
    if can_mount(folder):
        trials.append(iter(SmallDisk(_made(folder / "small"), seed, tally)))
    else:
        print("no disk may be mounted here: full disks are left out")
    return [iter(kills), iter(others)], trials


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _run(kills: list[Iterator[None]], others: list[Iterator[None]], tally: Tally, until: float) -> None:
    """A day of kills, then one of the other trials, and so on in turn; one that is over has no more turns."""
    told = time.monotonic()
    days, rest = deque(kills), deque(others)
    while time.monotonic() < until:
        for turns in (days, rest):
            if turns and next(turns[0], _OVER) is not _OVER:
                turns.rotate(-1)
            elif turns:
                turns.popleft()
        if time.monotonic() - told > 60:
            told = time.monotonic()
            print(tally, flush=True)


_OVER = object()

if __name__ == "__main__":
    sys.exit(main())
