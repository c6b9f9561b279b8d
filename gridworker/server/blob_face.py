"""The HTTP face of files: attachments at `/v1/blobs/{stream}/{sha256}` (protocol §7), versions of the app (§11).

They have threads of their own, so that photos never stand in the way of records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gridworker.protocol.blobs import Blob, checksum
from gridworker.protocol.codec import JSON, SERVER_LEVEL, encode
from gridworker.server.answering import bearer, carry_out, problem_response, read_body
from gridworker.server.blobs import LIMITS, Chunk
from gridworker.server.district import District
from gridworker.server.rejection import Rejected

BLOBS = "/v1/blobs/{stream}/{sha256}"
RELEASES = "/v1/release/{sha256}"
OCTETS = "application/octet-stream"

_THREADS = 4
_RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})", re.ASCII)


class BlobFace:
    """Answers for the attachments of a district."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._threads = CapacityLimiter(_THREADS)

    async def answer(self, request: Request) -> Response:
        """The answer to any of the three."""
        blob = Blob(request.path_params["stream"], request.path_params["sha256"])
        work: Callable[[], Response] = partial(self._head, bearer(request), blob)
        if request.method == "GET":
            work = partial(self._get, bearer(request), blob, request.headers.get("range", ""))
        elif request.method == "PATCH":
            try:
                chunk = _chunk(request, await read_body(request, LIMITS.chunk_bytes))
            except Rejected as rejected:
                return problem_response(rejected)
            work = partial(self._patch, bearer(request), blob, chunk)
        return await to_thread.run_sync(carry_out, work, limiter=self._threads)

    async def release(self, request: Request) -> Response:
        """A version of the app, or a range of it."""
        sha256, wanted = request.path_params["sha256"], request.headers.get("range", "")
        work = partial(self._get_release, bearer(request), sha256, wanted)
        return await to_thread.run_sync(carry_out, work, limiter=self._threads)

    def _get_release(self, token: str, sha256: str, wanted: str) -> Response:
        found = self._district.release_find(token, sha256)
        start, stop = _range(wanted, found.size)
        return _part(sha256, found.size, start, stop, _pieces(found.file, start, stop))

    def _head(self, token: str, blob: Blob) -> Response:
        """200 complete, 204 partial, 404 none; `Upload-Offset` is missing only where nothing may be brought."""
        there = self._district.blob_arrived(token, blob)
        status = 200 if there.complete else 204 if there.offset else 404
        return Response(status_code=status, headers={"Upload-Offset": str(there.offset)})

    def _patch(self, token: str, blob: Blob, chunk: Chunk) -> Response:
        answer = self._district.blob_append(token, blob, chunk)
        headers = {"Upload-Offset": str(answer.offset)}
        return Response(encode(answer, JSON, SERVER_LEVEL), headers=headers, media_type=JSON)

    def _get(self, token: str, blob: Blob, wanted: str) -> Response:
        found = self._district.blob_find(token, blob)
        start, stop = _range(wanted, found.size)
        return _part(blob.sha256, found.size, start, stop, self._district.blob_read(found, start, stop))


def _part(sha256: str, size: int, start: int, stop: int, pieces: Iterator[bytes]) -> Response:
    """The bytes of a file from `start` to `stop`, with a checksum where they are a chunk."""
    is_part = stop - start < size
    headers = {"ETag": f'"{sha256}"', "Accept-Ranges": "bytes", "Content-Length": str(stop - start)}
    if is_part:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    status = 206 if is_part else 200
    if stop - start > LIMITS.chunk_bytes:
        return StreamingResponse(pieces, status, headers, media_type=OCTETS)
    content = b"".join(pieces)
    headers["Upload-Checksum"] = checksum(content)
    return Response(content, status, headers, media_type=OCTETS)


def _pieces(file: Path, start: int, stop: int) -> Iterator[bytes]:
    with file.open("rb") as content:
        content.seek(start)
        while start < stop and (piece := content.read(min(LIMITS.chunk_bytes, stop - start))):
            yield piece
            start += len(piece)


def _chunk(request: Request, content: bytes) -> Chunk:
    offset, length = (_number(request, name) for name in ("upload-offset", "upload-length"))
    return Chunk(offset, length, request.headers.get("upload-checksum", ""), content)


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise Rejected("BAD_REQUEST", name)
    return int(text)


def _range(wanted: str, size: int) -> tuple[int, int]:
    """From where to where (RFC 9110 §14); all of it where no range is asked for, or one of a form we do not serve."""
    form = _RANGE.fullmatch(wanted.replace(" ", ""))
    first, last = form.groups() if form else ("", "")
    if not first and not last:
        return 0, size
    start = int(first) if first else max(0, size - int(last))
    stop = min(size, int(last) + 1) if first and last else size
    if not start < stop:
        raise Rejected("NO_SUCH_RANGE")
    return start, stop
