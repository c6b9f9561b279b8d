"""What travels between the laptops and the server of the model. Ops and bodies travel as bytes, as on the wire."""

from __future__ import annotations

from typing import NamedTuple

from gridworker.domain.merge import Author


class Request(NamedTuple):
    """Ops up, and how far the laptop has read; `rows` is the size of a page."""

    author: Author
    ops: tuple[bytes, ...]
    cursor: int
    rows: int


class Ack(NamedTuple):
    """What became of one op."""

    op: str
    result: str
    seq: int = 0


class Row(NamedTuple):
    """The present state of one record."""

    seq: int
    record: str
    rev: int
    mark: str
    body: bytes


class Answer(NamedTuple):
    """Acks and a page."""

    asked: Request
    acks: tuple[Ack, ...]
    rows: tuple[Row, ...]
    cursor: int
    more: bool
