"""Photos between a laptop and a real server process, whatever happens on the line between and to the server."""

from __future__ import annotations

import random
import shutil
from typing import Any

import pytest

from gridworker.operations import attaching
from gridworker.operations.records import add_record
from gridworker.store import attachments
from gridworker.store.profile import Profile
from gridworker.sync.engine import Engine, Progress
from gridworker.sync.run import sync
from tests.stories.cast import District
from tests.sync import fault_proxy as net
from tests.sync.laptops import laptops, shen, zhou

__all__ = ["laptops", "shen", "zhou"]

PORTAL = "<html><body>欢迎使用免费无线网络，请先登录</body></html>".encode()


def paper(profile: Profile, size: int = 300_000) -> bytes:
    """Saves a patrol with a paper of its own; gives the paper."""
    written = b"%PDF-1.7\n" + random.Random(profile.clock.now()).randbytes(size)
    element = attaching.keep_content(profile, written, "材料.pdf")
    fields = {"place": {"text": "东篱苑"}, "categories": ["other"], "attachments": [element]}
    add_record(profile, "patrol", fields)
    return written


def holds(profile: Profile, written: bytes) -> bool:
    def work(db: Any) -> bool:
        return any(
            attachments.content(db, file.sha256) == written for file in attachments.files(db, whole=True)
        )

    return profile.attachments.read(work)


FAULTS = [
    net.loses_request,
    net.loses_reply,
    net.asks_twice,
    net.resets,
    net.cuts_at(100_000),
    net.cuts_request_at(0),
    net.cuts_request_at(99_999),
    net.flips_byte(7),
    net.answers(200, PORTAL),
    net.answers(502, b"bad gateway"),
]
NAMES = [
    "request lost",
    "reply lost",
    "asked twice",
    "reset",
    "cut at 100 kB",
    "upload cut at 0",
    "upload cut at 100 kB",
    "flipped byte",
    "portal",
    "502",
]


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
@pytest.mark.parametrize("at", [0, 1])
def test_a_paper_arrives_over_a_bad_line(
    zhou: Profile, shen: Profile, network: net.FaultProxy, fault: net.Fault, at: int
) -> None:
    written = paper(zhou)
    # One request for the record; then the file: how far it is, and its chunks.
    network.next_faults(*[net.passes] * (1 + at), fault)
    sync(zhou)
    assert sync(zhou)["attachments"]["waiting"] == 0
    network.next_faults(*[net.passes] * (1 + at), fault)
    sync(shen)
    sync(shen)
    assert holds(shen, written)


def test_the_server_dies_with_half_a_paper(
    zhou: Profile, shen: Profile, network: net.FaultProxy, served: District
) -> None:
    written = paper(zhou, 1_500_000)

    def dies(_handler: object, _ask: object) -> None:
        served.dies()
        raise ConnectionError

    network.next_faults(*[net.passes] * 4, dies)
    assert "error" in sync(zhou)
    parts = list((served.folder / "blobs").rglob("*.part"))
    assert [0 < part.stat().st_size < len(written) for part in parts] == [True]
    served.opens()
    network.leads_to(served.address)
    receipt = sync(zhou)
    assert receipt["attachments"] == {"sent": 1, "received": 0, "waiting": 0, "refused": 0, "left": 0}
    assert receipt["bytes_up"] < len(written)
    sync(shen)
    assert holds(shen, written)


def test_a_person_stops_it_and_it_goes_on_where_it_was(
    zhou: Profile, shen: Profile, network: net.FaultProxy
) -> None:
    written = paper(zhou, 1_500_000)
    engine = Engine(zhou)
    stages: list[Progress] = []

    def stops(handler: Any, ask: net.Ask) -> None:
        engine.cancel()
        handler.answer(ask())

    network.next_faults(*[net.passes] * 3, stops)
    receipt = engine.start(on_progress=stages.append).result(timeout=60)
    assert receipt["error"]["kind"] == "cancelled"
    assert receipt["attachments"]["waiting"] == 1
    assert ("sending_files", 1) in {(progress.stage, progress.waiting) for progress in stages}
    assert sync(zhou)["bytes_up"] < len(written) - 100_000
    sync(shen)
    assert holds(shen, written)


def test_somebody_spoils_the_half_that_the_district_has(
    zhou: Profile, shen: Profile, network: net.FaultProxy, served: District
) -> None:
    written = paper(zhou, 600_000)
    network.next_faults(*[net.passes] * 3, *[net.loses_request] * 4)
    sync(zhou)
    [part] = (served.folder / "blobs").rglob("*.part")
    part.write_bytes(bytes(part.stat().st_size))
    sync(zhou)
    sync(shen)
    assert holds(shen, written)
    assert len(list((served.folder / "blobs").rglob("*.wrong"))) == 1


def test_the_districts_disk_is_full(
    zhou: Profile, shen: Profile, network: net.FaultProxy, served: District
) -> None:
    folder = served.folder / "blobs"
    aside = shutil.move(folder, folder.with_name("aside"))
    folder.write_bytes(b"")
    written = paper(zhou)
    receipt = sync(zhou)
    assert (receipt["sent"], receipt["attachments"]["waiting"]) == (1, 1)
    assert "error" in receipt
    folder.unlink()
    shutil.move(aside, folder)
    assert "error" not in sync(zhou)
    sync(shen)
    assert holds(shen, written)


def test_a_token_ends_while_a_file_travels(
    zhou: Profile, shen: Profile, network: net.FaultProxy, served: District
) -> None:
    written = paper(zhou, 600_000)
    problem = b'{"type":"","title":"","status":401,"code":"EXPIRED"}'
    expired = net.answers(401, problem, "application/problem+json")
    network.next_faults(net.passes, expired, net.passes, net.passes, expired)
    assert "error" not in sync(zhou)
    sync(shen)
    assert holds(shen, written)


def test_of_two_colleagues_who_bring_one_paper_both_are_done(
    zhou: Profile, shen: Profile, network: net.FaultProxy
) -> None:
    written = b"%PDF-1.7\n" + random.Random(77).randbytes(900_000)
    for profile in (zhou, shen):
        element = attaching.keep_content(profile, written, "共同的材料.pdf")
        fields = {"place": {"text": "东篱苑"}, "categories": ["other"], "attachments": [element]}
        add_record(profile, "patrol", fields)
    both = [Engine(profile).start() for profile in (zhou, shen)]
    receipts = [one.result(timeout=60) for one in both]
    assert [receipt.get("error") for receipt in receipts] == [None, None]
    assert [receipt["attachments"]["waiting"] for receipt in receipts] == [0, 0]
