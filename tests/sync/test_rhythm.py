"""A laptop left alone: it keeps the sign of the network true, sends what waits, and never crowds the server."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.ids import IdMaker
from gridworker.sync import rhythm
from gridworker.sync.rhythm import Link, backoff, begun, looked, next_move, share_of, synced, woken
from tests.laptop import SetClock

SECOND, MINUTE = 1_000, 60_000


class Day:
    """A laptop and its rhythm, minute after minute, before a server that is there or not."""

    def __init__(self, chance: float = 0.5, share: float = 0.5) -> None:
        self.chance, self.share = chance, share
        self.now = 0
        self.code, self.sync_error = "", ("", "")
        self.waiting, self.active = False, True
        self.saved_at: int | None = None
        self.link = begun(0, share, chance)
        self.looks: list[int] = []
        self.syncs: list[int] = []

    def passes(self, ms: int) -> None:
        until = self.now + ms
        while self.now < until:
            move = next_move(
                self.link, self.now, active=self.active, waiting=self.waiting, saved_at=self.saved_at
            )
            assert move.wait_ms >= rhythm.LEAST_MS
            if move.what:
                self._look(then_sync=move.what == "sync")
            self.now += min(move.wait_ms, until - self.now)

    def _look(self, *, then_sync: bool) -> None:
        self.looks.append(self.now)
        self.link = looked(self.link, self.code, self.now, self.share, self.chance)
        again = next_move(
            self.link, self.now, active=self.active, waiting=self.waiting, saved_at=self.saved_at
        )
        if then_sync and self.link.found == "online" and again.what == "sync":
            self.syncs.append(self.now)
            self.link = synced(self.link, *self.sync_error, self.now, self.chance)
            if self.sync_error == ("", ""):
                self.waiting = False


def test_after_the_start_it_looks_at_once_and_syncs_within_a_minute() -> None:
    day = Day()
    day.passes(MINUTE)
    assert day.looks[0] == 0
    assert len(day.syncs) == 1
    assert 10 * SECOND <= day.syncs[0] <= 40 * SECOND


def test_on_a_quiet_day_it_looks_each_minute_and_syncs_each_half_hour() -> None:
    day = Day()
    day.passes(119 * MINUTE)
    assert 100 <= len(day.looks) <= 125
    assert len(day.syncs) == 4


def test_nobody_looks_for_a_window_that_is_not_in_use_but_work_still_goes() -> None:
    day = Day()
    day.passes(MINUTE)
    day.active, looks = False, len(day.looks)
    day.passes(20 * MINUTE)
    assert len(day.looks) == looks
    day.waiting = True
    day.passes(10 * MINUTE)
    assert len(day.syncs) == 2


def test_what_was_just_saved_can_still_be_taken_back() -> None:
    day = Day()
    day.passes(20 * MINUTE)
    day.saved_at, day.waiting = day.now, True
    day.passes(2 * MINUTE - SECOND)
    assert len(day.syncs) == 1
    day.passes(MINUTE)
    assert len(day.syncs) == 2


def test_without_a_network_it_goes_on_looking_and_syncs_soon_after_it_is_back() -> None:
    day = Day()
    day.code, day.waiting = "server_unreachable", True
    day.passes(60 * MINUTE)
    assert day.link.found == "offline"
    assert day.syncs == []
    assert day.looks[-1] > day.now - 61 * SECOND
    day.code = ""
    day.passes(2 * MINUTE)
    assert len(day.syncs) == 1
    assert day.link.found == "online"


def test_a_new_network_is_looked_at_at_once() -> None:
    day = Day(chance=1.0)
    day.code = "server_unreachable"
    day.passes(10 * MINUTE)
    day.link, day.code, looks = woken(day.link, day.now), "", len(day.looks)
    day.passes(SECOND)
    assert len(day.looks) == looks + 1
    assert day.link.found == "online"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("server_unreachable", "offline"),
        ("network_timeout", "silent"),
        ("server_fault", "silent"),
        ("INTERNAL", "silent"),
        ("foreign_answer", "portal"),
        ("tls_not_trusted", "untrusted"),
        ("BUSY", "online"),
        ("UPGRADE_REQUIRED", "online"),
    ],
)
def test_each_trouble_is_a_state_of_the_network(code: str, found: str) -> None:
    assert looked(Link(), code, 0, 0.5, 0.5).found == found


@pytest.mark.parametrize(("kind", "code"), [("auth", "REVOKED"), ("cancelled", "cancelled")])
def test_what_a_person_or_the_district_stopped_stays_stopped_until_a_person_syncs(
    kind: str, code: str
) -> None:
    day = Day()
    day.sync_error, day.waiting = (kind, code), True
    day.passes(120 * MINUTE)
    assert len(day.syncs) == 1
    assert day.link.found == ("refused" if kind == "auth" else "online")
    day.link = synced(day.link, "", "", day.now, 0.5)
    day.sync_error = ("", "")
    day.passes(10 * MINUTE)
    assert len(day.syncs) == 2


@pytest.mark.parametrize("kind", ["busy", "network", "version", "fork"])
def test_a_server_that_says_no_is_asked_less_and_less(kind: str) -> None:
    day = Day(chance=0.9)
    day.sync_error, day.waiting = (kind, "BUSY"), True
    day.passes(180 * MINUTE)
    gaps = [later - sooner for sooner, later in zip(day.syncs, day.syncs[1:], strict=False)]
    assert gaps[-1] > 5 * MINUTE
    assert len(day.syncs) < 30


def test_ten_thousand_laptops_do_not_come_back_together() -> None:
    clock = SetClock()
    make_id = IdMaker(clock.now, clock.randomness)
    seconds = [0] * 60
    for _ in range(10_000):
        chance = clock.randomness(1)[0] / 255
        start = begun(0, share_of(make_id()), chance)
        seconds[start.next_sync // SECOND] += 1
    assert sum(seconds[:10]) == 0
    assert max(seconds) < 600


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_the_wait_lies_between_a_second_and_ten_minutes(misses: int, chance: float) -> None:
    assert rhythm.LEAST_MS <= backoff(misses, chance) <= rhythm.LAST_BACKOFF_MS


_CHANCE = st.floats(0, 1)
_HAPPENS = st.one_of(
    st.tuples(st.just("look"), st.sampled_from(["", "server_unreachable", "foreign_answer", "BUSY"])),
    st.tuples(st.just("sync"), st.sampled_from(["", "network", "busy", "auth", "cancelled", "fork"])),
    st.tuples(st.just("woken"), st.just("")),
    st.tuples(st.just("waits"), st.integers(0, 10**7).map(str)),
)


@given(st.lists(st.tuples(_HAPPENS, _CHANCE), max_size=40), _CHANCE, st.booleans(), st.booleans())
def test_whatever_happened_it_never_rests_for_ever_and_never_spins(
    happened: list[tuple[tuple[str, str], float]], share: float, active: bool, waiting: bool
) -> None:
    now, link = 0, begun(0, share, 0.5)
    for (what, told), chance in happened:
        if what == "look":
            link = looked(link, told, now, share, chance)
        elif what == "sync":
            link = synced(link, told, told, now, chance)
        elif what == "woken":
            link = woken(link, now)
        else:
            now += int(told)
        move = next_move(link, now, active=active, waiting=waiting, saved_at=None)
        assert rhythm.LEAST_MS <= move.wait_ms <= rhythm.LOOK_MS
        assert not (link.stopped and move.what == "sync")
        later = next_move(link, now + rhythm.STALE_MS * 2, active=True, waiting=waiting, saved_at=None)
        assert later.what in (("look",) if link.stopped else ("sync",))
