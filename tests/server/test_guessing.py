"""Whoever guesses codes or tokens is made to wait, and nobody else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.protocol.messages import Device, EnrolAnswer, EnrolRequest
from gridworker.server.guesses import MOST, WITHIN_MS, Guesses
from gridworker.server.rejection import Rejected
from tests.laptop import SetClock
from tests.server.village import Village

WIFI, MOBILE = "10.8.0.7", "10.9.0.3"


@pytest.fixture
def enrols(village: Village, clock: SetClock) -> Callable[[str, str], EnrolAnswer]:
    """An attempt to enrol from an address with a code."""
    guesses = Guesses(clock.monotonic)

    def attempt(address: str, code: str) -> EnrolAnswer:
        request = EnrolRequest(code=code, device=Device(name="电脑"))
        return guesses.guarded(address, lambda: village.district.enrol(request))

    return attempt


def refusal(attempt: Callable[[], object]) -> Rejected:
    """How an attempt is refused."""
    with pytest.raises(Rejected) as refused:
        attempt()
    return refused.value


def test_after_ten_wrong_codes_even_the_right_one_waits(
    village: Village, clock: SetClock, enrols: Callable[[str, str], EnrolAnswer]
) -> None:
    code = village.district.enrol_code("zhoumin").code
    for _ in range(MOST):
        assert refusal(lambda: enrols(WIFI, "ABCD-EFGH-JKMN")).code == "BAD_CODE"
    refused = refusal(lambda: enrols(WIFI, code))
    assert (refused.code, refused.retry_after) == ("BUSY", WITHIN_MS // 1000 + 1)
    assert enrols(MOBILE, code).worker.id == "zhoumin"
    clock.at += WITHIN_MS
    assert refusal(lambda: enrols(WIFI, code)).code == "BAD_CODE"


def test_good_codes_are_never_counted(village: Village, enrols: Callable[[str, str], EnrolAnswer]) -> None:
    for _ in range(MOST + 5):
        enrols(WIFI, village.district.enrol_code("zhoumin").code)


@given(st.lists(st.integers(0, WITHIN_MS), max_size=60))
def test_at_most_ten_wrong_tries_are_looked_at_in_any_minute(pauses: list[int]) -> None:
    clock = SetClock()
    guesses, looked_at = Guesses(clock.monotonic), []

    def wrong() -> None:
        looked_at.append(clock.at)
        raise Rejected("BAD_TOKEN")

    for pause in pauses:
        clock.at += pause
        refused = refusal(lambda: guesses.guarded(WIFI, wrong))
        assert refused.code in ("BAD_TOKEN", "BUSY")
        assert refused.code == "BAD_TOKEN" or refused.retry_after
    for start in looked_at:
        assert sum(start <= at < start + WITHIN_MS for at in looked_at) <= MOST
