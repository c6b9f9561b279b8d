"""Servers that are not the district's: a captive portal, one that hangs up, with a certificate or without."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar


class Reply(BaseHTTPRequestHandler):
    """Gives the same reply to whatever is asked."""

    status: ClassVar[int] = 200
    kind: ClassVar[str] = "text/html; charset=utf-8"
    content: ClassVar[bytes] = "<html><body>请先登录无线网络</body></html>".encode()
    promised: ClassVar[int] = len(content)

    def reply(self) -> None:
        """Sends the reply and closes the connection."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(self.status)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(self.promised))
        self.end_headers()
        self.wfile.write(self.content)
        self.close_connection = True

    do_GET = do_POST = do_HEAD = do_PATCH = reply  # noqa: N815 - the names that http.server asks for

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def serving(reply: type[Reply], certificate: Path | None = None) -> Iterator[str]:
    """The address of a server that gives `reply`, over TLS if it has a certificate (with its key in the same file)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), reply)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
