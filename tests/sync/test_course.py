"""The course of one sync, without a store and without a network."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.sync.core import (
    MAX_BYTES,
    MAX_PAGE,
    MIN_PAGE,
    PAGE_BYTES,
    PATIENCE_MS,
    Action,
    Ask,
    Begun,
    Cancelled,
    Done,
    End,
    Event,
    Lost,
    Pause,
    Refresh,
    Rejected,
    SetAside,
    State,
    Stored,
    TakeNewReplica,
    advance,
)


def play(*events: Event, state: State | None = None) -> list[Action]:
    """What the machine asks for after each event."""
    state = state or State()
    actions = []
    for event in events:
        state, action = advance(state, event)
        actions.append(action)
    return actions


def test_a_quiet_day_is_one_request() -> None:
    assert play(Begun(), Stored(to_ask=0, open=0, more=False))[-1] == End("done")


def test_ops_go_first_and_pages_are_pulled_until_none_waits() -> None:
    actions = play(
        Begun(), Stored(to_ask=700, open=900, more=True), Stored(0, 200, more=True), Stored(0, 0, more=False)
    )
    asks = [action.ops for action in actions if isinstance(action, Ask)]
    assert asks == [500, 500, 0]
    assert actions[-1] == End("done")


def test_ops_that_stay_open_are_asked_again_only_until_empty_and_three_cycles_long() -> None:
    page = Stored(to_ask=0, open=2, more=False)
    assert play(Begun(), page)[-1] == End("done")
    actions = play(Begun(), page, page, page, state=State(until_empty=True))
    assert [action.new_cycle for action in actions if isinstance(action, Ask)] == [False, True, True]
    assert actions[-1] == End("done")


def test_an_expired_token_is_refreshed_once() -> None:
    actions = play(Begun(), Rejected("EXPIRED"), Done(), Rejected("EXPIRED"))
    assert actions[1] == Refresh()
    assert isinstance(actions[2], Ask)
    assert actions[3] == End("auth", "EXPIRED")


def test_a_revoked_laptop_stops_at_once() -> None:
    assert play(Begun(), Rejected("REVOKED"))[-1] == End("auth", "REVOKED")


def test_a_lost_network_ends_the_sync_and_says_how() -> None:
    assert play(Begun(), Lost("server_unreachable"))[-1] == End("network", "server_unreachable")


def test_a_batch_that_is_too_much_is_halved_until_one_op_is_set_aside() -> None:
    state, action = advance(State(), Begun())
    carried, seen = 8, []
    while not isinstance(action, SetAside):
        state, action = advance(state, Rejected("TOO_LARGE", ops=carried))
        if isinstance(action, Ask):
            carried = min(carried, action.ops)
            seen.append(carried)
    assert seen == [4, 2, 1]
    assert action == SetAside("TOO_LARGE")
    assert isinstance(advance(state, Done())[1], Ask)


def test_a_pull_that_is_called_a_bad_request_is_not_halved_for_ever() -> None:
    actions = play(Begun(), Stored(0, 0, more=True), Rejected("BAD_REQUEST", ops=0))
    assert actions[-1] == End("network", "BAD_REQUEST")


def test_a_busy_server_is_waited_for_but_not_for_ever() -> None:
    events: list[Event] = [Begun()]
    for _ in range(PATIENCE_MS // 1500):
        events += [Rejected("BUSY", wait_ms=1500), Done()]
    actions = play(*events, Rejected("BUSY", wait_ms=1500))
    assert actions.count(Pause(1500)) == PATIENCE_MS // 1500
    assert actions[-1] == End("busy", "BUSY")


def test_a_server_that_asks_for_more_patience_than_a_person_has_ends_the_sync() -> None:
    assert play(Begun(), Rejected("BUSY", wait_ms=PATIENCE_MS + 1))[-1] == End("busy", "BUSY")


def test_a_copied_profile_takes_a_new_replica_once() -> None:
    actions = play(Begun(), Rejected("REPLICA_ROLLBACK"), Done(), Rejected("REPLICA_ROLLBACK"))
    assert actions[1] == TakeNewReplica()
    assert actions[-1] == End("fork", "REPLICA_ROLLBACK")


def test_an_old_app_may_send_but_is_told_to_be_updated() -> None:
    assert play(Begun(), Rejected("UPGRADE_REQUIRED"))[-1] == End("version", "UPGRADE_REQUIRED")


@pytest.mark.parametrize("code", ["NOT_KNOWN_YET", "INTERNAL"])
def test_a_code_nobody_knows_is_a_failure_of_the_network(code: str) -> None:
    assert play(Begun(), Rejected(code))[-1] == End("network", code)


def test_slow_lines_get_smaller_requests_and_quick_ones_larger() -> None:
    slow = play(Begun(), Stored(9, 9, more=False, elapsed_ms=20_000))[-1]
    assert isinstance(slow, Ask)
    assert slow.size == MAX_BYTES // 2
    quick = play(
        Begun(), Stored(9, 9, more=False, elapsed_ms=20_000), Stored(9, 9, more=False, elapsed_ms=100)
    )[-1]
    assert isinstance(quick, Ask)
    assert quick.size == MAX_BYTES


def test_pages_grow_on_a_quick_line_and_shrink_on_a_slow_one() -> None:
    def page_after(*elapsed: int) -> int:
        action = play(Begun(), *(Stored(0, 0, more=True, elapsed_ms=each) for each in elapsed))[-1]
        assert isinstance(action, Ask)
        return action.page

    assert page_after(2_000) == PAGE_BYTES
    assert page_after(80, 80, 80, 80) == MAX_PAGE
    assert page_after(20_000) == PAGE_BYTES // 2
    assert page_after(*[20_000] * 20) == MIN_PAGE


def test_pages_grow_only_as_far_as_they_are_soon_written() -> None:
    def page_after(*written: int) -> int:
        stored = [Stored(0, 0, more=True, elapsed_ms=80, written_ms=each) for each in written]
        action = play(Begun(), *stored)[-1]
        assert isinstance(action, Ask)
        return action.page

    assert page_after(30, 60) == 4 * PAGE_BYTES
    assert page_after(30, 60, 150) == 4 * PAGE_BYTES
    assert page_after(30, 60, 600) == 2 * PAGE_BYTES


_EVENTS = st.one_of(
    st.builds(Stored, st.integers(0, 900), st.integers(0, 900), st.booleans(), st.integers(0, 60_000)),
    st.builds(
        Rejected, st.sampled_from(["EXPIRED", "BUSY", "TOO_LARGE", "FORK", "REVOKED"]), st.integers(0, 9)
    ),
    st.just(Done()),
    st.just(Lost("network_timeout")),
    st.just(Cancelled()),
)


@given(st.lists(_EVENTS, max_size=30), st.booleans())
def test_the_course_never_asks_for_more_than_the_server_takes(events: list[Event], until_empty: bool) -> None:
    for action in play(Begun(), *events, state=State(until_empty=until_empty)):
        if isinstance(action, Ask):
            assert 0 <= action.ops <= 500
            assert 0 <= action.size <= MAX_BYTES
