"""The codes of the protocol (§9): what each is over HTTP, and which kind of failure it is to the app."""

from __future__ import annotations

from enum import Enum


class Failure(Enum):
    """How the app reacts to a failed call."""

    NETWORK = "network"
    BUSY = "busy"
    AUTH = "auth"
    VERSION = "version"
    BATCH = "batch"
    FORK = "fork"


STATUS: dict[str, int] = {
    "EXPIRED": 401,
    "BAD_TOKEN": 401,
    "BAD_CODE": 401,
    "REVOKED": 401,
    "OUT_OF_SCOPE": 403,
    "TOO_MANY_GRIDS": 403,
    "NOT_FOUND": 404,
    "BUSY_REPLICA": 409,
    "FORK": 409,
    "REPLICA_ROLLBACK": 409,
    "WRONG_OFFSET": 409,
    "WRONG_HASH": 409,
    "TOO_LARGE": 413,
    "NO_SUCH_RANGE": 416,
    "BAD_REQUEST": 400,
    "WRONG_CHECKSUM": 400,
    "UPGRADE_REQUIRED": 426,
    "BUSY": 503,
    "INTERNAL": 500,
}
"""HTTP status of each request-level code."""

FAILURE: dict[str, Failure] = {
    "EXPIRED": Failure.AUTH,
    "BAD_TOKEN": Failure.AUTH,
    "BAD_CODE": Failure.AUTH,
    "REVOKED": Failure.AUTH,
    "OUT_OF_SCOPE": Failure.AUTH,
    "TOO_MANY_GRIDS": Failure.AUTH,
    "BUSY": Failure.BUSY,
    "BUSY_REPLICA": Failure.BUSY,
    "UPGRADE_REQUIRED": Failure.VERSION,
    "BAD_REQUEST": Failure.BATCH,
    "TOO_LARGE": Failure.BATCH,
    "FORK": Failure.FORK,
    "REPLICA_ROLLBACK": Failure.FORK,
}
"""What a request-level code means to the app; any other answer is a network failure."""

REFUSED = frozenset(
    {"INVALID", "IMMUTABLE", "ILLEGAL_TRANSITION", "TOO_BIG", "OP_ID_REUSED", "PURGED", "DEPENDS"}
)
LATER = frozenset({"NEED_REVIEW", "UNKNOWN_STREAM", "NEWER_SCHEMA", "DEPENDS", "INTERNAL"})
