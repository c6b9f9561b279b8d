"""Death and a full disk inside what a program does seldom: an upgrade, a backup, a restore.

Each is the real command in a process of its own, on a copy of one morning. Afterwards, with a sound disk, all that was
told saved is there, and the same command does its work.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from gridworker.domain.errors import ComputerTrouble
from gridworker.server.district import District as Books
from gridworker.server.migrations import STEPS
from gridworker.store.copies import write_copy
from gridworker.store.profile import open_profile
from gridworker.store.schema import VERSION
from gridworker.store.vault import KEYS_NAME
from tests.lab import injection
from tests.lab.disk_faults import Fault, all_trials
from tests.lab.errand import Errand
from tests.lab.older import older_district, older_profile
from tests.lab.promises import broken_promises, not_in_log
from tests.lab.tally import Tally
from tests.lab.worker import PASSWORD
from tests.stories.cast import PROGRAMS, District, Laptop
from tests.stories.cast import Said as Ended

KILL = "signal=KILL"
FAULTS = [
    *(
        Fault(call, KILL)
        for call in ("pwrite64", "write", "sendfile", "fsync", "ftruncate", "rename", "unlink", "mkdir")
    ),
    Fault("pwrite64", "error=ENOSPC", onwards=True),
    Fault("write", "error=ENOSPC", onwards=True),
    Fault("fsync", "error=EIO"),
    Fault("rename", "error=EIO"),
]
"""A file is copied by sendfile, a database written by pwrite64, a small file by write."""


class Moment(NamedTuple):
    """One thing that is done seldom: by which side, with which words, and what is wrong afterwards.

    `wrong` is asked when the command died or failed, and again when it was done.
    """

    name: str
    side: str
    words: list[str]
    wrong: Callable[[Path, bool], list[str]]


class Moments:
    """All faults at all calls of each moment, in the order of a seed, turn and turn about."""

    def __init__(self, folder: Path, errand: Errand, seed: int, tally: Tally) -> None:
        self._folder = folder
        self._errand = errand
        self._tally = tally
        self._dice = random.Random(seed)
        self._made(folder / "morning")

    def __iter__(self) -> Iterator[None]:
        waiting = [(moment, self._trials(moment)) for moment in self.moments()]
        while waiting:
            for moment, trials in waiting:
                self.tries(moment, trials.pop())
                yield
            waiting = [(moment, trials) for moment, trials in waiting if trials]

    def moments(self) -> list[Moment]:
        """What is tried."""
        app, server = ["gridworker", "--profile"], ["gridworker-server", "--data"]
        to, back = ["backup", "backups"], ["restore", "backups"]
        holds, logged = self._profile, self._district
        return [
            Moment("upgrade of a profile", "app", [*app, "older", "conflicts"], holds("older")),
            Moment("backup of a profile", "app", [*app, "profile", "backup", "copy.gwb"], self._copied),
            Moment("restore of a profile", "app", [*app, "profile", "restore", "copy.gwb"], holds("profile")),
            Moment("restore into nothing", "app", [*app, "nothing", "restore", "copy.gwb"], self._anew),
            Moment(
                "upgrade of a district",
                "server",
                [*server, "older-district", "status"],
                logged("older-district"),
            ),
            Moment("backup of a district", "server", [*server, "district", *to], self._backed_up),
            Moment("restore of a district", "server", [*server, "district", *back], logged("district")),
            Moment("restore of a new district", "server", [*server, "new", *back], self._founded),
        ]

    def tries(self, moment: Moment, fault: str) -> None:
        """Does it with a fault, then looks, then does it again without."""
        day = self._day()
        code = _run(day, moment.words, injection.injecting(fault)).code
        self._tally.counts[f"{moment.side} kills" if code < 0 else "disk faults"] += 1
        broken = moment.wrong(day, code == 0)
        again = _run(day, moment.words)
        if again.code != 0:
            broken.append(f"it cannot be done afterwards: {again}")
        broken += moment.wrong(day, again.code == 0) + _left_behind(day)
        self._tally.found(f"{moment.name} {fault}", broken)

    # --- the morning ---

    def _made(self, morning: Path) -> None:
        scene = self._errand.scene()
        shutil.copytree(scene.laptop, morning / "profile")
        with open_profile(morning / "profile", PASSWORD) as profile:
            write_copy(profile, morning / "copy.gwb")
        shutil.copytree(morning / "profile", morning / "older")
        older_profile(morning / "older", PASSWORD, self._dice.randrange(1, VERSION))
        assert self._errand.unsound(scene) == []
        scene.district.does("backup", str(morning / "backups"))
        scene.district.closes()
        shutil.copytree(scene.district.folder, morning / "district")
        shutil.copytree(scene.district.folder, morning / "older-district")
        older_district(morning / "older-district", self._dice.choice(STEPS[:-1]))

    def _day(self) -> Path:
        shutil.rmtree(self._folder / "day", ignore_errors=True)
        return shutil.copytree(self._folder / "morning", self._folder / "day")

    def _trials(self, moment: Moment) -> list[str]:
        out = self._folder / "calls"
        ended = _run(self._day(), moment.words, injection.counting(out, {fault.call for fault in FAULTS}))
        assert ended.code == 0, ended
        trials = all_trials(FAULTS, injection.most_calls(out))
        self._dice.shuffle(trials)
        kills = [fault for fault in trials if KILL in fault]
        others = [fault for fault in trials if KILL not in fault]
        return [fault for pair in zip_longest(others, kills) for fault in pair if fault]

    # --- what must hold ---

    def _profile(self, name: str) -> Callable[[Path, bool], list[str]]:
        return lambda day, _done: self._holds(day / name)

    def _holds(self, folder: Path) -> list[str]:
        with open_profile(folder, PASSWORD) as profile:
            return broken_promises(profile, self._errand.said)

    def _copied(self, day: Path, _done: bool) -> list[str]:
        """The copy is the old one or the new one; both go back whole."""
        Laptop(day / "another").does("restore", str(day / "copy.gwb"))
        broken = self._holds(day / "another") + self._holds(day / "profile")
        shutil.rmtree(day / "another")
        return broken

    def _anew(self, day: Path, done: bool) -> list[str]:
        """There is no profile yet, or a whole one."""
        there = done or (day / "nothing" / KEYS_NAME).exists()
        return self._holds(day / "nothing") if there else []

    def _district(self, name: str) -> Callable[[Path, bool], list[str]]:
        return lambda day, _done: self._logged(day / name)

    def _logged(self, folder: Path) -> list[str]:
        books = Books.open(folder)
        try:
            return not_in_log(books, self._errand.said)
        finally:
            books.close()

    def _backed_up(self, day: Path, _done: bool) -> list[str]:
        """Whatever counts as a backup goes back whole, the newest first."""
        District(day / "elsewhere").does("restore", str(day / "backups"))
        broken = self._logged(day / "elsewhere") + self._logged(day / "district")
        shutil.rmtree(day / "elsewhere")
        return broken

    def _founded(self, day: Path, done: bool) -> list[str]:
        """There is no district yet, or a whole one."""
        try:
            return self._logged(day / "new")
        except ComputerTrouble as trouble:
            return [trouble.code] if done or trouble.code != "no_district_here" else []


def _run(day: Path, words: list[str], under: list[str] | None = None) -> Ended:
    program, *rest = words
    done = subprocess.run(
        [*(under or []), str(PROGRAMS / program), *rest],
        cwd=day,
        capture_output=True,
        text=True,
        env={**os.environ, "GRIDWORKER_PASSWORD": PASSWORD},
        timeout=120,
        check=False,
    )
    return Ended(done.returncode, None, f"{done.stdout}{done.stderr}")


def _left_behind(day: Path) -> list[str]:
    """Halves of copies, with people's data in them, that nobody would ever take away."""
    halves = (".copy-*", ".restore-*", "restore-*", "*.partial", ".*.partial")
    return [f"left behind: {path.relative_to(day)}" for name in halves for path in day.rglob(name)]
