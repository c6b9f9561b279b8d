"""Death, a full disk or a failing one at the N-th call of a small session: what was told saved is there, and whole."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.store.profile import open_profile
from tests.cli.terminal import PASSWORD, enrolled
from tests.lab import injection
from tests.lab.laptops import AtWork
from tests.lab.promises import broken_promises
from tests.lab.tally import Tally

DAY: list[list[Any]] = [
    ["add", "note", {"text": "三幢门禁坏了，已告知物业。"}],
    ["edit", 0, {"text": "三幢门禁坏了，物业周五来修。"}],
    ["add", "dispute", {"title": "楼上漏水", "type": "neighbour", "parties": [{"name": "王阿姨"}]}],
    ["draft", "王阿姨说上个月就"],
    ["edit", 1, {"status": "accepted", "facts": "卫生间渗水，天花板起皮。" * 40}],
    ["add", "note", {"text": "重复的"}],
    ["delete", 2],
]


class Fault(NamedTuple):
    """A fault at the N-th call: the call, and what strace does there."""

    call: str
    what: str
    onwards: bool = False

    def at(self, number: int) -> str:
        """The fault as strace has it."""
        return f"{self.call}:{self.what}:when={number}{'+' if self.onwards else ''}"


FAULTS = [
    *(Fault(call, "signal=KILL") for call in ("pwrite64", "fsync", "ftruncate", "unlink")),
    Fault("pwrite64", "error=ENOSPC", onwards=True),
    Fault("pwrite64", "error=EIO"),
    Fault("fsync", "error=EIO"),
    Fault("ftruncate", "error=EIO"),
]


def all_trials(faults: Sequence[Fault], calls: Mapping[str, int]) -> list[str]:
    """Each fault at each call that was made, as strace has them."""
    return [fault.at(number) for fault in faults for number in range(1, calls.get(fault.call, 0) + 1)]


class DiskFaults:
    """All faults at all calls of one worker's day, in the order of a seed, without a network."""

    def __init__(self, folder: Path, seed: int, tally: Tally) -> None:
        self._folder = folder
        self._tally = tally
        self._morning = folder / "morning"
        enrolled(self._morning)
        self.trials = all_trials(FAULTS, self._calls())
        random.Random(seed).shuffle(self.trials)

    def __iter__(self) -> Iterator[None]:
        for fault in self.trials:
            self.tries(fault)
            yield

    def tries(self, fault: str) -> None:
        """Plays the day with a fault; with a sound disk again, all that was told saved is there and work goes on."""
        folder = self._copy("day")
        work = AtWork(folder, injection.injecting(fault))
        said = work.asks(*DAY)
        code = work.ends()
        self._tally.counts["app kills" if code < 0 else "disk faults"] += 1
        with open_profile(folder, PASSWORD) as profile:
            broken = broken_promises(profile, said)
        again = AtWork(folder)
        if not isinstance(again.asks(DAY[0])[0].answer, str) or again.ends() != 0:
            broken.append("no work was possible afterwards")
        if code == 0 and not any(isinstance(line.answer, dict) for line in said):
            self._tally.counts["faults nobody noticed"] += 1
        self._tally.found(f"disk {fault}", broken)

    def _copy(self, name: str) -> Path:
        shutil.rmtree(self._folder / name, ignore_errors=True)
        return shutil.copytree(self._morning, self._folder / name)

    def _calls(self) -> dict[str, int]:
        out = self._folder / "calls"
        calls = {fault.call for fault in FAULTS}
        work = AtWork(self._copy("whole"), injection.counting(out, calls))
        assert all(isinstance(line.answer, str | int) for line in work.asks(*DAY))
        assert work.ends() == 0
        return injection.most_calls(out)
