"""Looking whether the district server is there, and what its clock says."""

from __future__ import annotations

from gridworker.protocol.messages import Hello
from gridworker.store.meta import ServerAddress
from gridworker.sync.failures import trouble_of
from gridworker.sync.transport import Transport
from gridworker.sync.wire import NoAnswer, Refusal


def hello(address: ServerAddress) -> Hello:
    """What the server says of itself. Raises `NetworkTrouble` and, for a wrong address, `PersonCanMend`."""
    transport = Transport(address.url, address.ca)
    try:
        return transport.get("/v1/hello", Hello)
    except (NoAnswer, Refusal) as error:
        raise trouble_of(error) from error
    finally:
        transport.close()
