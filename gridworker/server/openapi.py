"""The machine-readable contract, made from the message types themselves (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

import msgspec

from gridworker import __version__
from gridworker.domain.op import Op
from gridworker.protocol.codec import JSON, PROBLEM, ZSTD
from gridworker.protocol.messages import (
    BlobAnswer,
    EnrolAnswer,
    EnrolRequest,
    Hello,
    HistoryAnswer,
    HistoryRequest,
    Problem,
    PullAnswer,
    PullRequest,
    ReleaseAnswer,
    SyncAnswer,
    SyncRequest,
    TokenAnswer,
    TokenRequest,
    VerifyAnswer,
    VerifyRequest,
)

_CALLS: list[tuple[str, str, type | None, type]] = [
    ("/v1/hello", "get", None, Hello),
    ("/v1/enrol", "post", EnrolRequest, EnrolAnswer),
    ("/v1/token", "post", TokenRequest, TokenAnswer),
    ("/v1/sync", "post", SyncRequest, SyncAnswer),
    ("/v1/pull", "post", PullRequest, PullAnswer),
    ("/v1/history", "post", HistoryRequest, HistoryAnswer),
    ("/v1/verify", "post", VerifyRequest, VerifyAnswer),
]
_BLOBS = "/v1/blobs/{stream}/{sha256}"
_RELEASES = "/v1/release/{sha256}"
_WITHOUT_TOKEN = {"/v1/hello", "/v1/enrol", "/v1/token"}


def describe() -> dict[str, Any]:
    """The OpenAPI document."""
    messages = [message for _, _, request, answer in _CALLS for message in (request, answer) if message]
    _, components = msgspec.json.schema_components(
        [*messages, BlobAnswer, ReleaseAnswer, Problem, Op], ref_template="#/components/schemas/{name}"
    )
    # On the wire ops are decoded one by one; what each must look like is said here all the same.
    components["SyncRequest"]["properties"]["ops"]["items"] = _ref(Op)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "gridworker district server",
            "version": __version__,
            "license": {"name": "Mulan PSL v2", "identifier": "MulanPSL-2.0"},
        },
        "paths": {
            path: {method: _operation(path, request, answer)} for path, method, request, answer in _CALLS
        }
        | {_BLOBS: _blobs(), "/v1/release": _release_offer(), _RELEASES: _release_file()},
        "components": {
            "schemas": components,
            "securitySchemes": {"access": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(path: str, request: type | None, answer: type) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": path.rsplit("/", 1)[1],
        "summary": (answer.__doc__ or "").strip(),
        "responses": {
            "200": {"description": "done", "content": _content(answer, JSON, ZSTD)},
            "default": {"description": "a problem, by its code", "content": _content(Problem, PROBLEM)},
        },
    }
    if request is not None:
        operation["requestBody"] = {"required": True, "content": _content(request, JSON, ZSTD)}
    if path not in _WITHOUT_TOKEN:
        operation["security"] = [{"access": []}]
    return operation


def _blobs() -> dict[str, Any]:
    """The three calls for attachments: their answers are bytes and headers (protocol §7)."""
    problem, octets = _problem(), _OCTETS

    def call(name: str, summary: str, answers: dict[str, Any], *headers: dict[str, Any]) -> dict[str, Any]:
        shared = {"operationId": name, "summary": summary, "security": [{"access": []}]}
        return shared | {"responses": answers | problem, "parameters": list(headers)}

    count = {"type": "integer", "minimum": 0}
    patch = call(
        "blob_append",
        "The next chunk of an attachment.",
        {"200": {"description": "taken", "content": _content(BlobAnswer, JSON)}},
        _parameter("Upload-Offset", "header", count),
        _parameter("Upload-Length", "header", count),
        _parameter("Upload-Checksum", "header", {"type": "string", "pattern": "^crc32c [A-Za-z0-9+/]{6}==$"}),
    )
    done = {"200": {"description": "complete"}, "204": {"description": "partial"}}
    return {
        "parameters": [_parameter("stream", "path", {"type": "string"}), _SHA256],
        "head": call("blob_arrived", "How much of an attachment the district has.", done),
        "get": call(
            "blob_read",
            "An attachment, or a range of it.",
            _BYTES,
            _RANGE,
        ),
        "patch": patch | {"requestBody": {"required": True, "content": octets}},
    }


def _release_offer() -> dict[str, Any]:
    """Which version of the app a laptop may take (protocol §11)."""
    operation = _operation("/v1/release", None, ReleaseAnswer)
    text = {"type": "string"}
    return {
        "get": operation
        | {"parameters": [_parameter("platform", "query", text), _parameter("app", "query", text)]}
    }


def _release_file() -> dict[str, Any]:
    """A version of the app, or a range of it (protocol §11)."""
    return {
        "parameters": [_SHA256],
        "get": {
            "operationId": "release_read",
            "summary": "A version of the app, or a range of it.",
            "security": [{"access": []}],
            "responses": _BYTES | _problem(),
            "parameters": [_RANGE],
        },
    }


def _problem() -> dict[str, Any]:
    return {"default": {"description": "a problem, by its code", "content": _content(Problem, PROBLEM)}}


def _parameter(name: str, place: str, schema: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": schema}


def _content(message: type, *types: str) -> dict[str, Any]:
    return {content_type: {"schema": _ref(message)} for content_type in types}


def _ref(message: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{message.__name__}"}


_OCTETS = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_BYTES = {
    "200": {"description": "all of it", "content": _OCTETS},
    "206": {"description": "the range asked for", "content": _OCTETS},
}
_SHA256 = _parameter("sha256", "path", {"type": "string", "pattern": "^[0-9a-f]{64}$"})
_RANGE = _parameter("Range", "header", {"type": "string"}, required=False)
