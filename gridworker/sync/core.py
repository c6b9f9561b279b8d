"""The course of one sync as a pure machine: what happened goes in, what to do next comes out.

It knows no store, no socket and no clock; `sync.engine` does what it says. Four kinds of failure have four answers
(protocol §9): the network ends the sync and keeps everything in order, a busy server is waited for, a token is
refreshed once, a batch that is too much is halved until the one op that cannot pass is set aside.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from gridworker.protocol.problems import FAILURE, Failure

MAX_OPS = 500
MAX_BYTES = 512 * 1024
MIN_BYTES = 4 * 1024
PAGE_BYTES = 256 * 1024
MAX_PAGE = 2 * 1024 * 1024
MIN_PAGE = 16 * 1024
SLOW_MS = 15_000
QUICK_MS = 5_000
AT_ONCE_MS = 1_000
SOON_MS, LATE_MS = 100, 400
"""Within so long a page should be written, and must be: who saves meanwhile waits for it."""
CYCLES = 3
PATIENCE_MS = 60_000
"""A sync waits so long in all for a busy server; one that asks for more ends it, and the person may go on."""
RESTARTS = 5


class Begun(msgspec.Struct, frozen=True):
    """The sync starts."""


class Stored(msgspec.Struct, frozen=True):
    """An answer was written: how many ops are still to be asked, whether any are open at all, whether a page waits.

    `to_compare` is whether it is time to compare with the server what is held here (protocol §8). The answer took
    `elapsed_ms` to come, and the one before it `written_ms` to be written.
    """

    to_ask: int
    open: int
    more: bool
    elapsed_ms: int = 0
    written_ms: int = 0
    to_compare: bool = False


class Compared(msgspec.Struct, frozen=True):
    """What is held here was compared with what the server holds."""


class Rejected(msgspec.Struct, frozen=True):
    """The server said no with a code of protocol §9; `wait_ms` is how long it asks to wait, jitter included.

    `to_hand_in` is how many ops of a revoked laptop are still to be deposited; `forks` are the streams of a `FORK`.
    """

    code: str
    ops: int = 0
    wait_ms: int = 0
    to_hand_in: int = 0
    forks: tuple[str, ...] = ()


class Lost(msgspec.Struct, frozen=True):
    """No usable answer came: `code` says in which way."""

    code: str


class Done(msgspec.Struct, frozen=True):
    """What the last action asked for was done: tokens refreshed, a replica taken, an op set aside, a pause over."""


class Cancelled(msgspec.Struct, frozen=True):
    """The person asked to stop."""


Event = Begun | Stored | Compared | Rejected | Lost | Done | Cancelled


class Ask(msgspec.Struct, frozen=True):
    """Send the next request: with at most `ops` ops of at most `size` bytes, or none (a pull); `page` is how many bytes
    of rows are wanted with the answer."""

    ops: int
    size: int
    new_cycle: bool = False
    page: int = PAGE_BYTES


class Refresh(msgspec.Struct, frozen=True):
    """Get fresh tokens."""


class TakeNewReplica(msgspec.Struct, frozen=True):
    """This copy of the store is not the only one: go on under a new replica id (protocol §8)."""


class StartAgain(msgspec.Struct, frozen=True):
    """The server was restored: send what these streams had accepted, and pull them from the start (protocol §8)."""

    streams: tuple[str, ...]


class Compare(msgspec.Struct, frozen=True):
    """Compare with the server what is held here."""


class SetAside(msgspec.Struct, frozen=True):
    """Set the single op of the last request aside with this code."""

    code: str


class Pause(msgspec.Struct, frozen=True):
    """Wait for the server."""

    wait_ms: int


class End(msgspec.Struct, frozen=True):
    """The sync is over: `done`, `cancelled`, or the failure that ended it with its code."""

    how: Literal["done", "cancelled", "network", "busy", "auth", "version", "fork"]
    code: str = ""


Action = Ask | Compare | Refresh | TakeNewReplica | StartAgain | SetAside | Pause | End


class State(msgspec.Struct, frozen=True):
    """Where a sync stands. `with_ops` is whether the last request carried ops."""

    until_empty: bool = False
    ops: int = MAX_OPS
    size: int = MAX_BYTES
    page: int = PAGE_BYTES
    cycle: int = 1
    refreshed: bool = False
    renewed: bool = False
    restarts: int = 0
    waited_ms: int = 0
    with_ops: bool = True


def advance(state: State, event: Event) -> tuple[State, Action]:
    """The next state and what to do now."""
    match event:
        case Begun() | Done():
            return _ask(state, with_ops=state.with_ops)
        case Stored():
            return _after_page(state, event)
        case Rejected():
            return _after_no(state, event)
        case Compared():
            return state, End("done")
        case Lost():
            return state, End("network", event.code)
        case Cancelled():
            return state, End("cancelled")


def _ask(state: State, *, with_ops: bool, new_cycle: bool = False) -> tuple[State, Action]:
    state = msgspec.structs.replace(state, with_ops=with_ops)
    return state, Ask(state.ops if with_ops else 0, state.size if with_ops else 0, new_cycle, state.page)


def _after_page(state: State, page: Stored) -> tuple[State, Action]:
    state = msgspec.structs.replace(
        state,
        refreshed=False,
        waited_ms=0,
        size=_paced(state.size, page.elapsed_ms),
        page=_page_after(state.page, page.elapsed_ms, page.written_ms),
    )
    if page.to_ask:
        return _ask(state, with_ops=True)
    if page.more:
        return _ask(state, with_ops=False)
    if state.until_empty and page.open and state.cycle < CYCLES:
        return _ask(msgspec.structs.replace(state, cycle=state.cycle + 1), with_ops=True, new_cycle=True)
    return state, Compare() if page.to_compare else End("done")


def _paced(size: int, elapsed_ms: int) -> int:
    """Requests shrink until one takes at most 15 s and grow again when the line is quick (protocol §2)."""
    if elapsed_ms > SLOW_MS:
        return max(MIN_BYTES, size // 2)
    return min(MAX_BYTES, size * 2) if elapsed_ms < QUICK_MS else size


def _page_after(size: int, elapsed_ms: int, written_ms: int) -> int:
    """Pages grow where they come at once and are written soon, so that what was just sent comes back with the next
    answer; each is one transaction: the fewer, the less often the disk is waited for, and an index of days or ids
    that is written here and there costs a row the less."""
    if elapsed_ms > SLOW_MS or written_ms > LATE_MS:
        return max(MIN_PAGE, size // 2)
    return min(MAX_PAGE, size * 2) if elapsed_ms < AT_ONCE_MS and written_ms < SOON_MS else size


def _after_no(state: State, no: Rejected) -> tuple[State, Action]:
    failure = FAILURE.get(no.code, Failure.NETWORK)
    if failure is Failure.AUTH and no.code in ("EXPIRED", "BAD_TOKEN") and not state.refreshed:
        return msgspec.structs.replace(state, refreshed=True), Refresh()
    if no.code == "REVOKED" and no.to_hand_in:
        return _ask(state, with_ops=True)
    if failure is Failure.BATCH and state.with_ops and no.ops:
        return _smaller(state, no)
    if no.code == "REPLICA_ROLLBACK" and not state.renewed:
        return msgspec.structs.replace(state, renewed=True), TakeNewReplica()
    if no.forks and state.restarts < RESTARTS:
        again = msgspec.structs.replace(state, restarts=state.restarts + 1, with_ops=True)
        return again, StartAgain(no.forks)
    if failure is Failure.BUSY and state.waited_ms + no.wait_ms <= PATIENCE_MS:
        return msgspec.structs.replace(state, waited_ms=state.waited_ms + no.wait_ms), Pause(no.wait_ms)
    if failure is Failure.BATCH:
        return state, End("network", no.code)
    return state, End(failure.value, no.code)


def _smaller(state: State, no: Rejected) -> tuple[State, Action]:
    if no.ops == 1:
        return msgspec.structs.replace(state, ops=MAX_OPS, size=MAX_BYTES), SetAside(no.code)
    half = msgspec.structs.replace(state, ops=max(1, no.ops // 2))
    return _ask(half, with_ops=True)
