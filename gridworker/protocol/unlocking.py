"""The two files of an unlocking (decision 042): what a locked laptop asks, and what the district answers."""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec

from gridworker.domain.errors import PersonCanMend
from gridworker.protocol.sealed import Sealed

T = TypeVar("T")

FORMAT = 1
LONGEST = 16 * 1024


class UnlockRequest(msgspec.Struct, frozen=True):
    """Carried to the district: the escrowed database key, which only the district opens, and whom to answer.

    `replica` is the laptop as it was enrolled, `public` the key of this one request.
    """

    gridworker_unlock_request: int
    id: str
    replica: str
    escrow: Sealed
    public: bytes


class UnlockAnswer(msgspec.Struct, frozen=True):
    """Carried back: the database key, which only the laptop that asked opens, once."""

    gridworker_unlock_answer: int
    id: str
    key: Sealed


def escrow_purpose(replica: str) -> str:
    """What the escrowed key of a laptop is bound to."""
    return f"gridworker/unlock/{FORMAT}/escrow/{replica}"


def answer_purpose(request: str) -> str:
    """What the answer to a request is bound to."""
    return f"gridworker/unlock/{FORMAT}/answer/{request}"


def number_of(request: bytes) -> str:
    """Eight digits that stand for a request: read out on the telephone, they say that both mean the same file."""
    digits = int.from_bytes(hashlib.sha256(request).digest()[:8]) % 10**8
    return f"{digits // 10**4:04d} {digits % 10**4:04d}"


def read_request(content: bytes) -> UnlockRequest:
    """A request. Raises `PersonCanMend` (`unlock_unreadable`)."""
    request = _decoded(content, UnlockRequest)
    _require_format(request.gridworker_unlock_request)
    return request


def read_answer(content: bytes) -> UnlockAnswer:
    """An answer. Raises `PersonCanMend` (`unlock_unreadable`)."""
    answer = _decoded(content, UnlockAnswer)
    _require_format(answer.gridworker_unlock_answer)
    return answer


def _decoded(content: bytes, into: type[T]) -> T:
    if len(content) > LONGEST:
        raise PersonCanMend("unlock_unreadable")
    try:
        return msgspec.json.decode(content, type=into)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise PersonCanMend("unlock_unreadable") from None


def _require_format(found: int) -> None:
    if found != FORMAT:
        raise PersonCanMend("unlock_unreadable")
