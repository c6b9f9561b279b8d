"""Ids are UUIDv7 in lower case, made offline, and never twice (RFC 9562 §5.7)."""

from __future__ import annotations

import random
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.ids import IdMaker, following, is_id, made_at


@given(st.lists(st.integers(0, 2**48 - 1), min_size=1, max_size=30), st.integers())
def test_ids_rise_whatever_the_clock_does(clock: list[int], seed: int) -> None:
    times = iter(clock)
    make_id = IdMaker(lambda: next(times), random.Random(seed).randbytes)
    ids = [make_id() for _ in clock]
    assert all(map(is_id, ids))
    assert ids == sorted(set(ids))


def test_an_id_is_a_uuid_of_version_7_with_the_time_in_front() -> None:
    made = uuid.UUID(IdMaker(lambda: 1_790_000_000_000, random.Random(1).randbytes)())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == 1_790_000_000_000


@given(st.integers(0, 2**48 - 1), st.text())
def test_an_id_that_follows_from_another_is_always_the_same_and_of_its_time(moment: int, name: str) -> None:
    made = IdMaker(lambda: moment, random.Random(1).randbytes)()
    one = following(made, name)
    assert is_id(one)
    assert one == following(made, name)
    assert made_at(one) == moment
    assert len({made, one, following(made), following(made, name, "1"), following(one, name)}) == 5


NO_IDS = (
    "",
    "5",
    None,
    7,
    "01900000-0000-7000-8000-00000000000",
    "01900000-0000-4000-8000-000000000000",
    "01900000-0000-7000-c000-000000000000",
    "0190000A-0000-7000-8000-000000000000",
    "01900000-0000-7000-8000-000000000000\n",
    "０1900000-0000-7000-8000-000000000000",
)


@pytest.mark.parametrize("text", NO_IDS)
def test_what_is_no_id(text: object) -> None:
    assert not is_id(text)


def test_the_ids_of_one_moment_follow_one_another_and_the_next_moment_begins_at_random() -> None:
    times = iter([7, 7, 7, 8])
    make_id = IdMaker(lambda: next(times), random.Random(5).randbytes)
    record, op, party, later = (uuid.UUID(make_id()).int for _ in range(4))
    assert (op - record, party - op) == (1, 1)
    assert later >> 80 == 8
    assert abs((later - party) % (1 << 62)) > 1 << 32
