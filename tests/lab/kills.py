"""Laptops and a district that die at any moment over a bad network; at the end all that was seen saved is there once.

A trial is a small working day of three laptops: each saves, edits and syncs in a process of its own, through a proxy
that spoils replies; laptops and server are killed while they work. Then the faults stop.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.server.district import District as Books
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync
from tests.lab.laptops import AtWork, Said
from tests.lab.promises import differences, not_in_log
from tests.lab.tally import Tally
from tests.lab.worker import PASSWORD
from tests.stories.cast import District
from tests.sync import fault_proxy as net

WORKERS = ("zhoumin", "zhoumin", "shenguoqiang")
CYCLES = 3
"""After so many syncs without faults nothing waits any more (protocol §1.5)."""
PORTAL = "<html>请先登录无线网络</html>".encode()


class Laptop(NamedTuple):
    """A laptop, and all that it was asked and said."""

    name: str
    folder: Path
    said: list[Said]


class Kills:
    """Days with kills, one after another from one seed, in one district; each day leaves it sound or is a violation."""

    def __init__(self, folder: Path, seed: int, tally: Tally, database: str | None = None) -> None:
        self._dice = random.Random(seed)
        self._tally = tally
        self._day = 0
        self._database = database
        self._district = District(folder / "district", database)
        self._district.set_up()
        self._district.opens()
        self._proxy = net.FaultProxy(self._district.address)
        self._crew = ThreadPoolExecutor(len(WORKERS))
        self._laptops = [
            self._enrolled(folder / f"laptop-{number}", worker) for number, worker in enumerate(WORKERS)
        ]

    def close(self) -> None:
        """Ends the district and the network."""
        self._crew.shutdown()
        self._proxy.close()
        self._district.dies()

    def __iter__(self) -> Iterator[None]:
        while True:
            self._day += 1
            self._tally.found(f"kills, day {self._day}", self._play())
            yield

    def _enrolled(self, folder: Path, worker: str) -> Laptop:
        code = self._district.does("enrol-code", worker)["code"]
        enrol(folder, self._proxy.address, code, folder.name, None, lambda _new: PASSWORD)
        return Laptop(folder.name, folder, [])

    # --- a day ---

    def _play(self) -> list[str]:
        for _ in range(3):
            seeds = [self._dice.random() for _ in self._laptops]
            turns = [self._crew.submit(self._works, *each) for each in zip(self._laptops, seeds, strict=True)]
            for _ in range(self._dice.choice((1, 2, 3))):
                time.sleep(self._dice.uniform(0.3, 1.5))
                if all(turn.done() for turn in turns):
                    break
                self._district.dies()
                self._tally.counts["server kills"] += 1
                self._district.opens()
            for turn in turns:
                turn.result()
        self._proxy.forget_faults()
        return self._sound()

    def _works(self, laptop: Laptop, seed: float) -> None:
        dice = random.Random(seed)
        self._proxy.next_faults(*(_fault(dice) for _ in range(dice.randrange(3))))
        self._tally.counts["network faults"] += 1
        work = AtWork(laptop.folder)
        if dice.random() < 0.7:
            killer = threading.Timer(dice.uniform(0.3, 1.6), work.process.kill)
            killer.start()
        laptop.said.extend(work.asks(*_lines(dice, laptop)))
        if work.ends() < 0:
            self._tally.counts["app kills"] += 1

    # --- what must hold in the evening ---

    def _sound(self) -> list[str]:
        broken: list[str] = []
        opened = [open_profile(laptop.folder, PASSWORD) for laptop in self._laptops]
        try:
            for laptop, profile in zip(self._laptops, opened, strict=True):
                broken += [f"{laptop.name}: {what}" for what in profile.database.find_damage()]
                broken += self._drained(laptop, profile)
            for profile in opened:
                sync(profile)
            books = Books.open(self._district.folder, self._database)
            try:
                told = [line for laptop in self._laptops for line in laptop.said]
                broken += not_in_log(books, told)
                for profile in opened:
                    broken += differences(books, profile)
            finally:
                books.close()
        finally:
            for profile in opened:
                profile.close()
        return broken

    def _drained(self, laptop: Laptop, profile: Profile) -> list[str]:
        for _ in range(CYCLES):
            receipt = sync(profile, until_empty=True)
            self._tally.counts["syncs"] += 1
            if receipt["waiting"] == 0 and "error" not in receipt:
                return []
        return [f"{laptop.name}: still waiting after {CYCLES} syncs: {receipt}"]


def _fault(dice: random.Random) -> net.Fault:
    faults: list[Callable[[], net.Fault]] = [
        lambda: net.loses_request,
        lambda: net.loses_reply,
        lambda: net.asks_twice,
        lambda: net.resets,
        lambda: net.cuts_at(dice.randrange(400)),
        lambda: net.flips_byte(dice.randrange(400)),
        lambda: net.answers(200, PORTAL),
        lambda: net.answers(dice.choice((429, 502, 503)), b"busy"),
    ]
    return dice.choice(faults)()


def _lines(dice: random.Random, laptop: Laptop) -> list[list[Any]]:
    """A turn's work: new records, edits of own earlier ones, syncs in between."""
    known = [line.answer for line in laptop.said if line.asked[0] == "add" and isinstance(line.answer, str)]
    lines: list[list[Any]] = []
    for _ in range(dice.randrange(4, 12)):
        choice = dice.random()
        if choice < 0.35:
            lines.append(["add", "note", {"text": f"{laptop.name} 第 {dice.randrange(10**9)} 条"}])
        elif choice < 0.75 and known:
            lines.append(["edit", dice.choice(known), {"text": f"改 {dice.randrange(10**9)}"}])
        else:
            lines.append(["sync"])
    return lines
