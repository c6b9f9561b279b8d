"""Every message of the sync protocol, version 1 (protocol §3, §4). Unknown members are ignored on both sides."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from gridworker.domain.attachments import MAX_SIZE
from gridworker.domain.op import Op

Position = tuple[int, str]
"""`[seq, chain]` of a stream: how far, and 16 hex digits that depend on everything up to there."""

Result = Literal["ok", "merged", "conflict", "refused", "later"]


def _one() -> Literal[1]:
    return 1


def _no() -> bool:
    return False


def _nothing_in_list() -> list[Any]:
    return []


def _nothing_by_name() -> dict[str, Any]:
    return {}


# Members that the protocol does not mark with `?` are written even where they are empty: a factory that msgspec does
# not know is never taken for a default that may be left out.
_GW: Literal[1] = msgspec.field(default_factory=_one)
_FALSE: bool = msgspec.field(default_factory=_no)
_LIST: list[Any] = msgspec.field(default_factory=_nothing_in_list)
_BY_NAME: dict[str, Any] = msgspec.field(default_factory=_nothing_by_name)


class Message(msgspec.Struct, kw_only=True):
    """What every body has: the mark by which a foreign body (a captive portal's page) is told apart."""

    gw: Literal[1] = _GW


class Limits(msgspec.Struct, kw_only=True):
    """What one request may hold: ops, raw bytes, bytes of one op, inflated bytes, levels of nesting; and the bytes of
    an attachment and of one chunk of it."""

    ops: int = 500
    bytes: int = 512 * 1024
    op_bytes: int = 256 * 1024
    inflated_bytes: int = 8 * 1024 * 1024
    nesting: int = 32
    blob_bytes: int = MAX_SIZE
    chunk_bytes: int = 512 * 1024


class AppVersions(msgspec.Struct, kw_only=True):
    """The oldest app that may still pull and the newest there is."""

    floor: str
    latest: str


class Hello(Message):
    """`GET /v1/hello`: who the server is, its clock (ms UTC), and what it understands."""

    name: str
    proto: tuple[int, int]
    schema: tuple[int, int]
    epoch: str
    now: int
    limits: Limits
    app: AppVersions


class Device(msgspec.Struct, kw_only=True):
    """What a laptop says of itself at enrolment."""

    name: str
    os: str = ""
    app: str = ""


class EnrolRequest(Message):
    """`POST /v1/enrol`: a code that works once."""

    code: str
    device: Device


class WorkerCard(msgspec.Struct, kw_only=True):
    """Who a laptop belongs to."""

    id: str
    name: str
    role: str


class DistrictCard(msgspec.Struct, kw_only=True):
    """Which district a server serves."""

    name: str
    code: str


class EnrolAnswer(Message):
    """The new replica and its tokens; `access_expires` is ms UTC on the server's clock.

    `unlock` is the district's public key (X25519, base64) that the laptop seals its database key for (decision 042).
    """

    replica: str
    worker: WorkerCard
    access: str
    access_expires: int
    refresh: str
    epoch: str
    district: DistrictCard
    unlock: str = ""


class TokenRequest(Message):
    """`POST /v1/token`: fresh tokens; with `again` a new replica id for the same worker (§8)."""

    replica: str
    refresh: str
    again: bool = False


class TokenAnswer(Message):
    """Fresh tokens; the refresh token before this one stays good until this one was used."""

    replica: str
    access: str
    access_expires: int
    refresh: str


class Want(msgspec.Struct, kw_only=True):
    """How large a page the app asks for."""

    rows: int = 500
    bytes: int = 262_144


class PullRequest(Message, omit_defaults=True):
    """`POST /v1/pull`: a page of what is new after `cursors`; members as in §4.

    With `stream` and `bucket` (the last two hex digits of record ids) all of that bucket instead; no cursor moves (§8).
    """

    schema: int
    app: str
    replica: str
    epoch: str
    now: int
    mono: int
    last_n: int
    cursors: dict[str, Position] = _BY_NAME
    heads: dict[str, Position] = _BY_NAME
    evidence: list[Any] = []
    want: Want = msgspec.field(default_factory=Want)
    stream: str = ""
    bucket: str = ""


class SyncRequest(PullRequest, omit_defaults=True):
    """`POST /v1/sync`: ops up, acks and the first page down. Ops stay raw here: one bad op must not spoil the rest."""

    ops: list[msgspec.Raw] = _LIST

    def without_ops(self) -> PullRequest:
        """All its members but the ops."""
        return PullRequest(**{name: getattr(self, name) for name in PullRequest.__struct_fields__})


class StreamCard(msgspec.Struct, kw_only=True):
    """A stream the worker may read: `kind` is grid, desk or reference."""

    id: str
    kind: str
    code: str
    name: str


class StreamChanges(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Streams granted that the app did not name, and named ones that are not granted."""

    add: list[StreamCard] = _LIST
    drop: list[str] = _LIST


class Ack(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What became of an op: `seq`, `rev` where it was accepted, else `code`, `detail` and `[path, reason]` pairs."""

    n: int
    op: str
    result: Result
    dup: bool = False
    seq: int | None = None
    rev: int | None = None
    code: str = ""
    detail: str = ""
    paths: list[tuple[str, str]] = []


class Row(msgspec.Struct, array_like=True):
    """The present state of one record: `[stream, seq, record, kind, rev, mark, deleted, body]`."""

    stream: str
    seq: int
    record: str
    kind: str
    rev: int
    mark: str
    deleted: bool
    body: msgspec.Raw


class Gone(msgspec.Struct, array_like=True):
    """A record that was purged by retention: `[stream, seq, record, reason]`."""

    stream: str
    seq: int
    record: str
    reason: str


class PullAnswer(Message, omit_defaults=True):
    """A page: rows and where each stream's cursor stands after it; `more` says that another page waits."""

    epoch: str
    now: int
    n_seen: int
    streams: StreamChanges | None = None
    rows: list[Row] = _LIST
    gone: list[Gone] = _LIST
    cursors: dict[str, Position] = _BY_NAME
    heads: dict[str, Position] = _BY_NAME
    more: bool = _FALSE
    safe: dict[str, int] = _BY_NAME
    retry_after: int | None = None
    notice: str | None = None


class SyncAnswer(PullAnswer, omit_defaults=True):
    """A page and the acks of the ops that came with the request."""

    acks: list[Ack] = _LIST


class HistoryRequest(Message):
    """`POST /v1/history`: the op log of one record."""

    record: str


class HistoryOp(msgspec.Struct, kw_only=True):
    """One accepted op; `by` is a worker id, `device` the name its laptop was enrolled under."""

    seq: int
    rev: int
    op: str
    n: int
    replica: str
    by: str
    device: str
    at: int
    action: str
    patch: dict[str, tuple[Any, Any]]
    result: str


class HistoryAnswer(Message):
    """All ops of a record, oldest first."""

    ops: list[HistoryOp]


class BlobAnswer(Message):
    """`PATCH /v1/blobs/{stream}/{sha256}`: how many bytes of the file the server has now, and whether that is all."""

    offset: int
    complete: bool


class ReleaseOffer(msgspec.Struct, kw_only=True):
    """A version of the app that the district offers: `size` is of the whole file, `sha256` names it."""

    version: str
    size: int
    sha256: str


class ReleaseAnswer(Message):
    """`GET /v1/release`: the newest version for this laptop that may follow the one it has, if any."""

    release: ReleaseOffer | None = None


class VerifyRequest(Message):
    """`POST /v1/verify`: the sums of `streams`, or of each bucket of one `stream` (§8)."""

    streams: list[str] = _LIST
    stream: str = ""


class Sum(msgspec.Struct, array_like=True):
    """What somebody holds: `[name, seq, chain, count, sum64]`, of a stream, or of a bucket of it."""

    name: str
    seq: int
    chain: str
    count: int
    sum64: str


class VerifyAnswer(Message):
    """The sums asked for, as far as the worker may read."""

    sums: list[Sum]


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """`application/problem+json` (RFC 9457) with the codes of §9."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    retry_after: int | None = None
    epoch: str | None = None
    forks: list[str] | None = None
    acks: list[Ack] | None = None
    offset: int | None = None


def decode_op(raw: msgspec.Raw | bytes) -> Op:
    """One op from its JSON. Raises `msgspec.ValidationError` where it cannot be read, whatever is wrong with it."""
    try:
        return _OP.decode(raw)
    except msgspec.ValidationError:
        raise
    except (ValueError, RecursionError) as error:
        raise msgspec.ValidationError(str(error)) from error


_OP = msgspec.json.Decoder(Op)
