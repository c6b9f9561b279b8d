"""Equal values have equal canonical bytes (protocol §2)."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")


def is_empty(value: object) -> bool:
    """Missing, null, an empty text, list and object are the same value; 0 and false are not."""
    return value is None or value == "" or value == [] or value == {}


def normal(value: Any) -> Any:
    """The value with texts in NFC and empty values dropped at every depth; None if nothing is left."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value) or None
    if isinstance(value, dict):
        members = ((unicodedata.normalize("NFC", key), normal(item)) for key, item in value.items())
        return {key: item for key, item in members if item is not None} or None
    if isinstance(value, list):
        items = (normal(item) for item in value)
        return [item for item in items if item is not None] or None
    return value


def canonical(value: Any) -> bytes:
    """UTF-8 JSON of the normal value: keys by code point, no spaces. Sets must already be sorted lists."""
    return _ENCODER.encode(normal(value))


def equal(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same to the protocol."""
    if type(one) is type(other) and isinstance(one, str | int | bool) and one == other:
        return True
    return canonical(one) == canonical(other)


def fingerprint(*parts: bytes) -> str:
    """16 hex digits of SHA-256 over the parts, each on a line of its own; used for `mark` and `chain`."""
    return hashlib.sha256(b"\n".join(parts)).hexdigest()[:16]


def record_sum(record: str, rev: int, body: Any) -> int:
    """What one record adds to `sum64` of its stream: the first 8 bytes of a SHA-256, big-endian (protocol §8)."""
    digest = hashlib.sha256(f"{record}\n{rev}\n".encode() + canonical(body)).digest()
    return int.from_bytes(digest[:8], "big")
