"""Equal values have equal canonical bytes (protocol §2)."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")


def is_empty(value: object) -> bool:
    """Whether a value is the same as missing: null, an empty text, and lists and objects that hold nothing else.

    0 and false are values.
    """
    if value is None or isinstance(value, str):
        return not value
    if isinstance(value, dict):
        return all(map(is_empty, value.values()))
    return isinstance(value, list | tuple) and all(map(is_empty, value))


def is_normal_text(text: str) -> bool:
    """Whether a text is in composed form already."""
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def normal_text(text: str) -> str:
    """The text in Unicode's composed form (NFC, UAX #15)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def normal(value: Any) -> Any:
    """The value with texts in NFC and empty values dropped at every depth; None if nothing is left."""
    if isinstance(value, str):
        return normal_text(value) or None
    if isinstance(value, dict):
        # Two spellings of one key meet here: the last by code point stays, whatever order they came in.
        members = ((normal_text(key), normal(value[key])) for key in sorted(value))
        return {key: item for key, item in members if item is not None} or None
    if isinstance(value, list | tuple):
        items = (normal(item) for item in value)
        return [item for item in items if item is not None] or None
    return value


def canonical(value: Any) -> bytes:
    """UTF-8 JSON of the normal value: keys by code point, no spaces. Sets must already be sorted lists."""
    raw = sorted_json(value)
    return raw if _is_canonical(raw) else _ENCODER.encode(normal(value))


def sorted_json(value: Any) -> bytes:
    """UTF-8 JSON of the value as it is, keys by code point: mostly canonical already."""
    return _ENCODER.encode(value)


def _is_canonical(raw: bytes) -> bool:
    """Whether sorted JSON is seen at a glance to be canonical; a text that looks like an empty value says no."""
    if b'""' in raw or b"null" in raw or b"{}" in raw or (b"[" in raw and b"[]" in raw):
        return False
    return raw.isascii() or unicodedata.is_normalized("NFC", raw.decode())


def equal(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same to the protocol."""
    if one is None or other is None:
        return is_empty(one) and is_empty(other)
    if type(one) is type(other) and isinstance(one, str | int):
        return one == other or (isinstance(one, str) and normal_text(one) == normal_text(other))
    return canonical(one) == canonical(other)


def fingerprint(*parts: bytes) -> str:
    """16 hex digits of SHA-256 over the parts, each on a line of its own; used for `mark` and `chain`."""
    return hashlib.sha256(b"\n".join(parts)).hexdigest()[:16]


def record_sum(record: str, rev: int, body: Any, raw: bytes | None = None) -> int:
    """What one record adds to `sum64` of its stream: the first 8 bytes of a SHA-256, big-endian (protocol §8).

    `raw` is the `sorted_json` of the body, where it is at hand.
    """
    same = raw if raw is not None and _is_canonical(raw) else canonical(body)
    digest = hashlib.sha256(f"{record}\n{rev}\n".encode() + same).digest()
    return int.from_bytes(digest[:8], "big")
