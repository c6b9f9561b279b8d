"""Laptops that speak with a served district."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gridworker.server.district import District as OpenDistrict
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync
from tests.stories.cast import PASSWORD, District
from tests.sync import fault_proxy as net


@pytest.fixture(scope="module")
def laptops(
    served: District, network: net.FaultProxy, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Profile]]:
    opened = {}
    with_codes = OpenDistrict.open(served.folder)
    for worker in ("zhoumin", "shenguoqiang"):
        folder = tmp_path_factory.mktemp(worker) / "profile"
        code = with_codes.enrol_code(worker).code
        enrol(folder, network.address, code, f"{worker} 的电脑", None, lambda _new: PASSWORD)
        opened[worker] = open_profile(folder, PASSWORD)
    with_codes.close()
    yield opened
    for profile in opened.values():
        profile.close()


@pytest.fixture
def zhou(laptops: dict[str, Profile], network: net.FaultProxy) -> Profile:
    network.forget_faults()
    sync(laptops["zhoumin"])
    return laptops["zhoumin"]


@pytest.fixture
def shen(laptops: dict[str, Profile], zhou: Profile) -> Profile:
    sync(laptops["shenguoqiang"])
    return laptops["shenguoqiang"]
