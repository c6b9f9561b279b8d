"""A laptop, then a district, whose disk of 4 MiB fills up in the middle of the work, and later has room again."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gridworker.operations.records import add_record
from gridworker.server.district import District as Books
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync
from tests.lab.laptops import AtWork, Said
from tests.lab.promises import broken_promises, differences, not_in_log
from tests.lab.tally import Tally
from tests.lab.worker import PASSWORD
from tests.stories.cast import District

SMALL, LARGE = "4m", "64m"
BLOCK, LEFT = 4096, 600 * 1024
PATIENCE = 3.0
"""Seconds after which a worker gives up on a district that says that it is busy."""


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 4 MiB mounted at a new folder."""
    folder.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def make_room(folder: Path) -> None:
    """The disk becomes larger."""
    subprocess.run(["mount", "-o", f"remount,size={LARGE}", folder], check=True)


def fill(folder: Path, left: int) -> None:
    """Somebody else's files take the disk but for `left` bytes."""
    with (folder / "films.iso").open("wb") as file:
        for _ in range((shutil.disk_usage(folder).free - left) // BLOCK):
            file.write(bytes(BLOCK))


def can_mount(folder: Path) -> bool:
    """Whether this user may mount a small disk."""
    try:
        with small_disk(folder / "may-i"):
            return True
    except subprocess.CalledProcessError:
        return False


class SmallDisk:
    """Full disks of laptops and of districts in turn, from one seed."""

    def __init__(self, folder: Path, seed: int, tally: Tally) -> None:
        self._folder = folder
        self._dice = random.Random(seed)
        self._tally = tally

    def __iter__(self) -> Iterator[None]:
        number = 0
        while True:
            for trial in (self.of_a_laptop, self.of_a_district):
                number += 1
                with small_disk(self._folder / f"disk-{number}") as disk:
                    self._tally.counts["full disks"] += 1
                    self._tally.found(
                        f"{trial.__name__}, trial {number}", trial(disk, self._folder / f"{number}")
                    )
                yield

    def of_a_laptop(self, disk: Path, aside: Path) -> list[str]:
        """A worker saves until nothing can be saved any more; what was told saved stays, and arrives later."""
        district = _served(aside / "district")
        try:
            laptop = _enrolled(district, disk / "profile")
            fill(disk, LEFT)
            said = self._until_full(laptop)
            make_room(disk)
            with open_profile(laptop, PASSWORD) as profile:
                broken = broken_promises(profile, said)
                return broken + _arrived(district, profile, said)
        finally:
            district.dies()

    def _until_full(self, laptop: Path) -> list[Said]:
        work = AtWork(laptop)
        for _ in range(400):
            text = {"text": "漏水" * self._dice.randrange(10, 9_000)}
            answer = work.asks(["add", "note", text])[-1].answer
            if isinstance(answer, dict):
                assert answer == {"trouble": "disk_full"}, answer
                break
        else:
            raise AssertionError("the disk never filled up")
        work.asks(["draft", "还没写完的一句"], ["sync"])
        work.ends()
        return work.said

    def of_a_district(self, disk: Path, aside: Path) -> list[str]:
        """A district has no room for what a laptop brings; it says so, and takes it when there is room again."""
        district = _served(disk / "district")
        try:
            laptop = _enrolled(district, aside / "profile")
            fill(disk, LEFT)
            with open_profile(laptop, PASSWORD) as profile:
                said = [self._adds(profile) for _ in range(30)]
                patience = time.monotonic() + PATIENCE
                receipt = sync(profile, cancelled=lambda: time.monotonic() > patience)
                if "error" not in receipt:
                    return ["the disk never filled up"]
                make_room(disk)
                return _arrived(district, profile, said)
        finally:
            district.dies()

    def _adds(self, profile: Profile) -> Said:
        text: dict[str, Any] = {
            "text": "".join(chr(self._dice.randrange(0x4E00, 0x9FA5)) for _ in range(15_000))
        }
        return Said(["add", "note", text], add_record(profile, "note", text).ids[0])


def _served(folder: Path) -> District:
    district = District(folder)
    district.set_up()
    district.opens()
    return district


def _enrolled(district: District, folder: Path) -> Path:
    code = district.does("enrol-code", "zhoumin")["code"]
    enrol(folder, district.address, code, "周敏的电脑", None, lambda _new: PASSWORD)
    return folder


def _arrived(district: District, profile: Profile, said: list[Said]) -> list[str]:
    """With room again, one sync brings everything."""
    receipt = sync(profile, until_empty=True)
    if receipt["waiting"] or "error" in receipt:
        return [f"still waiting: {receipt}"]
    books = Books.open(district.folder)
    try:
        return not_in_log(books, said) + differences(books, profile)
    finally:
        books.close()
