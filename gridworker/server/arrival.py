"""Ops as they arrive: read one by one, so that a bad one spoils no other."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from gridworker.domain.checks import Problem, text_reason
from gridworker.domain.fields import LAST_MOMENT, MAX_INTEGER
from gridworker.domain.ids import is_id
from gridworker.domain.op import Op, op_content
from gridworker.protocol.messages import decode_op
from gridworker.server.rejection import Rejected

_OP_ID = re.compile(r"[!-~]{1,64}")
_NUMBER = re.compile(rb'\{"n":[0-9]+,')
_DAY_MINUTES = 24 * 60


class Arrived(NamedTuple):
    """An op with its bytes as sent. `op` is None where they cannot be read; the ids are "" where they are none.

    `text` is what was sent, as text, of an op that could be read.
    """

    id: str
    n: int
    stream: str
    record: str
    op: Op | None
    sent: bytes
    digest: str
    text: str = ""


class _Skim(msgspec.Struct):
    op: str
    n: Any = None
    stream: Any = None
    record: Any = None


_SKIM = msgspec.json.Decoder(_Skim)


def read_ops(raws: Sequence[msgspec.Raw]) -> list[Arrived]:
    """The ops of a request. Raises `Rejected("BAD_REQUEST")` where one has no id that could be answered."""
    return [read_op(bytes(raw)) for raw in raws]


def arrived(op: Op, sent: bytes) -> Arrived:
    """An op that could be read. Raises `UnicodeDecodeError` where it is no text."""
    stream, record = _known_id(op.stream), _known_id(op.record)
    return Arrived(op.op, op.n, stream, record, op, sent, digest_of(sent), sent.decode())


def digest_of(sent: bytes) -> str:
    """64 hex digits of SHA-256 over an op as sent, but for the `n` it begins with: that alone may change on its way.

    Another digest need not be another op: the same may come spelt differently (`is_same`).
    """
    number = _NUMBER.match(sent)
    return hashlib.sha256(sent[number.end() :] if number else sent).hexdigest()


def is_same(one: Arrived, other: Arrived) -> bool:
    """Whether two ops of one id say the same, however they are spelt: canonical bytes without `n` (protocol §4)."""
    if one.digest == other.digest:
        return True
    return one.op is not None and other.op is not None and op_content(one.op) == op_content(other.op)


def envelope_problems(op: Op) -> list[Problem]:
    """What is wrong with an op around its patch: numbers beyond all reason, ids that are none, broken text."""
    if _is_plain(op):
        return []
    ranges = (
        ("n", op.n, 1, MAX_INTEGER),
        ("at", op.at, 0, LAST_MOMENT),
        ("tz", op.tz, -_DAY_MINUTES, _DAY_MINUTES),
        ("schema", op.schema, 0, MAX_INTEGER),
        ("base", op.base[0], 0, MAX_INTEGER),
    )
    problems = [
        Problem("INVALID", name, "range") for name, value, low, high in ranges if not low <= value <= high
    ]
    if not all(is_id(settled) for settled in op.settles):
        problems.append(Problem("INVALID", "settles", "id"))
    reason = text_reason(op.why)
    if reason:
        problems.append(Problem("TOO_BIG" if reason == "too_long" else "INVALID", "why", reason))
    return problems


def _is_plain(op: Op) -> bool:
    """Whether there is nothing wrong at a glance, as with most."""
    return (
        0 < op.n <= MAX_INTEGER
        and 0 <= op.at <= LAST_MOMENT
        and -_DAY_MINUTES <= op.tz <= _DAY_MINUTES
        and 0 <= op.schema <= MAX_INTEGER
        and 0 <= op.base[0] <= MAX_INTEGER
        and not op.settles
        and not op.why
    )


def read_op(sent: bytes) -> Arrived:
    """One op, whatever can be told of it. Raises as `read_ops`."""
    try:
        op = decode_op(sent)
        if _OP_ID.fullmatch(op.op):
            return arrived(op, sent)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return _unreadable(sent)
    raise Rejected("BAD_REQUEST", "an op without an id")


def _unreadable(sent: bytes) -> Arrived:
    """What can be told of an op that is none. Raises `Rejected` where not even its id can be read."""
    try:
        skimmed = _SKIM.decode(sent)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Rejected("BAD_REQUEST", "an op without an id") from error
    if not _OP_ID.fullmatch(skimmed.op):
        raise Rejected("BAD_REQUEST", "an op without an id")
    n = skimmed.n
    number = n if isinstance(n, int) and not isinstance(n, bool) and 0 < n <= MAX_INTEGER else 0
    return Arrived(
        id=skimmed.op,
        n=number,
        stream=_known_id(skimmed.stream),
        record=_known_id(skimmed.record),
        op=None,
        sent=sent,
        digest=hashlib.sha256(sent).hexdigest(),
    )


def _known_id(text: object) -> str:
    return text if isinstance(text, str) and is_id(text) else ""
