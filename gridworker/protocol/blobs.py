"""Attachments on the wire: what names one, how much of it is there, the checksum of a chunk (protocol §7)."""

from __future__ import annotations

import base64
from typing import NamedTuple

import google_crc32c


class Blob(NamedTuple):
    """One file of one stream; `sha256` is 64 lower-case hex digits."""

    stream: str
    sha256: str


class Received(NamedTuple):
    """How much of a file the district has: all of it, or its first `offset` bytes."""

    offset: int
    complete: bool


def checksum(content: bytes) -> str:
    """CRC-32C (RFC 3720 §12.1): its name and base64 of its four bytes, the highest first."""
    return f"crc32c {base64.b64encode(google_crc32c.value(content).to_bytes(4, 'big')).decode()}"
