"""HTTP as the sync speaks it: one session, bounded times, no answer believed unseen (protocol §2)."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import msgspec
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from gridworker.domain.errors import PersonCanMend
from gridworker.protocol import codec
from gridworker.protocol.blobs import Blob, Received
from gridworker.protocol.messages import (
    BlobAnswer,
    Message,
    Problem,
    ReleaseAnswer,
    ReleaseOffer,
    SyncRequest,
)
from gridworker.sync import blob_calls
from gridworker.sync.http import requests
from gridworker.sync.wire import Chunk, M, NoAnswer, Refusal

CONNECT_S = 10
READ_S = 60
DEADLINE_S = 180
MAX_ANSWER = 64 * 1024 * 1024
Reply = tuple[int, Mapping[str, str], bytes]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Transport:
    """A connection to one district server. `bytes_up` and `bytes_down` count bodies as they travelled."""

    def __init__(self, url: str, ca: str = "", *, read_s: float = READ_S) -> None:
        self.url = checked_url(url)
        self._wait_s = (min(CONNECT_S, read_s), read_s)
        self.bytes_up = 0
        self.bytes_down = 0
        self._session = requests.Session()
        if ca:
            self._session.verify = ca
        if _is_loopback(self.url):
            self._session.trust_env = False

    def close(self) -> None:
        """Closes the connection."""
        self._session.close()

    def get(self, path: str, into: type[M]) -> M:
        """The answer to a GET. Raises `NoAnswer`, `Refusal`."""
        return self._call("GET", path, None, into, "")

    def post(
        self, path: str, message: Message, into: type[M], *, token: str = "", begun: codec.Begun | None = None
    ) -> M:
        """The answer to `message`, whose ops may be packed in `begun`. Raises `NoAnswer`, `Refusal`."""
        if begun is not None and isinstance(message, SyncRequest):
            body = begun.finished(message.without_ops())
        else:
            body = codec.encode(message, codec.ZSTD, codec.APP_LEVEL)
        return self._call("POST", path, body, into, token)

    def blob_arrived(self, blob: Blob, *, token: str) -> Received | None:
        """How much of a file the district has; None where none of its records names it. Raises as `post`."""
        status, headers, _ = self._exchange("HEAD", blob_calls.path_of(blob), None, _bearer(token))
        return blob_calls.arrived(status, headers)

    def blob_append(self, blob: Blob, chunk: Chunk, *, token: str) -> Received:
        """Brings a chunk of a file. Raises as `post`."""
        headers = blob_calls.headers_of(chunk) | _bearer(token) | {"Accept": codec.JSON}
        answer = self._exchange("PATCH", blob_calls.path_of(blob), chunk.content, headers)
        taken = _understood(*answer, BlobAnswer)
        return Received(taken.offset, taken.complete)

    def blob_read(self, blob: Blob, start: int, size: int, *, token: str) -> Chunk:
        """At most `size` bytes of a complete file from `start` on. Raises as `post`."""
        headers = {"Range": f"bytes={start}-{start + size - 1}", **_bearer(token)}
        status, named, content = self._exchange("GET", blob_calls.path_of(blob), None, headers)
        if status not in (200, 206):
            _understood(status, named, content, BlobAnswer)
        return blob_calls.chunk_of(blob.sha256, start, named, content)

    def release_offer(self, platform: str, app: str, *, token: str) -> ReleaseOffer | None:
        """The version of the app that the district offers a laptop of this platform and version. Raises as `post`."""
        path = f"/v1/release?{urlencode({'platform': platform, 'app': app})}"
        return self._call("GET", path, None, ReleaseAnswer, token).release

    def release_read(self, sha256: str, start: int, size: int, *, token: str) -> Chunk:
        """At most `size` bytes of a version of the app from `start` on. Raises as `post`."""
        headers = {"Range": f"bytes={start}-{start + size - 1}", **_bearer(token)}
        status, named, content = self._exchange("GET", f"/v1/release/{sha256}", None, headers)
        if status not in (200, 206):
            _understood(status, named, content, ReleaseAnswer)
        return blob_calls.chunk_of(sha256, start, named, content)

    def _call(self, method: str, path: str, body: bytes | None, into: type[M], token: str) -> M:
        headers = {"Accept": codec.ZSTD, "Content-Type": codec.ZSTD} | _bearer(token)
        return _understood(*self._exchange(method, path, body, headers), into)

    def _exchange(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        """Status, headers and body of the answer, whoever gave it."""
        self.bytes_up += len(body or b"")
        try:
            with self._session.request(
                method,
                self.url + path,
                data=body,
                headers=headers,
                timeout=self._wait_s,
                allow_redirects=False,
                stream=True,
            ) as answer:
                return answer.status_code, answer.headers, self._read(answer)
        except requests.RequestException as error:
            raise NoAnswer(_kind_of(error), left=not _has_not_connected(error)) from error

    def _read(self, answer: requests.Response) -> bytes:
        """The whole body, within the deadline and the limit: a server that drips must not hold the sync for ever."""
        until, parts, size = time.monotonic() + DEADLINE_S, [], 0
        for part in answer.iter_content(65536):
            parts.append(part)
            size += len(part)
            if time.monotonic() > until or size > MAX_ANSWER:
                raise NoAnswer("network_too_slow")
        self.bytes_down += size
        length = answer.headers.get("Content-Length")
        if (
            length is not None
            and length.isdigit()
            and int(length) != size
            and answer.request.method != "HEAD"
            and "Content-Encoding" not in answer.headers
        ):
            raise NoAnswer("answer_cut")
        return b"".join(parts)


def checked_url(url: str) -> str:
    """The server's address without a trailing slash.

    Raises `PersonCanMend`: `bad_address`, or `http_refused` for plain HTTP to a host that is not this computer.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PersonCanMend("bad_address", url=url)
    if parts.scheme == "http" and not _is_loopback(url) and os.environ.get("GRIDWORKER_ALLOW_HTTP") != "1":
        raise PersonCanMend("http_refused", url=url)
    return url.strip().rstrip("/")


def checked_ca(ca: Path | None) -> str:
    """The path of a certificate authority's file. Raises `PersonCanMend` (`no_such_file`)."""
    if ca is None:
        return ""
    if not ca.is_file():
        raise PersonCanMend("no_such_file", file=str(ca))
    return str(ca.resolve())


def _is_loopback(url: str) -> bool:
    host = urlsplit(url.strip()).hostname or ""
    return host in LOOPBACK or host.startswith("127.")


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _understood(status: int, headers: Mapping[str, str], content: bytes, into: type[M]) -> M:
    kind = codec.media_type(headers.get("Content-Type", ""))
    try:
        if kind == codec.PROBLEM and status >= 400:
            raise Refusal(msgspec.json.decode(content, type=Problem))
        if status != 200:
            raise NoAnswer("foreign_answer" if status < 500 else "server_fault")
        if kind not in (codec.JSON, codec.ZSTD):
            raise NoAnswer("foreign_answer")
        return codec.decode(content, kind, into, limit=MAX_ANSWER, answer=True)
    except (codec.BadBody, codec.BodyTooLarge, msgspec.DecodeError) as error:
        raise NoAnswer("answer_cut" if kind == codec.ZSTD else "foreign_answer") from error


def _has_not_connected(error: requests.RequestException) -> bool:
    """Whether nobody was there to be told anything: no such name, nobody who listens, no way there."""
    why = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(why, ConnectTimeoutError | NewConnectionError)


def _kind_of(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "tls_not_trusted"
    if isinstance(error, requests.exceptions.Timeout):
        return "network_timeout"
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return "answer_cut"
    return "server_unreachable"
