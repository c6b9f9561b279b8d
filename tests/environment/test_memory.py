"""What is dead and free goes back when nothing runs."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from gridworker.environment.memory import give_back, look_here_alone, look_through


class Ring:
    """Refers to itself: only the collector finds it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    look_here_alone()
    yield
    gc.enable()


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
        look_through()
    assert is_there()
    give_back()
    assert not is_there()


def test_a_ring_goes_where_that_is_asked_for_and_not_in_the_thread_that_makes_much() -> None:
    ended_in: list[threading.Thread] = []
    weakref.finalize(Ring(), lambda: ended_in.append(threading.current_thread()))
    busy = threading.Thread(target=lambda: [Ring() for _ in range(100_000)])
    busy.start()
    busy.join()
    assert ended_in == []
    look_through()
    assert ended_in == [threading.current_thread()]
