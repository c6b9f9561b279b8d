"""What is dead and free goes back when nothing runs."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from gridworker.environment.memory import give_back


class Ring:
    """Refers to itself: only the collector finds it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def seldom() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(10, 1, 1_000_000)
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("seldom")
def test_an_old_ring_of_dead_objects_goes_at_rest() -> None:
    ring = Ring()
    is_there = weakref.ref(ring)
    gc.collect()
    del ring
    give_back()
    assert is_there()
    kept: list[Ring] = []
    while gc.get_count()[2] < 10:
        kept.append(Ring())
    assert is_there()
    give_back()
    assert not is_there()
