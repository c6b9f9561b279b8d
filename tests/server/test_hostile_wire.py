"""A served district under hostile input: it answers in codes of the protocol, says nothing odd, and does not grow."""

from __future__ import annotations

import http.client
import json
import random
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
import pytest
import requests
import schemathesis
import zstandard
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from gridworker.protocol.codec import JSON, PROBLEM, ZSTD
from gridworker.server.district import District
from gridworker.server.openapi import describe
from tests.server.conftest import Place
from tests.server.serving import serving
from tests.server.village import GRID, Laptop, Village, patrol

SEED = 20261122
MAX_GROWTH_KIB = 30 * 1024
RECORDED = Path(__file__).parents[1] / "protocol" / "recorded" / "1"
MESSAGES = {
    "/v1/enrol": "enrol_request",
    "/v1/token": "token_request",
    "/v1/sync": "sync_request",
    "/v1/pull": "pull_bucket_request",
    "/v1/history": "history_request",
    "/v1/verify": "verify_request",
}
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class Served(NamedTuple):
    """A district's process, its address, and 周敏's laptop with work in it."""

    pid: int
    address: str
    laptop: Laptop
    stream: str

    def memory(self) -> int:
        """KiB that the process holds in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))

    def says_hello(self) -> bool:
        """Whether it still answers, and soon."""
        return requests.get(f"{self.address}/v1/hello", timeout=10).status_code == 200


@pytest.fixture(scope="module")
def served(on_sqlite: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A district of its own process; in the end it has said and logged nothing that was not meant to be."""
    place = Place(Path(shutil.copytree(on_sqlite.folder, tmp_path_factory.mktemp("hostile") / "d")), None)
    district = District.open(place.folder)
    village = Village(district, district.site.clock)
    zhou = village.enrols("zhoumin")
    zhou.send(zhou.op(village.streams[GRID], "patrol", patrol()))
    district.close()
    said = place.folder.parent / "stderr"
    with said.open("w") as told, serving(place, told=told) as (process, address):
        served = Served(process.pid, address, zhou, village.streams[GRID])
        works(served)
        before = served.memory()
        yield served
        assert process.poll() is None
        assert served.says_hello()
        assert served.memory() - before < MAX_GROWTH_KIB
    logged = "".join(path.read_text("utf-8") for path in (place.folder / "logs").glob("*"))
    assert "Traceback" not in logged
    assert "Traceback" not in said.read_text("utf-8")


def works(served: Served) -> None:
    """What an ordinary day asks, the largest body among it: so much memory a district needs in any case."""
    for path, name in MESSAGES.items():
        asks(served, "POST", path, (RECORDED / f"{name}.json").read_bytes())
    largest = b'{"gw":1,"later":"' + b" " * (8 * 1024 * 1024 - 19) + b'"}'
    body = zstandard.ZstdCompressor().compress(largest)
    assert asks(served, "POST", "/v1/verify", body, Content_Type=ZSTD).status == 200


class Answer(NamedTuple):
    """What came back."""

    status: int
    kind: str
    content: bytes


def asks(served: Served, method: str, path: str, body: bytes | None, **headers: str) -> Answer:
    """The answer to a request; every path has an address of its own, so that guessing at one slows only that one."""
    host, port = served.address.removeprefix("http://").split(":")
    source = (f"127.0.{len(path) % 200}.{len(body or b'') % 200 + 1}", 0)
    line = http.client.HTTPConnection(host, int(port), timeout=20, source_address=source)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    given = {"Content-Type": JSON, "Authorization": f"Bearer {served.laptop.access}"} | named
    try:
        line.request(method, path, body, given)
        answer = line.getresponse()
        return Answer(answer.status, answer.headers.get("Content-Type", ""), answer.read())
    finally:
        line.close()


def is_of_the_protocol(answer: Answer) -> bool:
    """An answer, or a problem; of those of the server only that it has no time."""
    if answer.status < 400:
        return True
    if not answer.content:
        return answer.status < 500
    problem = json.loads(answer.content)
    return answer.kind == PROBLEM and (answer.status < 500 or problem["code"] == "BUSY")


