"""Looking whether the district server is there, and what its clock says."""

from __future__ import annotations

from typing import NamedTuple

from gridworker.domain.errors import ComputerTrouble, Trouble
from gridworker.protocol.messages import Hello
from gridworker.store.meta import ServerAddress
from gridworker.store.profile import Profile
from gridworker.sync.failures import trouble_of
from gridworker.sync.transport import READ_S, Transport
from gridworker.sync.wire import NoAnswer, Refusal

LOOK_S = 5.0
"""A look waits no longer: it must not hold up the end of the program."""


MOST_CLOCK_MS = 5 * 60_000
_HOUR_MS = 3_600_000


class Look(NamedTuple):
    """What a look at the server found: "" or the code of what stands in the way; what is wrong with the clock here,
    None where it is right; `clock_known` where the server could be asked.
    """

    code: str
    clock: ComputerTrouble | None = None
    clock_known: bool = False


def look(profile: Profile) -> Look:
    """Whether the server is there, and whether the clock of this computer is right."""
    began = profile.clock.monotonic()
    try:
        answer = hello(profile.server, LOOK_S)
    except Trouble as trouble:
        return Look(trouble.code)
    took = profile.clock.monotonic() - began
    return Look("", clock_trouble(profile.clock.now() - took // 2 - answer.now), clock_known=True)


def clock_trouble(ahead_ms: int) -> ComputerTrouble | None:
    """What is wrong with a clock that is so much ahead of the server's; None within five minutes."""
    off = abs(ahead_ms)
    if off <= MOST_CLOCK_MS:
        return None
    if off < 2 * _HOUR_MS:
        return ComputerTrouble("clock_fast" if ahead_ms > 0 else "clock_slow", minutes=round(off / 60_000))
    code = "clock_fast_by_hours" if ahead_ms > 0 else "clock_slow_by_hours"
    return ComputerTrouble(code, hours=round(off / _HOUR_MS))


def hello(address: ServerAddress, read_s: float = READ_S) -> Hello:
    """What the server says of itself. Raises `NetworkTrouble` and, for a wrong address, `PersonCanMend`."""
    transport = Transport(address.url, address.ca, read_s=read_s)
    try:
        return transport.get("/v1/hello", Hello)
    except (NoAnswer, Refusal) as error:
        raise trouble_of(error) from error
    finally:
        transport.close()
