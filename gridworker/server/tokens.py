"""Tokens: who calls, signed by the server so that none is kept (protocol §3).

An access token names replica, worker and its end (1 h); a refresh token names replica, worker, a counter and when it
was issued (good for 180 days).
"""

from __future__ import annotations

import base64
import binascii
import hmac

import msgspec

from gridworker.server.rejection import Rejected
from gridworker.server.secrets import Secrets

ACCESS_MS = 3_600_000
REFRESH_MS = 180 * 24 * 3_600_000


class Access(msgspec.Struct, array_like=True, frozen=True):
    """The content of an access token."""

    replica: str
    worker: str
    expires: int


class Refresh(msgspec.Struct, array_like=True, frozen=True):
    """The content of a refresh token."""

    replica: str
    worker: str
    counter: int
    issued: int


def seal(secrets: Secrets, content: Access | Refresh) -> str:
    """The token with this content."""
    raw = msgspec.json.encode(content)
    return f"{_text(raw)}.{_text(secrets.sign(type(content).__name__, raw))}"


def open_access(secrets: Secrets, token: str) -> Access:
    """The content of an access token, expired or not. Raises `Rejected("BAD_TOKEN")` unless we have signed it."""
    return msgspec.json.decode(_opened(secrets, token, "Access"), type=Access)


def open_refresh(secrets: Secrets, token: str) -> Refresh:
    """The content of a refresh token, however old. Raises as `open_access` does."""
    return msgspec.json.decode(_opened(secrets, token, "Refresh"), type=Refresh)


def _opened(secrets: Secrets, token: str, purpose: str) -> bytes:
    content, _, signature = token.partition(".")
    try:
        raw, signed = _bytes(content), _bytes(signature)
    except (ValueError, binascii.Error) as error:
        raise Rejected("BAD_TOKEN") from error
    if not hmac.compare_digest(secrets.sign(purpose, raw), signed):
        raise Rejected("BAD_TOKEN")
    return raw


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
