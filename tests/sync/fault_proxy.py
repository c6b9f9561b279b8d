"""A bad network between a laptop and the real server: a proxy that does to each reply what it is told."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit


class Reply(NamedTuple):
    """What the server answered."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    body: bytes

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def do_HEAD(self) -> None:
        self._pass_on()

    def do_PATCH(self) -> None:
        self._pass_on()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.server.faults.popleft() if self.server.faults else passes
        self.body = body
        fault(self, lambda: self._ask(body))

    def _ask(self, body: bytes) -> Reply:
        upstream = http.client.HTTPConnection(self.server.upstream, timeout=60)
        try:
            headers = {
                name: value
                for name, value in self.headers.items()
                if name.lower() not in ("host", "connection")
            }
            upstream.request(self.command, self.path, body or None, headers)
            answer = upstream.getresponse()
            self.server.passed.append(self.path)
            return Reply(answer.status, answer.getheaders(), answer.read())
        finally:
            upstream.close()

    def answer(self, reply: Reply, *, send: int | None = None) -> None:
        """Writes a reply, or only the first `send` bytes of its body, and ends the connection."""
        self.send_response(reply.status)
        for name, value in reply.headers:
            if name.lower() not in ("content-length", "connection", "transfer-encoding", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body[:send])
        self.wfile.flush()
        self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    upstream: str
    faults: deque[Fault]
    passed: list[str]

    def handle_error(self, request: object, client_address: object) -> None:
        """A laptop that hangs up is part of the play."""


Ask = Callable[[], Reply]
Fault = Callable[[_Handler, Ask], None]


def passes(handler: _Handler, ask: Ask) -> None:
    """The reply arrives whole."""
    handler.answer(ask())


def loses_request(handler: _Handler, _ask: Ask) -> None:
    """The server never hears of it."""
    handler.close_connection = True


def loses_reply(handler: _Handler, ask: Ask) -> None:
    """The server has done it, and nobody is told."""
    ask()
    handler.close_connection = True


def asks_twice(handler: _Handler, ask: Ask) -> None:
    """Something in between repeats the request."""
    ask()
    handler.answer(ask())


def cuts_request_at(position: int) -> Fault:
    """The server hears so many bytes of the body, and then nothing more."""

    def fault(handler: _Handler, _ask: Ask) -> None:
        host, port = handler.server.upstream.split(":")
        with socket.create_connection((host, int(port)), timeout=60) as upstream:
            head = f"{handler.command} {handler.path} HTTP/1.1\r\n{handler.headers}"
            upstream.sendall(head.encode() + handler.body[:position])
        handler.close_connection = True

    return fault


def resets(handler: _Handler, ask: Ask) -> None:
    """The connection is torn down after the server has done it."""
    ask()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def cuts_at(position: int) -> Fault:
    """The reply ends after so many bytes, and says that it was longer."""

    def fault(handler: _Handler, ask: Ask) -> None:
        handler.answer(ask(), send=position)

    return fault


def flips_byte(position: int) -> Fault:
    """One bit of the reply is another."""

    def fault(handler: _Handler, ask: Ask) -> None:
        reply = ask()
        body = bytearray(reply.body)
        body[position % len(body)] ^= 0x20
        handler.answer(reply._replace(body=bytes(body)))

    return fault


def answers(status: int, body: bytes, content_type: str = "text/html; charset=utf-8") -> Fault:
    """Something else answers: a captive portal, a broken gateway."""

    def fault(handler: _Handler, _ask: Ask) -> None:
        handler.answer(Reply(status, [("Content-Type", content_type)], body))

    return fault


def drips(bytes_a_second: int) -> Fault:
    """The reply comes at the speed of a bad mobile link."""

    def fault(handler: _Handler, ask: Ask) -> None:
        reply = ask()
        handler.answer(reply, send=0)
        handler.close_connection = True
        for start in range(0, len(reply.body), bytes_a_second // 10):
            time.sleep(0.1)
            handler.wfile.write(reply.body[start : start + bytes_a_second // 10])

    return fault


def waits(seconds: float) -> Fault:
    """The server thinks for a while."""

    def fault(handler: _Handler, ask: Ask) -> None:
        time.sleep(seconds)
        handler.answer(ask())

    return fault


class FaultProxy:
    """The network between. `next_faults` are done to the coming requests in turn; then all is well again."""

    def __init__(self, upstream: str) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.upstream = urlsplit(upstream).netloc
        self._server.faults = deque()
        self._server.passed = []
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="fault proxy", daemon=True
        ).start()

    @property
    def passed(self) -> list[str]:
        """The paths of the requests that reached the server."""
        return self._server.passed

    def next_faults(self, *faults: Fault) -> None:
        """What happens to the next requests."""
        self._server.faults.extend(faults)

    def leads_to(self, upstream: str) -> None:
        """From now on the server behind is another."""
        self._server.upstream = urlsplit(upstream).netloc

    def forget_faults(self) -> None:
        """From now on all is well."""
        self._server.faults.clear()

    def close(self) -> None:
        """Takes the proxy away."""
        self._server.shutdown()
        self._server.server_close()
