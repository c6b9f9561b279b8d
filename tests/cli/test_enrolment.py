"""Enrolling with a real server: codes that work once, passwords of one's own, and a laptop that was turned away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gridworker.store.vault import KEYS_NAME
from tests.cli.terminal import Desk
from tests.stories.cast import District


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """One district for all of these tests."""
    made = District(tmp_path_factory.mktemp("district"))
    made.set_up()
    made.opens()
    yield made
    made.dies()


def enrol(desk: Desk, district: District, code: str, *words: str) -> tuple[str, ...]:
    return ("enrol", "--server", district.address, "--code", code, "--device", "周敏的电脑", *words)


def test_enrolling_prints_the_recovery_code_once(district: District, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "laptop")
    code = district.does("enrol-code", "zhoumin")["code"]
    ended = desk.run(*enrol(desk, district, code))
    assert ended.code == 0
    assert "已接入。周敏，您负责：第三网格" in ended.out
    assert "只显示这一次" in ended.out
    (recovery,) = [line.strip() for line in ended.out.splitlines() if line.startswith("    ")]
    env = {"GRIDWORKER_RECOVERY_CODE": recovery, "GRIDWORKER_PASSWORD": "Another-2026"}
    assert desk.run("password", "--recovery", env=env).code == 0
    assert desk.run("sync").code == 5
    assert desk.run("sync", env={"GRIDWORKER_PASSWORD": "Another-2026"}).code == 0


def test_a_code_works_once(district: District, tmp_path: Path) -> None:
    code = district.does("enrol-code", "zhoumin")["code"]
    first, second = Desk(tmp_path / "first"), Desk(tmp_path / "second")
    assert first.script(*enrol(first, district, code)).code == 0
    ended = second.script(*enrol(second, district, code))
    assert (ended.code, ended.error) == (5, "BAD_CODE")
    assert not (second.folder / KEYS_NAME).exists()


def test_a_wrong_code_is_refused_and_leaves_no_profile(district: District, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "laptop")
    for code in ("AAAA-BBBB-CCCC", "", " ", "漏水", "A" * 5000):
        ended = desk.script(*enrol(desk, district, code))
        assert (ended.code, ended.error) == (5, "BAD_CODE"), code
    assert not (desk.folder / KEYS_NAME).exists()


def test_a_weak_password_does_not_use_up_the_code(district: District, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "laptop")
    code = district.does("enrol-code", "zhoumin")["code"]
    ended = desk.run("--json", *enrol(desk, district, code), env={"GRIDWORKER_PASSWORD": "short"})
    assert (ended.code, ended.error) == (2, "weak_password")
    assert desk.script(*enrol(desk, district, code)).code == 0


def test_an_enrolled_profile_opens_with_its_own_password_and_keeps_its_work(
    district: District, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "laptop")
    assert desk.script(*enrol(desk, district, district.does("enrol-code", "zhoumin")["code"])).code == 0
    note = desk.adds("note", {"text": "路灯不亮"})
    code = district.does("enrol-code", "zhoumin")["code"]
    wrong = desk.run("--json", *enrol(desk, district, code), env={"GRIDWORKER_PASSWORD": "Wrong-2026"})
    assert (wrong.code, wrong.error) == (5, "wrong_password")
    again = desk.script(*enrol(desk, district, code))
    assert again.code == 0
    assert again.json["recovery_code"] is None
    desk.run("sync")
    assert desk.script("record", "show", note).json["_sync"] == "synced"


def test_a_laptop_that_was_turned_away_says_so_and_can_still_be_read(
    district: District, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "laptop")
    replica = desk.script(*enrol(desk, district, district.does("enrol-code", "zhoumin")["code"])).json[
        "replica"
    ]
    note = desk.adds("note", {"text": "路灯不亮"})
    district.does("device", "revoke", replica, "--why", "电脑遗失")
    ended = desk.script("sync")
    assert (ended.code, ended.json["error"]["code"]) == (5, "REVOKED")
    assert "数据仍在本机" in ended.told
    assert desk.script("record", "show", note).json["text"] == "路灯不亮"


def test_a_conflict_is_read_in_words_and_settled(district: District, tmp_path: Path) -> None:
    zhou, shen = Desk(tmp_path / "zhou"), Desk(tmp_path / "shen")
    for desk, worker in ((zhou, "zhoumin"), (shen, "shenguoqiang")):
        assert desk.script(*enrol(desk, district, district.does("enrol-code", worker)["code"])).code == 0
    record = zhou.adds(
        "dispute",
        {"type": "neighbour", "title": "漏水", "facts": "楼上漏水", "parties": [{"name": "来国强"}]},
    )
    assert zhou.run("sync").out.startswith("1 处改动全部送达，可以放心关机。")
    shen.run("sync")
    for desk, facts in ((zhou, "地漏堵了"), (shen, "水管裂了")):
        assert desk.script("record", "edit", record, "-", typed={"facts": facts}).code == 0
    zhou.run("sync")
    ended = shen.run("sync")
    assert ended.code == 3
    assert "有 1 条要您处理：" in ended.out
    shown = shen.run("conflicts").out
    assert "纠纷  漏水  " in shown
    assert "纠纷事实  facts" in shown
    assert "我的：水管裂了（" in shown
    assert "周敏的：地漏堵了（" in shown
    assert shen.run("resolve", record, "facts", "--keep", "mine").code == 0
    assert shen.run("sync").code == 0
    history = shen.run("record", "show", record, "--history").out
    assert all(facts in history for facts in ("楼上漏水", "地漏堵了", "水管裂了"))
