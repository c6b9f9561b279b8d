"""What the sync needs of a connection, whoever makes it: HTTP in the app, a direct call in a test."""

from __future__ import annotations

from typing import Protocol, TypeVar

from gridworker.protocol.messages import Message, Problem

M = TypeVar("M", bound=Message)


class NoAnswer(Exception):
    """No answer of a gridworker server came; `code` says in which way."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refusal(Exception):
    """The server answered with a problem (protocol §9)."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Wire(Protocol):
    """A connection to one district server. `bytes_up` and `bytes_down` count bodies as they travelled."""

    bytes_up: int
    bytes_down: int

    def post(self, path: str, message: Message, into: type[M], *, token: str = "") -> M:
        """The answer to `message`. Raises `NoAnswer`, `Refusal`."""

    def close(self) -> None:
        """Closes the connection."""
