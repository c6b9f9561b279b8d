"""Connections that bring half a request and then nothing do not stay for ever, however many there are."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import requests
import uvicorn

from gridworker.server import answering
from gridworker.server.face import app_of
from gridworker.server.request_head import BoundedProtocol
from tests.server.village import Village

SHORT = 0.3


class Impatient(BoundedProtocol):
    """The district's own, with less patience."""

    seconds = SHORT


@pytest.fixture
def port(village: Village, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a village with little patience."""
    monkeypatch.setattr(answering, "BODY_SECONDS", SHORT)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app_of(village.district), http=Impatient, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()
    listener.close()


def what_comes_back(port: int, *parts: bytes) -> bytes:
    """All that a connection brings until the server closes it."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as line:
        heard = b""
        try:
            for part in parts:
                line.sendall(part)
                time.sleep(SHORT / 4)
            while more := line.recv(4096):
                heard += more
        except (BrokenPipeError, ConnectionResetError):
            pass
        return heard


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_half_a_head_is_hung_up_on(port: int) -> None:
    for half in ((b"",), (b"POST /v1/sy",), (b"GET /v1/hello HTTP/1.1\r\n", b"X: 1\r\n", b"Y: 2\r\n", b"Z")):
        assert what_comes_back(port, *half) == b""


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_half_a_body_is_a_bad_request(port: int) -> None:
    head = (
        b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n"
    )
    assert what_comes_back(port, head, b'{"gw"').startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_connection_that_is_kept_open_between_requests_stays_usable(port: int) -> None:
    with requests.Session() as session:
        for _ in range(4):
            assert session.get(f"http://127.0.0.1:{port}/v1/hello", timeout=10).status_code == 200
            time.sleep(SHORT / 2)
