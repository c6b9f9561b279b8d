"""The HTTP face: bodies, types, limits and codes, and nothing but answers of the protocol on hostile input."""

from __future__ import annotations

import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import msgspec
import pytest
import requests
import uvicorn
import zstandard

from gridworker.protocol.codec import JSON, PROBLEM, ZSTD
from gridworker.protocol.messages import SyncRequest
from gridworker.server.face import app_of
from tests.server.conftest import Place
from tests.server.village import GRID, Laptop, Village, patrol


class Site:
    """A village that listens."""

    def __init__(self, village: Village, address: str) -> None:
        self.village = village
        self.address = address

    def post(self, path: str, body: Any, *, token: str = "", **headers: str) -> requests.Response:
        """The answer to a body: bytes as they are, anything else as JSON."""
        raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            named["Authorization"] = f"Bearer {token}"
        return requests.post(
            f"{self.address}{path}", data=raw, headers={"Content-Type": JSON} | named, timeout=20
        )


@pytest.fixture
def site(village: Village) -> Iterator[Site]:
    """The village, listening on a free port of the loopback."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app_of(village.district), log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield Site(village, f"http://127.0.0.1:{listener.getsockname()[1]}")
    server.should_exit = True
    thread.join()
    listener.close()


class Zhou(Laptop):
    """周敏's laptop, which also writes requests as they travel."""

    def __init__(self, village: Village) -> None:
        super().__init__(village.district, "zhoumin", village.clock, 99)
        self.stream = village.streams[GRID]

    def message(self, *texts: str) -> dict[str, Any]:
        """The members of a sync with a patrol of each text."""
        ops = [msgspec.to_builtins(self.op(self.stream, "patrol", patrol(text))) for text in texts]
        members: dict[str, Any] = msgspec.to_builtins(SyncRequest(**self.request()))
        return members | {"ops": ops}


@pytest.fixture
def zhou(site: Site) -> Zhou:
    """周敏's laptop."""
    return Zhou(site.village)


def test_hello_tells_who_we_are(site: Site) -> None:
    answer = requests.get(f"{site.address}/v1/hello", timeout=20)
    assert answer.headers["content-type"] == JSON
    said = answer.json()
    assert (said["gw"], said["name"], said["proto"], said["schema"]) == (1, "萧山区", [1, 1], [1, 1])
    assert said["limits"] == {
        "ops": 500,
        "bytes": 524288,
        "op_bytes": 262144,
        "inflated_bytes": 8388608,
        "nesting": 32,
        "blob_bytes": 67108864,
        "chunk_bytes": 524288,
    }


@pytest.mark.parametrize("accept", [JSON, ZSTD, "*/*", f"text/html, {ZSTD};q=0.9"])
@pytest.mark.parametrize("sent_as", [JSON, ZSTD, f"{JSON}; charset=utf-8"])
def test_a_sync_as_json_or_zstd(site: Site, zhou: Zhou, sent_as: str, accept: str) -> None:
    body = msgspec.json.encode(zhou.message("一处"))
    if sent_as == ZSTD:
        body = zstandard.ZstdCompressor(level=6).compress(body)
    answer = site.post("/v1/sync", body, token=zhou.access, Content_Type=sent_as, Accept=accept)
    assert answer.status_code == 200
    wanted = ZSTD if ZSTD in accept or (sent_as == ZSTD and accept == "*/*") else JSON
    assert answer.headers["content-type"] == wanted
    assert "content-encoding" not in answer.headers
    raw = answer.content
    if wanted == ZSTD:
        raw = zstandard.ZstdDecompressor().decompress(raw)
    said = msgspec.json.decode(raw)
    assert said["gw"] == 1
    assert [ack["result"] for ack in said["acks"]] == ["ok"]


