"""Bodies on the wire: JSON, or the same JSON in one zstd frame, never larger than announced (protocol §2)."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
import zstandard

JSON = "application/json"
ZSTD = "application/vnd.gridworker.v1+zstd"
PROBLEM = "application/problem+json"

APP_LEVEL = 6
SERVER_LEVEL = 3

T = TypeVar("T")

_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_MAX_WINDOW = 8 * 1024 * 1024


class BadBody(Exception):
    """A body that is not what its type says: not JSON, too deep, cut, of another shape."""


class BodyTooLarge(Exception):
    """A body that is larger than the limit, or would be once inflated."""


def encode(message: Any, content_type: str, level: int) -> bytes:
    """The body of `message` in `content_type`, compressed at zstd `level` where the type asks for it."""
    raw = msgspec.json.encode(message)
    if content_type != ZSTD:
        return raw
    return zstandard.ZstdCompressor(level=level, write_checksum=True).compress(raw)


def decode(body: bytes, content_type: str, into: type[T], *, limit: int, nesting: int = 32) -> T:
    """The message in `body`. Raises `BodyTooLarge` beyond `limit` inflated bytes, `BadBody` for all else."""
    raw = inflate(body, limit) if media_type(content_type) == ZSTD else body
    if len(raw) > limit:
        raise BodyTooLarge
    if deeper_than(raw, nesting):
        raise BadBody("nesting")
    try:
        return msgspec.json.decode(raw, type=into)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadBody(str(error)) from error


def media_type(content_type: str) -> str:
    """The type without its parameters, in lower case."""
    return content_type.split(";", 1)[0].strip().lower()


def inflate(body: bytes, limit: int) -> bytes:
    """The content of one zstd frame, checked against `limit` while inflating. Raises as `decode` does."""
    try:
        announced = zstandard.get_frame_parameters(body).content_size
        reader = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW).stream_reader(body)
        raw = reader.read(limit + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        raise BadBody("zstd") from error
    if len(raw) > limit:
        raise BodyTooLarge
    if announced not in (zstandard.CONTENTSIZE_UNKNOWN, len(raw)):
        raise BadBody("cut")
    return raw


def deeper_than(raw: bytes, limit: int) -> bool:
    """Whether JSON text nests deeper than `limit` levels, seen before any of it is decoded."""
    if b"\\" in raw:
        raw = raw.replace(b"\\\\", b"").replace(b'\\"', b"")
    brackets = b"".join(raw.split(b'"')[::2]).translate(None, _NOT_BRACKETS)
    for _ in range(limit):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return bool(brackets)
