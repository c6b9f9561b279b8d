"""The whole history of a record, which only the district server has."""

from __future__ import annotations

from typing import Any

import msgspec

from gridworker.protocol.messages import HistoryAnswer, HistoryRequest
from gridworker.store.profile import Profile
from gridworker.sync import tokens
from gridworker.sync.failures import trouble_of
from gridworker.sync.transport import Transport
from gridworker.sync.wire import NoAnswer, Refusal


def server_history(profile: Profile, record: str) -> list[dict[str, Any]]:
    """The ops of a record, oldest first, as `record show --history` gives them.

    Raises `NetworkTrouble`, `NotAllowed`, and `PersonCanMend` where the server does not know the record.
    """
    transport = Transport(profile.server.url, profile.server.ca)
    try:
        answer = _ask(profile, transport, record)
    except (NoAnswer, Refusal) as error:
        raise trouble_of(error) from error
    finally:
        transport.close()
    names = ("op", "n", "at", "by", "device", "action", "patch", "result", "rev", "seq")
    rows: list[dict[str, Any]] = msgspec.to_builtins(answer.ops)
    return [{name: row[name] for name in names} for row in rows]


def _ask(profile: Profile, transport: Transport, record: str) -> HistoryAnswer:
    request = HistoryRequest(record=record)
    token = tokens.access_token(profile, transport)
    try:
        return transport.post("/v1/history", request, HistoryAnswer, token=token)
    except Refusal as error:
        if error.problem.code not in ("EXPIRED", "BAD_TOKEN"):
            raise
    token = tokens.refresh(profile, transport)
    return transport.post("/v1/history", request, HistoryAnswer, token=token)
