"""Failures of the wire as the errors a person is told of (protocol §9)."""

from __future__ import annotations

from gridworker.domain.errors import NetworkTrouble, NotAllowed, PersonCanMend, Trouble
from gridworker.protocol.problems import FAILURE, Failure
from gridworker.sync.wire import NoAnswer, Refusal


def trouble_of(error: NoAnswer | Refusal) -> Trouble:
    """The error for a call that brought no usable answer."""
    if isinstance(error, NoAnswer):
        return NetworkTrouble(error.code)
    return trouble_of_code(error.problem.code, error.problem.detail)


def trouble_of_code(code: str, detail: str = "") -> Trouble:
    """The error for a code of the protocol, or of `wire.NoAnswer`."""
    failure = FAILURE.get(code)
    if failure is Failure.AUTH:
        return NotAllowed(code, detail=detail)
    if code == "NOT_FOUND":
        return PersonCanMend(code, detail=detail)
    return NetworkTrouble(code, detail=detail) if failure else NetworkTrouble(code)
