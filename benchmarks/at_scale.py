"""A hundred thousand records: whether each takes as long as when there are ten thousand, and the memory it takes."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.figure import Figure
from benchmarks.laptop import disputes, save_many
from benchmarks.over_the_wire import PASSWORD, enrolled, served, synced
from gridworker.store.profile import open_profile

FEW, MANY = 10_000, 100_000
_PORTION = 10_000


class _Times(NamedTuple):
    """Microseconds a record, up and down, and how far the memory of the laptop that pulls rose, in MiB."""

    push: float
    pull: float
    memory: float


def scale_figures(folder: Path) -> list[Figure]:
    """Push and pull of many records beside few, and the memory of a laptop that pulls many, over its idle memory."""
    few = [_times(folder / "few", FEW)]
    many = _times(folder / "many", MANY)
    few += [_times(folder / f"few {number}", FEW) for number in (2, 3)]
    return [
        _slower("push, 100,000 records", many.push, median(each.push for each in few)),
        _slower("pull, 100,000 records", many.pull, median(each.pull for each in few)),
        Figure(
            "memory over idle, pulling 100,000",
            many.memory,
            "MiB",
            bar="≤ 120 MiB",
            holds=many.memory <= 120,
            elsewhere="Anki 127 with 10,000",
        ),
    ]


def _slower(name: str, many: float, few: float) -> Figure:
    return Figure(name, many, "µs a record", few, "10,000", "≤ 1.15 ×", many <= 1.15 * few)


def _times(folder: Path, count: int) -> _Times:
    folder.mkdir(parents=True)
    with served(folder / "server", None) as (server, address), ExitStack() as stack:
        sends = stack.enter_context(enrolled(folder / "sends", server, address, "zhoumin"))
        with enrolled(folder / "receives", server, address, "shenguoqiang"):
            pass
        for start in range(0, count, _PORTION):
            save_many(sends, disputes(_PORTION, seed=start), followed_by=count - _PORTION - start)
        _, push = synced(sends)
        pull, memory = _pulled(folder / "receives")
    return _Times(push / count * 1e6, pull / count * 1e6, memory)


def _pulled(folder: Path) -> tuple[float, float]:
    """Seconds of a pull by a process of its own, and the MiB by which its memory rose."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.at_scale", str(folder)],
        env={**os.environ, "GRIDWORKER_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def _pull(folder: Path) -> None:
    """Pulls everything into the profile in `folder`; prints the seconds and the MiB the memory rose by."""
    with open_profile(folder, os.environ["GRIDWORKER_PASSWORD"]) as profile:
        idle = _memory("VmRSS")
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        _, seconds = synced(profile)
        print(seconds, (_memory("VmHWM") - idle) / 1024)


def _memory(name: str) -> int:
    """KiB, as Linux tells them."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


if __name__ == "__main__":
    _pull(Path(sys.argv[1]))
