"""A served district, the network before it, and the laptops of 周敏 and 沈国强."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gridworker.operations.records import add_record
from gridworker.server.district import District as OpenDistrict
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync
from gridworker.ui.theme.theme import Theme
from tests.stories.cast import PASSWORD, District
from tests.sync.fault_proxy import FaultProxy
from tests.ui.day import Day
from tests.ui.patience import Failed


@pytest.fixture
def network(served: District) -> Iterator[FaultProxy]:
    """What stands between 周敏's laptop and the district."""
    proxy = FaultProxy(served.address)
    yield proxy
    proxy.close()


@pytest.fixture(scope="module")
def office(served: District) -> Iterator[OpenDistrict]:
    """The district's books, opened beside the process that serves them."""
    opened = OpenDistrict.open(served.folder)
    yield opened
    opened.close()


@pytest.fixture
def zhou(office: OpenDistrict, network: FaultProxy, tmp_path: Path) -> Path:
    """The folder of 周敏's profile, enrolled; a patrol of hers is delivered."""
    folder = tmp_path / "zhou"
    enrol(
        folder, network.address, office.enrol_code("zhoumin").code, "周敏的电脑", None, lambda _new: PASSWORD
    )
    with open_profile(folder, PASSWORD) as profile:
        add_record(profile, "patrol", {"place": {"text": "东篱苑3幢"}, "categories": ["normal"]})
        sync(profile)
    return folder


@pytest.fixture
def shen(served: District, office: OpenDistrict, tmp_path: Path) -> Iterator[Profile]:
    """沈国强's laptop, enrolled and synced; a patrol of his is delivered."""
    folder = tmp_path / "shen"
    enrol(
        folder,
        served.address,
        office.enrol_code("shenguoqiang").code,
        "沈国强的电脑",
        None,
        lambda _new: PASSWORD,
    )
    with open_profile(folder, PASSWORD) as profile:
        add_record(profile, "patrol", {"place": {"text": "西河沿"}, "categories": ["normal"]})
        sync(profile)
        yield profile


@pytest.fixture
def opens(
    look: Theme, loop: asyncio.AbstractEventLoop, failed: Failed, zhou: Path
) -> Iterator[Callable[[], Day]]:
    """Opens 周敏's window, unlocked; the one before it is closed first."""
    open_: list[Day] = []

    def close() -> None:
        while open_:
            made = open_.pop()
            loop.run_until_complete(made.breaks_off() if failed() else made.ends())
            assert made.errors == []

    def make() -> Day:
        close()
        made = Day(zhou, loop)
        made.opens()
        open_.append(made)
        loop.run_until_complete(made.unlock())
        return made

    yield make
    close()


@pytest.fixture
def day(opens: Callable[[], Day]) -> Day:
    """周敏's window, unlocked. What no page told stands in `errors`; a test that brings some about takes them out."""
    return opens()
