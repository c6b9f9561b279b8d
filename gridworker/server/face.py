"""The HTTP face: bodies in and out, limits, codes; everything that blocks runs in threads (protocol §2, §3, §9)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gridworker.protocol.codec import (
    JSON,
    PROBLEM,
    SERVER_LEVEL,
    ZSTD,
    BadBody,
    BodyTooLarge,
    decode,
    encode,
    media_type,
)
from gridworker.protocol.messages import (
    EnrolRequest,
    HistoryRequest,
    PullRequest,
    SyncRequest,
    TokenRequest,
    VerifyRequest,
)
from gridworker.server.answering import bearer, carry_out, problem_response, read_body
from gridworker.server.blob_face import BLOBS, RELEASES, BlobFace
from gridworker.server.district import District
from gridworker.server.gate import Gate
from gridworker.server.guesses import Guesses
from gridworker.server.openapi import describe
from gridworker.server.rejection import Rejected
from gridworker.server.sync import LIMITS

T = TypeVar("T", bound=msgspec.Struct)

_THREADS = 16
_SMALL_BODY = 16 * 1024


def make_app(folder: Path, database_url: str | None) -> Starlette:
    """The application of the district in a data folder; every worker process makes its own."""
    return app_of(District.open(folder, database_url))


def app_of(district: District, gate: Gate | None = None) -> Starlette:
    """The application of an open district."""
    face = _Face(district, gate or Gate())
    files = BlobFace(district)
    return Starlette(
        routes=[
            Route("/v1/hello", face.hello, methods=["GET"]),
            Route("/v1/enrol", face.enrol, methods=["POST"]),
            Route("/v1/token", face.token, methods=["POST"]),
            Route("/v1/sync", face.sync, methods=["POST"]),
            Route("/v1/pull", face.pull, methods=["POST"]),
            Route("/v1/history", face.history, methods=["POST"]),
            Route("/v1/verify", face.verify, methods=["POST"]),
            Route(BLOBS, files.answer, methods=["GET", "HEAD", "PATCH"]),
            Route("/v1/release", face.release, methods=["GET"]),
            Route(RELEASES, files.release, methods=["GET"]),
            Route("/openapi.json", face.openapi, methods=["GET"]),
        ],
        exception_handlers={HTTPException: _not_there},
    )


class _Face:
    def __init__(self, district: District, gate: Gate) -> None:
        self._district = district
        self._guesses = Guesses(district.site.clock.monotonic)
        self._threads = CapacityLimiter(_THREADS)
        self._gate = gate
        self._contract = msgspec.json.encode(describe())

    async def hello(self, request: Request) -> Response:
        return await self._answer(request, self._district.hello)

    async def openapi(self, _request: Request) -> Response:
        return Response(self._contract, media_type=JSON)

    async def release(self, request: Request) -> Response:
        named = request.query_params
        platform, version = named.get("platform", ""), named.get("app", "")
        token = bearer(request)
        return await self._answer(request, lambda: self._district.release_offer(token, platform, version))

    async def enrol(self, request: Request) -> Response:
        return await self._call(
            request, EnrolRequest, self._guarded(request, self._district.enrol), _SMALL_BODY
        )

    async def token(self, request: Request) -> Response:
        return await self._call(
            request, TokenRequest, self._guarded(request, self._district.token), _SMALL_BODY
        )

    async def sync(self, request: Request) -> Response:
        return await self._exchange(request, SyncRequest, self._district.sync)

    async def pull(self, request: Request) -> Response:
        return await self._exchange(request, PullRequest, self._district.pull)

    async def history(self, request: Request) -> Response:
        work = partial(self._district.history, bearer(request))
        return await self._call(request, HistoryRequest, work, _SMALL_BODY)

    async def verify(self, request: Request) -> Response:
        return await self._exchange(request, VerifyRequest, self._district.verify)

    async def _exchange(self, request: Request, into: type[T], work: Callable[[str, T], Any]) -> Response:
        """As `_call` does, for what a laptop does one at a time, and only so many laptops at once."""
        token = bearer(request)
        try:
            body = await read_body(request, LIMITS.bytes)
            with self._gate.entered(token):
                content_type = request.headers.get("content-type", JSON)
                return await self._answer(request, lambda: work(token, _decoded(body, content_type, into)))
        except Rejected as rejected:
            return problem_response(rejected)

    def _guarded(self, request: Request, work: Callable[[T], Any]) -> Callable[[T], Any]:
        address = request.client.host if request.client else ""
        return lambda message: self._guesses.guarded(address, lambda: work(message))

    async def _call(
        self, request: Request, into: type[T], work: Callable[[T], Any], most: int = LIMITS.bytes
    ) -> Response:
        """Reads the body as a message of type `into`, hands it to `work` and answers with what that returns."""
        try:
            body = await read_body(request, most)
        except Rejected as rejected:
            return problem_response(rejected)
        content_type = request.headers.get("content-type", JSON)
        return await self._answer(request, lambda: work(_decoded(body, content_type, into)))

    async def _answer(self, request: Request, work: Callable[[], Any]) -> Response:
        content_type = _wanted(request)
        return await to_thread.run_sync(
            carry_out, partial(_encoded, work, content_type), limiter=self._threads
        )


def _encoded(work: Callable[[], Any], content_type: str) -> Response:
    return Response(encode(work(), content_type, SERVER_LEVEL), media_type=content_type)


def _decoded(body: bytes, content_type: str, into: type[T]) -> T:
    if media_type(content_type) not in (JSON, ZSTD):
        raise Rejected("BAD_REQUEST", "media type")
    try:
        return decode(body, content_type, into, limit=LIMITS.inflated_bytes, nesting=LIMITS.nesting)
    except BodyTooLarge as error:
        raise Rejected("TOO_LARGE") from error
    except BadBody as error:
        raise Rejected("BAD_REQUEST") from error


def _wanted(request: Request) -> str:
    """The media type of the answer: the one named by `Accept`, else the request's."""
    accepted = {media_type(part) for part in request.headers.get("accept", "").split(",")}
    if ZSTD in accepted:
        return ZSTD
    if JSON in accepted:
        return JSON
    return ZSTD if media_type(request.headers.get("content-type", "")) == ZSTD else JSON


def _not_there(_request: Request, error: Exception) -> Response:
    """An address or a method we do not know, as a problem too."""
    assert isinstance(error, HTTPException)
    problem = msgspec.structs.replace(Rejected("NOT_FOUND").problem(), status=error.status_code)
    return Response(msgspec.json.encode(problem), error.status_code, error.headers, media_type=PROBLEM)