def test_everything_else_a_laptop_asks(site: Site, zhou: Zhou) -> None:
    code = site.village.district.enrol_code("shenguoqiang").code
    device = {"name": "旧电脑", "os": "UOS", "app": "0.1.0"}
    shen = site.post("/v1/enrol", {"gw": 1, "code": code, "device": device}).json()
    tokens = site.post("/v1/token", {"gw": 1, "replica": shen["replica"], "refresh": shen["refresh"]}).json()
    zhou.send(zhou.op(zhou.stream, "patrol", patrol()))
    pull = msgspec.to_builtins(SyncRequest(**zhou.request(cursors={zhou.stream: (0, "")})))
    pull["replica"] = tokens["replica"]
    rows = site.post("/v1/pull", pull, token=tokens["access"]).json()["rows"]
    assert [row[3] for row in rows] == ["patrol"]
    history = site.post("/v1/history", {"gw": 1, "record": rows[0][2]}, token=tokens["access"]).json()
    assert history["ops"][0]["patch"]["text"] == [None, "楼道堆放杂物，已当场清理"]


def test_problems_are_problems(site: Site, zhou: Zhou) -> None:
    answer = site.post("/v1/sync", zhou.message(), token="x.y")
    assert (answer.status_code, answer.headers["content-type"]) == (401, PROBLEM)
    said = answer.json()
    assert (said["code"], said["status"]) == ("BAD_TOKEN", 401)
    assert {"type", "title"} <= said.keys()
    site.village.district.revoke_device(zhou.replica, "电脑遗失")
    answer = site.post("/v1/sync", zhou.message("未送达"), token=zhou.access)
    assert answer.status_code == 401
    assert [ack["code"] for ack in answer.json()["acks"]] == ["NEED_REVIEW"]
    assert "rows" not in answer.json()


def test_addresses_and_methods_that_are_not_ours(site: Site) -> None:
    for method, path, status in (("GET", "/", 404), ("GET", "/v1/sync", 405), ("DELETE", "/v1/hello", 405)):
        answer = requests.request(method, site.address + path, timeout=20)
        assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)


def test_too_much_is_told_before_it_is_read(site: Site, zhou: Zhou) -> None:
    host, port = site.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(
            f"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Type: {JSON}\r\nContent-Length: 99999999\r\n\r\n".encode()
        )
        assert b" 413 " in connection.recv(100)
    chunks = (b" " * 65536 for _ in range(20))
    answer = requests.post(f"{site.address}/v1/sync", data=chunks, headers={"Content-Type": JSON}, timeout=20)
    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")
    many = zhou.message() | {"ops": [{}] * 501}
    assert site.post("/v1/sync", many, token=zhou.access).status_code == 413
    bomb = zstandard.ZstdCompressor(level=19).compress(b" " * 50_000_000)
    answer = site.post("/v1/sync", bomb, token=zhou.access, Content_Type=ZSTD)
    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")


