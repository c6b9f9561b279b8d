"""What the sync needs of a connection, whoever makes it: HTTP in the app, a direct call in a test."""

from __future__ import annotations

from typing import NamedTuple, Protocol, TypeVar

from gridworker.protocol.blobs import Blob, Received
from gridworker.protocol.codec import Begun
from gridworker.protocol.messages import Message, Problem

M = TypeVar("M", bound=Message)


class NoAnswer(Exception):
    """No answer of a gridworker server came: `code` says in which way, `left` whether the request may have gone out."""

    def __init__(self, code: str, *, left: bool = True) -> None:
        super().__init__(code)
        self.code, self.left = code, left


class Refusal(Exception):
    """The server answered with a problem (protocol §9)."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Chunk(NamedTuple):
    """Bytes of a file of `length` from `offset` on."""

    offset: int
    length: int
    content: bytes


class Wire(Protocol):
    """A connection to one district server. `bytes_up` and `bytes_down` count bodies as they travelled."""

    bytes_up: int
    bytes_down: int

    def post(
        self, path: str, message: Message, into: type[M], *, token: str = "", begun: Begun | None = None
    ) -> M:
        """The answer to `message`, whose ops may be packed in `begun`. Raises `NoAnswer`, `Refusal`."""

    def blob_arrived(self, blob: Blob, *, token: str) -> Received | None:
        """How much of a file the district has; None where none of its records names the file."""

    def blob_append(self, blob: Blob, chunk: Chunk, *, token: str) -> Received:
        """Brings a chunk of a file."""

    def blob_read(self, blob: Blob, start: int, size: int, *, token: str) -> Chunk:
        """At most `size` bytes of a complete file from `start` on."""

    def close(self) -> None:
        """Closes the connection."""
