"""A district and laptops in one process, and a district that serves behind a bad network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gridworker.operations.records import add_record
from gridworker.store.profile import Profile
from tests.stories.cast import District
from tests.sync import fault_proxy as net
from tests.sync.direct import Town


@pytest.fixture
def town() -> Iterator[Town]:
    """A district and its workers, without a network between."""
    made = Town()
    yield made
    made.close()


@pytest.fixture
def zhou(town: Town) -> Profile:
    """周敏's laptop, synced once."""
    profile = town.laptop("zhoumin")
    town.sync(profile)
    return profile


@pytest.fixture
def shen(town: Town) -> Profile:
    """沈国强's laptop, synced once."""
    profile = town.laptop("shenguoqiang")
    town.sync(profile)
    return profile


@pytest.fixture
def case(town: Town, zhou: Profile) -> str:
    """A lead of 周敏's that the district has, all said that the next step needs."""
    who = (("applicant", "李建国"), ("respondent", "王秀英"))
    parties = [{"role": role, "name": name, "consent": "agree"} for role, name in who]
    fields = {"type": "neighbour", "title": "楼上漏水", "status": "lead", "parties": parties}
    [record] = add_record(zhou, "dispute", fields).ids
    town.sync(zhou)
    return record


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """A district that serves, one for all tests of a file."""
    district = District(tmp_path_factory.mktemp("district") / "data")
    district.set_up()
    district.opens()
    yield district
    district.dies()


@pytest.fixture(scope="module")
def network(served: District) -> Iterator[net.FaultProxy]:
    """The bad network before it."""
    proxy = net.FaultProxy(served.address)
    yield proxy
    proxy.close()