def hostile_bodies() -> Iterator[tuple[str, bytes]]:
    whole = b'{"gw":1,"schema":1,"app":"a","replica":"r","epoch":"","now":1,"mono":1,"last_n":0,"ops":[]}'
    packed = zstandard.ZstdCompressor().compress(whole)
    for cut in (0, 1, 10, len(whole) // 2, len(whole) - 1):
        yield JSON, whole[:cut]
    for cut in (0, 3, 4, len(packed) // 2, len(packed) - 1):
        yield ZSTD, packed[:cut]
    yield from ((JSON, body) for body in (b"[]", b"null", b"1", b'"x"', b"{}", b"<html></html>", b"\xff\xfe"))
    yield JSON, b'{"gw":2' + whole[7:]
    yield JSON, b"[" * 500_000
    yield JSON, b'{"a":' * 50_000
    yield JSON, whole.replace(b'"r"', b'"\xff"')
    yield JSON, whole.replace(b'"r"', b'"\\ud800"')
    yield JSON, whole.replace(b":0,", b":1e400,")
    yield JSON, whole.replace(b":0,", b":NaN,")
    yield JSON, whole.replace(b'"ops":[]', b'"ops":{}')
    yield ZSTD, whole
    yield ZSTD, packed[:6] + b"\x00" + packed[7:]
    yield "text/plain", whole
    yield "application/json;;;=", b"\0"


@pytest.mark.parametrize("path", ["/v1/sync", "/v1/pull", "/v1/token", "/v1/enrol", "/v1/history"])
def test_hostile_bodies_are_bad_requests(site: Site, zhou: Zhou, path: str) -> None:
    for content_type, body in hostile_bodies():
        answer = site.post(path, body, token=zhou.access, Content_Type=content_type)
        assert 400 <= answer.status_code < 500, (content_type, body[:80], answer.text)
        assert answer.headers["content-type"] == PROBLEM
    assert requests.get(f"{site.address}/v1/hello", timeout=20).status_code == 200


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_database_that_has_no_turn_for_us_makes_the_laptop_wait(
    site: Site, zhou: Zhou, place: Place
) -> None:
    with site.village.district.site.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    body = zhou.message("稍后再送")
    with closing(sqlite3.connect(place.folder / "district.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = site.post("/v1/sync", body, token=zhou.access)
        assert (answer.status_code, answer.json()["code"]) == (503, "BUSY")
        assert int(answer.headers["retry-after"]) == answer.json()["retry_after"] > 0
    acks = site.post("/v1/sync", body, token=zhou.access).json()["acks"]
    assert [ack["result"] for ack in acks] == ["ok"]


def test_hostile_headers(site: Site, zhou: Zhou) -> None:
    body = zhou.message()
    for value in ("", "Bearer", "Bearer ", "Basic eDp5", f"bearer {zhou.access}x", "Bearer " + "A" * 7000):
        answer = site.post("/v1/sync", body, Authorization=value)
        assert (answer.status_code, answer.json()["code"]) == (401, "BAD_TOKEN")
    assert site.post("/v1/sync", body, Authorization=f"bearer {zhou.access}").status_code == 200


def test_a_laptop_that_hangs_up_halfway_harms_nobody(site: Site, zhou: Zhou) -> None:
    host, port = site.address.removeprefix("http://").split(":")
    body = msgspec.json.encode(zhou.message("断网"))
    for cut in (0, 1, len(body) // 2):
        connection = socket.create_connection((host, int(port)), timeout=20)
        connection.sendall(
            f"POST /v1/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {zhou.access}\r\n"
            f"Content-Type: {JSON}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body[:cut]
        )
        connection.close()
    time.sleep(0.05)
    answer = site.post("/v1/sync", body, token=zhou.access)
    assert [ack.get("dup", False) for ack in answer.json()["acks"]] == [False]


def test_two_colleagues_push_into_one_grid_at_once(site: Site) -> None:
    stream = site.village.streams[GRID]
    laptops = [site.village.enrols(worker) for worker in ("zhoumin", "shenguoqiang", "chamei", "shilan")]
    failures: list[str] = []

    def push(laptop: Laptop) -> None:
        for turn in range(8):
            ops = [
                msgspec.to_builtins(laptop.op(stream, "patrol", patrol(f"{laptop.worker} {turn}")))
                for _ in range(5)
            ]
            body = msgspec.to_builtins(SyncRequest(**laptop.request())) | {"ops": ops}
            answer = site.post("/v1/sync", body, token=laptop.access)
            if answer.status_code != 200 or any(ack["result"] != "ok" for ack in answer.json()["acks"]):
                failures.append(answer.text)

    threads = [threading.Thread(target=push, args=(laptop,)) for laptop in laptops]
    for thread in threads:
        thread.start()
    seen: list[int] = []
    tang = site.village.enrols("tangjing")
    while any(thread.is_alive() for thread in threads):
        seen.extend(row.seq for row in tang.sync().rows if row.stream == stream)
    for thread in threads:
        thread.join()
    before = set(tang.rows)
    tang.pull_all()
    assert failures == []
    assert sorted(row.seq for row in tang.rows.values()) == list(range(1, 161))
    assert before <= set(tang.rows)
    assert len(seen) == len(set(seen))
