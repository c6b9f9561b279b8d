"""The three calls for attachments as HTTP writes them: paths, headers, and what an answer must show to be believed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gridworker.protocol.blobs import Blob, Received, checksum
from gridworker.protocol.messages import Problem
from gridworker.protocol.problems import STATUS
from gridworker.sync.wire import Chunk, NoAnswer, Refusal

_RANGE = re.compile(r"bytes (\d{1,19})-(\d{1,19})/(\d{1,19})", re.ASCII)
_CODES = {401: "EXPIRED", 403: "OUT_OF_SCOPE", 503: "BUSY"}
"""What a status means where an answer has no body; a token that is worse than expired fails to be refreshed."""


def path_of(blob: Blob) -> str:
    """Where a file is."""
    return f"/v1/blobs/{blob.stream}/{blob.sha256}"


def headers_of(chunk: Chunk) -> dict[str, str]:
    """What goes with a chunk."""
    return {
        "Content-Type": "application/octet-stream",
        "Upload-Offset": str(chunk.offset),
        "Upload-Length": str(chunk.length),
        "Upload-Checksum": checksum(chunk.content),
    }


def arrived(status: int, headers: Mapping[str, str]) -> Received | None:
    """What the answer to a HEAD says. Raises `Refusal`, or `NoAnswer` for one that is not of the district."""
    offset = headers.get("Upload-Offset", "")
    if status in (200, 204, 404) and offset.isascii() and offset.isdecimal():
        return Received(int(offset), complete=status == 200)
    if status == 404:
        return None
    if code := _CODES.get(status):
        wait = headers.get("Retry-After", "")
        retry_after = int(wait) if wait.isascii() and wait.isdecimal() else None
        problem = Problem(type="", title="", status=STATUS[code], code=code, retry_after=retry_after)
        raise Refusal(problem)
    raise NoAnswer("foreign_answer" if status < 500 else "server_fault")


def chunk_of(sha256: str, start: int, headers: Mapping[str, str], content: bytes) -> Chunk:
    """The bytes an answer to a GET brought, and how long the whole file is. Raises `NoAnswer` for a foreign answer."""
    if headers.get("ETag") != f'"{sha256}"' or not content:
        raise NoAnswer("foreign_answer")
    check = headers.get("Upload-Checksum")
    if check is not None and check != checksum(content):
        raise NoAnswer("answer_cut")
    found = _RANGE.fullmatch(headers.get("Content-Range", ""))
    if found is None:
        return Chunk(0, len(content), content)
    first, last, length = map(int, found.groups())
    if first != start or last - first + 1 != len(content):
        raise NoAnswer("foreign_answer")
    return Chunk(first, length, content)
