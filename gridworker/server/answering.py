"""What every part of the HTTP face does: reads a body within its limit, finds the token, ends well (protocol §2)."""

from __future__ import annotations

import logging
from collections.abc import Callable

import msgspec
from anyio import fail_after
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from gridworker.domain.errors import Trouble
from gridworker.protocol.codec import PROBLEM
from gridworker.server.rejection import Rejected

BODY_SECONDS = 300
"""More than the app gives a whole call: 512 KiB over 2 kB/s."""

log = logging.getLogger("gridworker.server")


def carry_out(work: Callable[[], Response]) -> Response:
    """Does the blocking part of a request; whatever goes wrong in it is answered with a problem."""
    try:
        return work()
    except Rejected as rejected:
        return problem_response(rejected)
    except Trouble as trouble:
        log.error("request not carried out: %s", trouble.code)
        return problem_response(Rejected("BUSY", trouble.code, retry_after=60))
    except Exception as error:
        log.error("request failed", exc_info=error)
        return problem_response(Rejected("INTERNAL"))


def problem_response(rejected: Rejected) -> Response:
    """The answer to a request that is not carried out."""
    problem = rejected.problem()
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    if problem.offset is not None:
        headers["Upload-Offset"] = str(problem.offset)
    return Response(msgspec.json.encode(problem), problem.status, headers, media_type=PROBLEM)


async def read_body(request: Request, most: int) -> bytes:
    """The body, given up as soon as it is, or says that it will be, larger than `most` bytes, or takes too long."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise Rejected("TOO_LARGE")
    parts: list[bytes] = []
    size = 0
    try:
        with fail_after(BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise Rejected("TOO_LARGE")
                parts.append(part)
    except (ClientDisconnect, TimeoutError) as error:
        raise Rejected("BAD_REQUEST", "cut") from error
    return b"".join(parts)


def bearer(request: Request) -> str:
    """The access token of a request, empty where there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
