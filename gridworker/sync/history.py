"""The whole history of a record, which only the district server has."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from gridworker.domain.roles import SERVER
from gridworker.protocol.messages import HistoryAnswer, HistoryOp, HistoryRequest
from gridworker.store.profile import Profile
from gridworker.store.queue import names_of
from gridworker.sync import tokens
from gridworker.sync.failures import trouble_of
from gridworker.sync.transport import Transport
from gridworker.sync.wire import NoAnswer, Refusal


class Changer(NamedTuple):
    """Who changed a record: a name, "" where nobody here knows it; `own` if it was this worker, on another laptop or
    here."""

    name: str
    own: bool


def last_changer(profile: Profile, record: str, since: int) -> Changer | None:
    """Who made the last change of a record after revision `since`; None where the district knows of none.

    Rows do not say who wrote them, the log does. A change from elsewhere goes before one of this laptop. Raises as
    `server_history` does.
    """
    me = profile.identity
    ops = [op for op in _history(profile, record) if op.rev > since and op.by != SERVER]
    if not ops:
        return None
    last = next((op for op in reversed(ops) if op.replica != me.replica), ops[-1])
    if last.by == me.worker:
        return Changer(me.name, own=True)
    return Changer(profile.read(lambda db: names_of(db, [last.by])).get(last.by, ""), own=False)


def server_history(profile: Profile, record: str) -> list[dict[str, Any]]:
    """The ops of a record, oldest first, as `record show --history` gives them.

    Raises `NetworkTrouble`, `NotAllowed`, and `PersonCanMend` where the server does not know the record.
    """
    names = ("op", "n", "at", "by", "device", "action", "patch", "result", "rev", "seq")
    rows: list[dict[str, Any]] = msgspec.to_builtins(_history(profile, record))
    return [{name: row[name] for name in names} for row in rows]


def _history(profile: Profile, record: str) -> list[HistoryOp]:
    transport = Transport(profile.server.url, profile.server.ca)
    try:
        return _ask(profile, transport, record).ops
    except (NoAnswer, Refusal) as error:
        raise trouble_of(error) from error
    finally:
        transport.close()


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
