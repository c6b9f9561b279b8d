"""Bodies on the wire: JSON, or the same JSON in one zstd frame, never larger than announced (protocol §2)."""

from __future__ import annotations

import threading
from typing import Any, Literal, TypeVar

import msgspec
import zstandard

JSON = "application/json"
ZSTD = "application/vnd.gridworker.v1+zstd"
PROBLEM = "application/problem+json"

APP_LEVEL = 6
SERVER_LEVEL = 3

T = TypeVar("T")

_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_NO_SIGNS = bytes(byte for byte in range(256) if byte not in b'[]{}"')
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_MAX_WINDOW = 8 * 1024 * 1024
_PIECE = 64 * 1024
_BYTES_PER_VALUE = 16
"""A body has at most one comma in so many bytes of its limit: each value takes 64 bytes and more once it is read."""


class BadBody(Exception):
    """A body that is not what its type says: not JSON, too deep, cut, of another shape."""


class BodyTooLarge(Exception):
    """A body that is larger than the limit, or would be once inflated."""


def encode(message: Any, content_type: str, level: int) -> bytes:
    """The body of `message` in `content_type`, compressed at zstd `level` where the type asks for it."""
    raw = msgspec.json.encode(message)
    if content_type != ZSTD:
        return raw
    return _compressor(level).compress(raw)


class Begun:
    """A body in one zstd frame of which the largest member is packed before the others are known."""

    def __init__(self, member: str, value: Any, level: int) -> None:
        raw = b'{"' + member.encode() + b'":' + msgspec.json.encode(value)
        # Chosen by the size of what is there: of a frame that is still open zstd knows none.
        chosen = zstandard.ZstdCompressionParameters.from_level(
            level, source_size=len(raw), write_content_size=False, write_checksum=True
        )
        self._frame = zstandard.ZstdCompressor(compression_params=chosen).compressobj()
        self._packed = self._frame.compress(raw) + self._frame.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)

    def finished(self, others: Any) -> bytes:
        """The whole body, with the members of the message `others`, which has some; once."""
        rest = b"," + msgspec.json.encode(others)[1:]
        return self._packed + self._frame.compress(rest) + self._frame.flush()


class _Tools(threading.local):
    """What each thread compresses and inflates with: to make one takes three times as long as a small body does."""

    def __init__(self) -> None:
        self.compressors: dict[int, zstandard.ZstdCompressor] = {}
        self.decompressor = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)


def _compressor(level: int) -> zstandard.ZstdCompressor:
    if level not in _TOOLS.compressors:
        _TOOLS.compressors[level] = zstandard.ZstdCompressor(level=level, write_checksum=True)
    return _TOOLS.compressors[level]


_TOOLS = _Tools()


class _Marked(msgspec.Struct):
    """What tells an answer of ours from a foreign one: the mark must be there, whatever else is."""

    gw: Literal[1]


_MARKED = msgspec.json.Decoder(_Marked)
_MARK = b',"gw":1}'
"""How our answers end: a body that ends so and is JSON at all bears the mark."""


def decode(
    body: bytes, content_type: str, into: type[T], *, limit: int, nesting: int = 32, answer: bool = False
) -> T:
    """The message in `body`; an `answer` must bear the mark `gw`.

    Raises `BodyTooLarge` beyond `limit` inflated bytes, or as many values as nobody writes into them; `BadBody` for
    all else.
    """
    raw = inflate(body, limit) if media_type(content_type) == ZSTD else body
    if len(raw) > limit or raw.count(b",") > limit // _BYTES_PER_VALUE:
        raise BodyTooLarge
    if deeper_than(raw, nesting):
        raise BadBody("nesting")
    try:
        if answer and not raw.endswith(_MARK):
            _MARKED.decode(raw)
        return msgspec.json.decode(raw, type=into)
    except (ValueError, RecursionError) as error:
        raise BadBody(str(error)) from error


def media_type(content_type: str) -> str:
    """The type without its parameters, in lower case."""
    return content_type.split(";", 1)[0].strip().lower()


def inflate(body: bytes, limit: int) -> bytes:
    """The content of one zstd frame, checked against `limit` while inflating. Raises as `decode` does."""
    try:
        announced = zstandard.get_frame_parameters(body).content_size
        if announced != zstandard.CONTENTSIZE_UNKNOWN and announced > limit:
            raise BodyTooLarge
        if _frame_length(body) != len(body):
            raise BadBody("cut")
        # No more room is made than the frame says it needs: what comes beyond that is no frame.
        room = limit if announced == zstandard.CONTENTSIZE_UNKNOWN else announced
        raw = _TOOLS.decompressor.stream_reader(body).read(room + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        raise BadBody("zstd") from error
    if len(raw) > limit:
        raise BodyTooLarge
    return raw


def _frame_length(body: bytes) -> int:
    """How many bytes the frame at the start of `body` takes (RFC 8878 §3.1.1); the reader itself is silent on a cut.

    A number beyond the end of `body` where the frame is cut.
    """
    at, last = zstandard.frame_header_size(body), False
    while not last and at < len(body):
        header = int.from_bytes(body[at : at + 3], "little")
        last, repeated, size = bool(header & 1), header >> 1 & 3 == 1, header >> 3
        at += 3 + (1 if repeated else size)
    if not last:
        return len(body) + 1
    return at + (4 if zstandard.get_frame_parameters(body).has_checksum else 0)


def deeper_than(raw: bytes, limit: int) -> bool:
    """Whether JSON text nests deeper than `limit` levels, seen before any of it is decoded."""
    if b"\\" in raw:
        raw = raw.replace(b"\\\\", b"").replace(b'\\"', b"")
    brackets = _outside_texts(raw)
    for _ in range(limit):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def _outside_texts(raw: bytes) -> bytes:
    """The brackets of JSON text that has no escapes, as `[` and `]`, without those in texts.

    Texts without brackets go first, which leaves little; the rest piece by piece: a body made of quotes and brackets
    would else take twenty times its size in memory.
    """
    raw = raw.translate(None, _NO_SIGNS).replace(b'""', b"")
    found, inside = [], 0
    for start in range(0, len(raw), _PIECE):
        parts = raw[start : start + _PIECE].split(b'"')
        found.append(b"".join(parts[inside::2]).translate(_ONE_KIND, _NOT_BRACKETS))
        inside ^= (len(parts) - 1) % 2
    return b"".join(found)
