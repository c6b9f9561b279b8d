"""Looking whether the district server is there, and what its clock says."""

from __future__ import annotations

from gridworker.domain.errors import Trouble
from gridworker.protocol.messages import Hello
from gridworker.store.meta import ServerAddress
from gridworker.store.profile import Profile
from gridworker.sync.failures import trouble_of
from gridworker.sync.transport import READ_S, Transport
from gridworker.sync.wire import NoAnswer, Refusal

LOOK_S = 5.0
"""A look waits no longer: it must not hold up the end of the program."""


def look(profile: Profile) -> str:
    """Whether the server is there: "", or the code of what stands in the way."""
    try:
        hello(profile.server, LOOK_S)
    except Trouble as trouble:
        return trouble.code
    return ""


def hello(address: ServerAddress, read_s: float = READ_S) -> Hello:
    """What the server says of itself. Raises `NetworkTrouble` and, for a wrong address, `PersonCanMend`."""
    transport = Transport(address.url, address.ca, read_s=read_s)
    try:
        return transport.get("/v1/hello", Hello)
    except (NoAnswer, Refusal) as error:
        raise trouble_of(error) from error
    finally:
        transport.close()