def test_no_request_made_from_the_contract_breaks_it(served: Served) -> None:
    contract = schemathesis.openapi.from_dict(describe())
    contract.config.update(base_url=served.address)
    asked = set()
    for found in contract.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            answer = case.call(headers={"Authorization": f"Bearer {served.laptop.access}"})
            kind = answer.headers.get("content-type", [""])[0]
            assert is_of_the_protocol(Answer(answer.status_code, kind, answer.content)), answer.content

        ask()
        asked.add((operation.method.upper(), operation.path))
    blobs = {(method, "/v1/blobs/{stream}/{sha256}") for method in ("HEAD", "PATCH", "GET")}
    read = {("GET", path) for path in ("/v1/hello", "/v1/release", "/v1/release/{sha256}")}
    assert asked == {("POST", path) for path in MESSAGES} | read | blobs


# --- bytes ---


def _deep(whole: bytes, _dice: random.Random) -> bytes:
    return whole[:-1] + b',"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


def _twice(whole: bytes, dice: random.Random) -> bytes:
    members = list(json.loads(whole))
    return whole[:-1] + f',"{dice.choice(members)}":{dice.choice(["[]", "7", "null", "{}"])}}}'.encode()


def _cut(whole: bytes, dice: random.Random) -> bytes:
    return whole[: dice.randrange(len(whole))]


def _changed(whole: bytes, dice: random.Random) -> bytes:
    spoilt = bytearray(whole)
    for _ in range(dice.randrange(1, 4)):
        spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
    return bytes(spoilt)


def _odd_text(whole: bytes, dice: random.Random) -> bytes:
    odd = dice.choice([rb"\ud800", rb"\u0000", b"\0", b"\xed\xa0\x80", b"\xff", rb"\udc00\ud800", b"'; --"])
    quotes = [place for place, byte in enumerate(whole) if byte == ord('"')]
    place = dice.choice(quotes) + 1
    return whole[:place] + odd + whole[place:]


def _odd_number(whole: bytes, dice: random.Random) -> bytes:
    odd = dice.choice(["1e400", "-1", "9" * 400, "NaN", "1.5", str(2**63), str(-(2**70)), "true", '"1"'])
    values = json.loads(whole)
    values[dice.choice(list(values))] = "ODD"
    return json.dumps(values).replace('"ODD"', odd).encode()


def _repeated(whole: bytes, dice: random.Random) -> bytes:
    return whole * dice.randrange(2, 5)


SPOILERS = [_deep, _twice, _cut, _changed, _odd_text, _odd_number, _repeated]


def test_no_bytes_in_a_body_break_it(served: Served) -> None:
    dice = random.Random(SEED)
    statuses = set()
    for _ in range(250):
        path, name = dice.choice(list(MESSAGES.items()))
        message = msgspec.json.decode((RECORDED / f"{name}.json").read_bytes())
        if "replica" in message and dice.random() < 0.7:
            message["replica"] = served.laptop.replica
        body = dice.choice(SPOILERS)(msgspec.json.encode(message), dice)
        kind = dice.choice([JSON, ZSTD])
        if kind == ZSTD:
            body = zstandard.ZstdCompressor().compress(body)
            body = _changed(body, dice) if dice.random() < 0.3 else body
        answer = asks(served, "POST", path, body, Content_Type=kind)
        assert is_of_the_protocol(answer), (path, body[:200], answer)
        statuses.add(answer.status)
    assert {200, 400, 401} <= statuses


def test_bombs_and_claims_are_refused(served: Served) -> None:
    packed = zstandard.ZstdCompressor()
    claim = zstandard.ZstdCompressor().compressobj(size=64 * 1024 * 1024)
    bodies = {
        "spaces": packed.compress(b" " * 64_000_000),
        "levels": packed.compress(b"[" * 1_000_000),
        "objects": packed.compress(b'{"a":' * 1_000_000),
        "a claim": claim.compress(b"x" * 200_000) + claim.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK),
    }
    for path in MESSAGES:
        for name, body in bodies.items():
            answer = asks(served, "POST", path, body, Content_Type=ZSTD)
            assert answer.status in (400, 413), (path, name, answer)
    for path in (*MESSAGES, f"/v1/blobs/{served.stream}/{SHA256}"):
        method = "PATCH" if "blobs" in path else "POST"
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 67108864\r\n\r\n"
        assert raw(served, head.encode()).startswith(b"HTTP/1.1 413 "), path


