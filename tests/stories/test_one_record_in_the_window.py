"""One record, several hands: the battery, a colleague, the command line and the district, at 周敏's window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stories.cast import District, Laptop
from tests.stories.window import Window

LEAK = {
    "title": "楼上漏水，吊顶损坏",
    "type": "neighbour",
    "status": "accepted",
    "risk": "medium",
    "facts": "401室卫生间漏水到301室。",
    "parties": [
        {"role": "applicant", "type": "person", "name": "李建国", "consent": "agree"},
        {"role": "respondent", "type": "person", "name": "王秀英", "consent": "agree"},
    ],
}
STAIRS = {"text": "东篱苑3幢2单元楼道"}


@pytest.fixture
def dispute(district: District, zhou: Laptop, shen: Laptop) -> str:
    """A dispute that both laptops have; 沈国强 has patrolled here before."""
    record = zhou.adds("dispute", **LEAK)
    zhou.syncs()
    shen.adds("patrol", place=STAIRS, categories=["normal"])
    shen.syncs()
    zhou.syncs()
    return record


@pytest.fixture
def window(zhou: Laptop, dispute: str) -> Iterator[Window]:
    """周敏's window, unlocked."""
    made = Window(zhou.folder)
    made.opens()
    made.unlocks()
    yield made
    made.ends()


def opens_the_case(window: Window) -> None:
    window.press("Alt+3")
    window.sees("李建国")
    window.press("Return")
    window.is_at("写调解记录")


def test_a_session_half_written_outlives_the_battery(window: Window, zhou: Laptop, dispute: str) -> None:
    opens_the_case(window)
    window.press("F9")
    window.is_at("调解经过")
    window.write("双方到现场看过，王秀英说")
    window.compose("yuan yi")
    window.sees("草稿已保存")
    window.dies()

    window.opens()
    window.unlocks()
    window.sees("草稿", "纠纷 · 楼上漏水，吊顶损坏")
    window.goes_to("继续 纠纷 · 楼上漏水，吊顶损坏")
    window.press("Space")
    window.sees("上次没写完的内容还在", "接着写就行。", "双方到现场看过，王秀英说")
    window.is_at("调解经过")
    window.press("Ctrl+End")
    window.write("愿意修水管。")
    window.press("Tab", "3", "F9")
    window.sees("已保存：调解记录", "调解记录 1")
    window.closes()
    ((_, held),) = zhou.shows(dispute)["sessions"].items()
    assert held["record"] == "双方到现场看过，王秀英说愿意修水管。"


def test_a_colleague_changes_the_dispute_that_is_being_mended(
    window: Window, shen: Laptop, district: District, dispute: str
) -> None:
    opens_the_case(window)
    window.press("F2")
    window.is_at("纠纷名称")
    window.press("Alt+F", "Ctrl+A")
    window.write("401室洗衣机水管脱落。")
    shen.edits(dispute, {"facts": "401室地漏堵塞。"})
    shen.syncs()
    window.press("F5")
    window.sees("沈国强刚改过这条，", "您的改动仍会保留。", "401室洗衣机水管脱落。")
    window.press("F9")
    window.sees("已保存：改登记")
    window.press("F5")
    window.sees("这件纠纷在别处也改过，", "有 1 处两边不一样，需要您选一下。")
    window.closes()
    held = district.does("record", "show", dispute)
    (conflict,) = held["body"]["_conflicts"]
    assert conflict["current"]["value"] == "401室地漏堵塞。"
    assert [side["value"] for side in conflict["candidates"]] == ["401室洗衣机水管脱落。"]


def test_the_changes_of_a_dispute_are_told_and_an_old_value_is_put_back(
    window: Window, zhou: Laptop, shen: Laptop, dispute: str
) -> None:
    opens_the_case(window)
    shen.edits(dispute, {"facts": "401室地漏堵塞。"})
    shen.syncs()
    window.press("F5")
    window.sees("401室地漏堵塞。", "修改纠纷事实", "沈国强经办。", "编定正式号 （2026）")
    window.goes_to("修改历史")
    window.press("Space")
    window.sees("沈国强", "401室卫生间漏水到301室。", "恢复旧值")
    window.goes_to("恢复旧值")
    window.press("Space")
    window.sees("已恢复“纠纷事实”的旧值")
    window.closes()
    assert zhou.shows(dispute)["facts"] == LEAK["facts"]


def test_what_was_sent_is_not_taken_back(window: Window, zhou: Laptop, dispute: str) -> None:
    opens_the_case(window)
    window.press("F9")
    window.is_at("调解经过")
    window.write("双方看了现场。")
    window.press("Tab", "3", "F9")
    window.sees("已保存：调解记录")
    # In a field that is on its way out the key would take back what was typed there.
    window.is_at("写调解记录")
    window.press("F5", "Ctrl+Z")
    window.sees("已经送到区里，不能撤销", "调解记录 1")
    window.closes()


def test_a_dispute_that_somebody_deleted_stays_as_a_struck_line(
    window: Window, shen: Laptop, dispute: str
) -> None:
    window.press("Alt+3")
    window.sees("楼上漏水，吊顶损坏")
    shen.does("record", "delete", dispute, "--why", "登记错了")
    shen.syncs()
    window.press("F5")
    window.sees("已删除或移走")
    window.press("Return", "Alt+1", "Alt+3")
    window.sees("还没有登记过纠纷")
    window.closes()


def test_the_command_line_edits_what_is_open(window: Window, zhou: Laptop, dispute: str) -> None:
    opens_the_case(window)
    window.press("F2")
    window.is_at("纠纷名称")
    window.press("Alt+F", "Ctrl+A")
    window.write("401室洗衣机水管脱落。")
    zhou.edits(dispute, {"facts": "电脑前的另一个人写的。", "risk": "high"})
    window.press("F9")
    window.sees("已保存：改登记", "高风险")
    window.press("F5")
    window.sees("这件纠纷在别处也改过，", "有 1 处两边不一样，需要您选一下。", "电脑前的另一个人写的。")
    window.goes_to("去处理")
    window.press("Space")
    window.sees("两边都改过，请选择保留哪一边", "我的：电脑前的另一个人写的。", "我的：401室洗衣机水管脱落。")
    window.press("Right", "Ctrl+Return")
    window.sees("已按您的选择保存")
    window.press("F5")
    window.sees("全部已送达，可以放心关机。")
    window.closes()
    shown = zhou.shows(dispute)
    assert (shown["facts"], shown["risk"], shown["_sync"]) == ("401室洗衣机水管脱落。", "high", "synced")
