"""A share of the laboratory in every run of the tests; `make lab MINUTES=n` runs it as long as wanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from tests.lab.disk_faults import DiskFaults
from tests.lab.errand import Errand
from tests.lab.fleet import Fleet
from tests.lab.kills import Kills
from tests.lab.moments import Moments
from tests.lab.sending_faults import SendingFaults
from tests.lab.server_faults import ServerFaults
from tests.lab.small_disk import SmallDisk, can_mount
from tests.lab.tally import Tally

SEED = 20261122


def run(trials: Iterator[None], count: int) -> None:
    """Plays so many trials."""
    for _ in islice(trials, count):
        pass


def test_days_on_which_laptops_and_the_district_die(tmp_path: Path) -> None:
    tally = Tally()
    with closing(Kills(tmp_path, SEED, tally)) as kills:
        run(iter(kills), 2)
    assert tally.violations == []
    # How many there is time for depends on what else the machine does.
    assert tally.counts["app kills"] >= 1
    assert tally.counts["server kills"] >= 1


def test_death_and_disk_faults_at_any_call_of_a_laptop(tmp_path: Path) -> None:
    tally = Tally()
    run(iter(DiskFaults(tmp_path, SEED, tally)), 24)
    assert tally.violations == []
    assert tally.counts["app kills"] >= 5
    assert tally.counts["disk faults"] >= 5
    assert tally.counts["faults nobody noticed"] <= 5


@pytest.fixture(scope="module")
def errand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Errand]:
    with closing(Errand(tmp_path_factory.mktemp("errand"))) as errand:
        yield errand


def test_death_and_disk_faults_at_any_call_of_the_district(errand: Errand) -> None:
    tally = Tally()
    run(iter(ServerFaults(errand, SEED, tally)), 6)
    assert tally.violations == []
    assert tally.counts["server kills"] >= 3


def test_death_and_disk_faults_at_any_call_of_a_laptop_that_sends_a_file(errand: Errand) -> None:
    tally = Tally()
    run(iter(SendingFaults(errand, SEED, tally)), 7)
    assert tally.violations == []
    assert tally.counts["app kills"] >= 1


def test_death_and_disk_faults_within_upgrades_backups_and_restores(tmp_path: Path, errand: Errand) -> None:
    tally = Tally()
    run(iter(Moments(tmp_path, errand, SEED, tally)), 8)
    assert tally.violations == []
    assert tally.counts["app kills"] >= 3
    assert tally.counts["server kills"] >= 3


def test_a_fleet_comes_at_once_over_a_bad_network(tmp_path: Path) -> None:
    tally = Tally()
    with closing(Fleet(tmp_path, SEED, tally, 250)) as fleet:
        run(iter(fleet), 1)
    assert tally.violations == []
    assert tally.counts["syncs"] >= 250
    assert tally.counts["network faults"] >= 5


def test_disks_that_fill_up_in_the_middle_of_the_work(tmp_path: Path) -> None:
    """Where no disk may be mounted, `tests/store/test_bad_days.py` fills one that is small by its own rule."""
    tally = Tally()
    if can_mount(tmp_path):
        run(iter(SmallDisk(tmp_path, SEED, tally)), 2)
        assert tally.counts["full disks"] == 2
    assert tally.violations == []