def test_odd_addresses_and_headers_of_attachments(served: Served) -> None:
    streams = [served.stream, "..", "%2e%2e%2f%2e%2e", "%00", "é", "x" * 5000, "漏水", "'"]
    hashes = [SHA256, SHA256[:-1], SHA256.upper(), "..%2f..%2fserver.key", "%00" * 64, "a" * 5000]
    numbers = ["0", "-1", "9" * 30, "1e3", "", " 1", "²", "67108865"]
    dice = random.Random(SEED)
    for _ in range(150):
        path = f"/v1/blobs/{dice.choice(streams)}/{dice.choice(hashes)}"
        headers = {
            "Upload_Offset": dice.choice(numbers),
            "Upload_Length": dice.choice(numbers),
            "Upload_Checksum": dice.choice(["crc32c AAAAAA==", "crc32c", "md5 x", "crc32c " + "A" * 999, ""]),
            "Range": dice.choice(
                ["bytes=0-", "bytes=-", "bytes=9-1", "bytes=0-0,2-3", "x", f"bytes={'9' * 30}-"]
            ),
        }
        method = dice.choice(["GET", "HEAD", "PATCH"])
        quoted = quote(path, safe="/%")
        answer = asks(
            served, method, quoted, b"x" * dice.randrange(3) if method == "PATCH" else None, **headers
        )
        assert 400 <= answer.status < 500, (path, headers, answer)


def raw(served: Served, sent: bytes) -> bytes:
    """What comes back for these bytes on a fresh connection, until it is closed or nothing comes for a while."""
    host, port = served.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        try:
            line.sendall(sent)
            return line.recv(65536)
        except OSError:
            return b""


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET http://\xff\xfe/ HTTP/1.1\r\n\r\n",
        b"GET /v1/\xe6\xbc\x8f HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/hello%00%ff%c0%ae HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /v1/sync HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST /v1/sync HTTP/1.1\r\nContent-Length: -5\r\n\r\nabcdef",
        b"POST /v1/sync HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        b"POST /v1/sync HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        b"GET /v1/hello HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n",
        b"GET /v1/hello HTTP/9.9\r\n\r\n",
        b"\0" * 70_000,
    ],
)
def test_what_is_no_request_is_answered_or_hung_up_on(served: Served, sent: bytes) -> None:
    answer = raw(served, sent)
    assert answer == b"" or b" 5" not in answer[:12]
    assert served.says_hello()


@pytest.mark.parametrize(
    "header", [b"X: " + b"y" * 1000 + b"\r\n", b"X-Endless: " + b"y" * 65536], ids=["many", "one"]
)
def test_headers_without_an_end_are_hung_up_on(served: Served, header: bytes) -> None:
    host, port = served.address.removeprefix("http://").split(":")
    sent = 0
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(b"POST /v1/sync HTTP/1.1\r\nHost: x\r\n")
        try:
            while sent < 64 * 1024 * 1024:
                line.sendall(header)
                sent += len(header)
        except OSError:
            pass
    assert sent < 8 * 1024 * 1024
    assert served.says_hello()


def test_laptops_get_through_beside_two_hundred_half_requests(served: Served) -> None:
    host, port = served.address.removeprefix("http://").split(":")
    halves = [
        b"",
        b"POST /v1/sync HTT",
        b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Le",
        b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n{",
        b"PATCH /v1/blobs/a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nx",
    ]
    lines = [socket.create_connection((host, int(port)), timeout=5) for _ in range(200)]
    try:
        for place, line in enumerate(lines):
            line.sendall(halves[place % len(halves)])
        assert asks(served, "POST", "/v1/verify", b'{"gw":1}').status == 200
    finally:
        for line in lines:
            line.close()
