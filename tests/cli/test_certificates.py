"""Only a server whose certificate is good is ever spoken to; a district may have an authority of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from gridworker.protocol import messages
from gridworker.protocol.blobs import Blob
from gridworker.store.vault import KEYS_NAME
from gridworker.sync.transport import Transport
from gridworker.sync.wire import Chunk, NoAnswer
from tests.certificates import Authority, self_signed
from tests.cli.servers import Reply, serving
from tests.cli.terminal import Desk, enrolled, run

BLOB = Blob("01930000-0000-7000-8000-00000000a001", "ab" * 32)
_ASKED = messages.SyncRequest(schema=1, app="0.1.0", replica="r", epoch="", now=0, mono=0, last_n=0)
CALLS: dict[str, Callable[[Transport], object]] = {
    "hello": lambda wire: wire.get("/v1/hello", messages.Hello),
    "enrol": lambda wire: wire.post(
        "/v1/enrol",
        messages.EnrolRequest(code="A", device=messages.Device(name="周敏的电脑")),
        messages.EnrolAnswer,
    ),
    "token": lambda wire: wire.post(
        "/v1/token", messages.TokenRequest(replica="r", refresh="s"), messages.TokenAnswer
    ),
    "sync": lambda wire: wire.post("/v1/sync", _ASKED, messages.SyncAnswer, token="t"),
    "pull": lambda wire: wire.post("/v1/pull", _ASKED, messages.PullAnswer, token="t"),
    "history": lambda wire: wire.post(
        "/v1/history", messages.HistoryRequest(record="r"), messages.HistoryAnswer, token="t"
    ),
    "verify": lambda wire: wire.post(
        "/v1/verify", messages.VerifyRequest(), messages.VerifyAnswer, token="t"
    ),
    "blob HEAD": lambda wire: wire.blob_arrived(BLOB, token="t"),
    "blob PATCH": lambda wire: wire.blob_append(BLOB, Chunk(0, 1, b"x"), token="t"),
    "blob GET": lambda wire: wire.blob_read(BLOB, 0, 1, token="t"),
}
BAD = ("of nobody", "self-signed", "expired", "of another host")


class Listening(Reply):
    """Notes who got as far as asking."""

    heard: ClassVar[list[str]] = []

    def reply(self) -> None:
        """Notes the path, and answers like a captive portal."""
        self.heard.append(self.path)
        super().reply()

    do_GET = do_POST = do_HEAD = do_PATCH = reply  # noqa: N815 - the names that http.server asks for


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Each kind of certificate, and the authority that its laptop was given."""
    folder = tmp_path_factory.mktemp("certificates")
    ours, theirs = Authority(folder, "ours"), Authority(folder, "theirs")
    return {
        "good": (ours.signs("127.0.0.1"), ours.file),
        "of nobody": (theirs.signs("127.0.0.1"), ours.file),
        "self-signed": (self_signed(folder), ours.file),
        "expired": (ours.signs("127.0.0.1", ends=-1), ours.file),
        "of another host": (ours.signs("127.0.0.2"), ours.file),
    }


@pytest.fixture
def served(
    request: pytest.FixtureRequest, certificates: dict[str, tuple[Path, Path]]
) -> Iterator[tuple[str, str]]:
    """The address of a server with a kind of certificate, and the authority's file."""
    certificate, authority = certificates[request.param]
    Listening.heard.clear()
    with serving(Listening, certificate) as address:
        yield address, str(authority)


@pytest.mark.parametrize("served", BAD, indirect=True)
def test_no_call_is_made_to_a_server_with_a_bad_certificate(served: tuple[str, str]) -> None:
    for name, call in CALLS.items():
        wire = Transport(*served)
        with pytest.raises(NoAnswer, match="tls_not_trusted"):
            call(wire)
        wire.close()
        assert Listening.heard == [], name


@pytest.mark.parametrize("served", ["good"], indirect=True)
def test_a_districts_own_authority_is_trusted_where_it_was_given_and_nowhere_else(
    served: tuple[str, str],
) -> None:
    address, authority = served
    for call in CALLS.values():
        wire = Transport(address, authority)
        with pytest.raises(NoAnswer, match="foreign_answer"):
            call(wire)
        wire.close()
    assert len(Listening.heard) == len(CALLS)
    stranger = Transport(address)
    with pytest.raises(NoAnswer, match="tls_not_trusted"):
        CALLS["hello"](stranger)
    stranger.close()


@pytest.mark.parametrize("served", BAD, indirect=True)
def test_people_are_told_so_in_words_and_their_work_is_kept(served: tuple[str, str], tmp_path: Path) -> None:
    address, authority = served
    laptop, _ = enrolled(tmp_path / "laptop", server=address, ca=authority)
    note = laptop.adds("note", {"text": "路灯不亮"})
    ended = laptop.script("sync")
    assert (ended.code, ended.json["error"]["code"]) == (4, "tls_not_trusted")
    assert "证书" in ended.told
    assert "内容都存在本机" in ended.told
    history = laptop.script("record", "show", note, "--history")
    assert history.code == 0
    assert all(row["partial"] for row in history.json)
    fresh = Desk(tmp_path / "fresh")
    words = ("enrol", "--server", address, "--code", "A", "--ca", authority)
    refused = run("--profile", str(fresh.folder), "--lang", "en", *words)
    assert refused.code == 4
    assert "certificate is not trusted" in refused.told
    assert not (fresh.folder / KEYS_NAME).exists()
    assert Listening.heard == []


def test_the_certificate_is_named_that_is_not_there(tmp_path: Path) -> None:
    words = ("enrol", "--server", "https://127.0.0.1:9", "--code", "A", "--ca", str(tmp_path / "none.pem"))
    ended = run("--profile", str(tmp_path / "laptop"), "--json", *words)
    assert (ended.code, ended.error) == (2, "no_such_file")
