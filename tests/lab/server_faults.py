"""Death, a full disk or a failing one at the N-th call of the district's server, while a laptop's work arrives."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from gridworker.operations.records import add_record, edit_record
from gridworker.server.district import District as Books
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync
from tests.lab import injection
from tests.lab.disk_faults import FAULTS
from tests.lab.laptops import Said
from tests.lab.promises import differences, not_in_log
from tests.lab.tally import Tally
from tests.lab.worker import PASSWORD
from tests.stories.cast import District
from tests.sync import fault_proxy as net

CYCLES = 3
PATIENCE = 3.0
"""Seconds after which a worker gives up on a server that says that it is busy: its disk is full."""


class ServerFaults:
    """All faults at all calls of a server that starts and takes one laptop's ops, in the order of a seed."""

    def __init__(self, folder: Path, seed: int, tally: Tally) -> None:
        self._folder = folder
        self._tally = tally
        self._morning, self._laptop = folder / "morning", folder / "zhou"
        district = District(self._morning)
        district.set_up()
        district.opens()
        self._proxy = net.FaultProxy(district.address)
        code = district.does("enrol-code", "zhoumin")["code"]
        enrol(self._laptop, self._proxy.address, code, "周敏的电脑", None, lambda _new: PASSWORD)
        with open_profile(self._laptop, PASSWORD) as profile:
            self._said = _works(profile)
        district.closes()
        calls = {call: self._calls(call) for call in {fault.call for fault in FAULTS}}
        self.trials = [(fault, number) for fault in FAULTS for number in range(1, calls[fault.call] + 1)]
        random.Random(seed).shuffle(self.trials)

    def close(self) -> None:
        """Takes the network away."""
        self._proxy.close()

    def __iter__(self) -> Iterator[None]:
        for fault, number in self.trials:
            self.tries(fault.at(number))
            yield

    def tries(self, fault: str) -> None:
        """Serves with a fault while the laptop syncs; with a sound disk again, the district gets and holds it all."""
        district, laptop = self._copies()
        opened = district.opens(under=injection.injecting(fault))
        with open_profile(laptop, PASSWORD) as profile:
            if opened:
                self._proxy.leads_to(district.address)
                self._tally.counts["syncs"] += 1
                patience = time.monotonic() + PATIENCE
                sync(profile, cancelled=lambda: time.monotonic() > patience)
            code = district.closes()
            self._tally.counts["server kills" if code < 0 or not opened else "disk faults"] += 1
            self._tally.found(f"server {fault}", self._sound(district, profile))
        district.dies()

    def _sound(self, district: District, profile: Profile) -> list[str]:
        district.opens()
        self._proxy.leads_to(district.address)
        for _ in range(CYCLES):
            receipt = sync(profile, until_empty=True)
            self._tally.counts["syncs"] += 1
        if receipt["waiting"] or "error" in receipt:
            return [f"still waiting after {CYCLES} syncs: {receipt}"]
        books = Books.open(district.folder)
        try:
            return not_in_log(books, self._said) + differences(books, profile, "note", "dispute")
        finally:
            books.close()

    def _copies(self) -> tuple[District, Path]:
        for name in ("district", "laptop"):
            shutil.rmtree(self._folder / name, ignore_errors=True)
        shutil.copytree(self._morning, self._folder / "district")
        return District(self._folder / "district"), shutil.copytree(self._laptop, self._folder / "laptop")

    def _calls(self, call: str) -> int:
        out = self._folder / "calls"
        district, laptop = self._copies()
        assert district.opens(under=injection.counting(call, out))
        self._proxy.leads_to(district.address)
        with open_profile(laptop, PASSWORD) as profile:
            assert "error" not in sync(profile, until_empty=True)
        district.closes()
        return injection.most_calls(out)


def _works(profile: Profile) -> list[Said]:
    """Saves what the laptop will bring: records, edits of them, a case."""
    said = []
    for number in range(4):
        text = {"text": f"第 {number} 条：三幢门禁坏了。"}
        said.append(Said(["add", "note", text], add_record(profile, "note", text).ids[0]))
    edit = {"text": "物业周五来修。"}
    said.append(Said(["edit", said[0].answer, edit], edit_record(profile, said[0].answer, edit).id))
    case = {"title": "楼上漏水", "type": "neighbour", "parties": [{"name": "王阿姨"}]}
    said.append(Said(["add", "dispute", case], add_record(profile, "dispute", case).ids[0]))
    return said
