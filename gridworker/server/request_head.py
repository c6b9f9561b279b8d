"""Requests whose head has no end: uvicorn with httptools bounds neither its length nor its time."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_BYTES = 64 * 1024


class BoundedProtocol(HttpToolsProtocol):
    """HTTP/1.1 that hangs up on a head longer than `MOST_BYTES`, or not whole in `seconds` after it was due.

    A head is due from the start of a connection and from its own first byte; between requests uvicorn looks after it.
    """

    seconds: ClassVar[float] = 30

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._size = 0
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._size += len(data)
        super().data_received(data)
        if self._late and self._size > MOST_BYTES:
            self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._expect_head()

    def on_headers_complete(self) -> None:
        self._have_head()
        super().on_headers_complete()

    def _expect_head(self) -> None:
        self._have_head()
        self._size = 0
        self._late = self.loop.call_later(self.seconds, self.transport.abort)

    def _have_head(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None
