"""The machine-readable contract, made from the message types themselves (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

import msgspec

from gridworker import __version__
from gridworker.domain.op import Op
from gridworker.protocol.codec import JSON, PROBLEM, ZSTD
from gridworker.protocol.messages import (
    EnrolAnswer,
    EnrolRequest,
    Hello,
    HistoryAnswer,
    HistoryRequest,
    Problem,
    PullAnswer,
    PullRequest,
    SyncAnswer,
    SyncRequest,
    TokenAnswer,
    TokenRequest,
)

_CALLS: list[tuple[str, str, type | None, type]] = [
    ("/v1/hello", "get", None, Hello),
    ("/v1/enrol", "post", EnrolRequest, EnrolAnswer),
    ("/v1/token", "post", TokenRequest, TokenAnswer),
    ("/v1/sync", "post", SyncRequest, SyncAnswer),
    ("/v1/pull", "post", PullRequest, PullAnswer),
    ("/v1/history", "post", HistoryRequest, HistoryAnswer),
]
_WITHOUT_TOKEN = {"/v1/hello", "/v1/enrol", "/v1/token"}


def describe() -> dict[str, Any]:
    """The OpenAPI document."""
    messages = [message for _, _, request, answer in _CALLS for message in (request, answer) if message]
    _, components = msgspec.json.schema_components(
        [*messages, Problem, Op], ref_template="#/components/schemas/{name}"
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
        },
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


def _content(message: type, *types: str) -> dict[str, Any]:
    return {content_type: {"schema": _ref(message)} for content_type in types}


def _ref(message: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{message.__name__}"}
