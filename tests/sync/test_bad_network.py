"""A real server process behind a bad network: whatever happens to a reply, nothing is lost, doubled or believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gridworker.operations.records import add_record, list_records
from gridworker.server.district import District as OpenDistrict
from gridworker.store import outbox, sent
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync
from tests.stories.cast import PASSWORD, District
from tests.sync import fault_proxy as net

PORTAL = "<html><head><title>欢迎使用免费无线网络</title></head><body>请先登录</body></html>".encode()


@pytest.fixture(scope="module")
def office(served: District) -> Iterator[OpenDistrict]:
    """The district's books, opened beside the process that serves them."""
    opened = OpenDistrict.open(served.folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def zhou(
    office: OpenDistrict, network: net.FaultProxy, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Profile]:
    folder = tmp_path_factory.mktemp("laptop") / "zhou"
    code = office.enrol_code("zhoumin").code
    enrol(folder, network.address, code, "周敏的电脑", None, lambda _new: PASSWORD)
    with open_profile(folder, PASSWORD) as profile:
        yield profile


def note(profile: Profile, text: str) -> str:
    return add_record(profile, "note", {"text": text}).ids[0]


def sent_out(profile: Profile) -> int:
    """How many unanswered ops the laptop knows it sent."""
    return int(
        profile.read(lambda db: db.execute(f"SELECT count(*) FROM op WHERE {sent.MAY_BE_THERE}")).fetchone()[
            0
        ]
    )


def settled_once(office: OpenDistrict, profile: Profile, record: str) -> None:
    """The network is good again: one sync delivers the record, once, and nothing waits."""
    receipt = sync(profile)
    assert "error" not in receipt
    assert receipt["waiting"] == 0
    assert [op.action for op in office.record_history(record)] == ["create"]
    assert profile.read(lambda db: outbox.count(db, *outbox.OPEN)) == sent_out(profile) == 0


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (net.loses_request, "server_unreachable"),
        (net.loses_reply, "server_unreachable"),
        (net.resets, "server_unreachable"),
        (net.cuts_at(0), "answer_cut"),
        (net.cuts_at(1), "answer_cut"),
        (net.cuts_at(57), "answer_cut"),
        (net.flips_byte(3), "answer_cut"),
        (net.flips_byte(40), "answer_cut"),
        (net.answers(200, PORTAL), "foreign_answer"),
        (net.answers(200, b"{}", "application/json"), "foreign_answer"),
        (net.answers(302, b""), "foreign_answer"),
        (net.answers(403, PORTAL), "foreign_answer"),
        (net.answers(502, b"Bad gateway", "text/plain"), "server_fault"),
    ],
)
def test_what_happens_to_a_reply_is_told_and_the_next_sync_delivers(
    office: OpenDistrict, network: net.FaultProxy, zhou: Profile, fault: net.Fault, code: str
) -> None:
    record = note(zhou, "三幢门禁坏了")
    network.next_faults(fault)
    receipt = sync(zhou)
    assert receipt["error"] == {"kind": "network", "code": code}
    assert receipt["waiting"] == 1
    # Whether it arrived nobody can tell.
    assert sent_out(zhou) == 1
    settled_once(office, zhou, record)


def test_a_request_that_something_repeats_is_applied_once(
    office: OpenDistrict, network: net.FaultProxy, zhou: Profile
) -> None:
    record = note(zhou, "路灯不亮")
    network.next_faults(net.asks_twice)
    assert "error" not in sync(zhou)
    settled_once(office, zhou, record)


def test_a_reply_cut_anywhere_leaves_the_laptop_as_it_was(
    office: OpenDistrict, network: net.FaultProxy, zhou: Profile
) -> None:
    record = note(zhou, "下水道堵塞")
    for position in range(2, 200, 23):
        network.next_faults(net.cuts_at(position))
        assert sync(zhou)["error"]["code"] == "answer_cut"
        assert zhou.read(lambda db: outbox.count(db, "waiting")) == 1
    settled_once(office, zhou, record)


def test_a_slow_line_only_takes_longer(office: OpenDistrict, network: net.FaultProxy, zhou: Profile) -> None:
    record = note(zhou, "慢也要送到")
    network.next_faults(net.drips(2000))
    assert "error" not in sync(zhou)
    settled_once(office, zhou, record)


def test_records_pulled_behind_a_bad_network_are_complete(
    office: OpenDistrict, network: net.FaultProxy, zhou: Profile, tmp_path: Path
) -> None:
    for number in range(30):
        note(zhou, f"第 {number} 条")
    sync(zhou)
    held = {row.id for row in office.list_records("note")}
    code = office.enrol_code("shenguoqiang").code
    network.next_faults(net.passes, net.passes, net.cuts_at(300), net.loses_reply)
    enrol(tmp_path / "shen", network.address, code, "沈国强的电脑", None, lambda _new: PASSWORD)
    with open_profile(tmp_path / "shen", PASSWORD) as shen:
        for _ in range(4):
            sync(shen)
        assert {row["id"] for row in list_records(shen, "note", [], 999, None)} == held
