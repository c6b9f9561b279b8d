"""周敏's day at the window: no network, the keyboard alone, the battery gone in mid-sentence, one sync, one dispute.

Two real programs and a real window; what is asked for is what stands on the screen.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stories.cast import District, Laptop
from tests.stories.window import Window
from tests.sync.fault_proxy import FaultProxy, drips

GRID = "330109001035003"
STAIRS = {"text": "东篱苑3幢2单元楼道", "region": GRID, "building": "3", "unit": "2"}
LAI = {"text": "东篱苑7幢1单元302室", "region": GRID, "building": "7", "unit": "1", "room": "302"}
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
SENTENCE = "楼道里停着两辆电动自行车，车主说"


@pytest.fixture
def network(district: District) -> Iterator[FaultProxy]:
    """What lies between 周敏 and the district."""
    made = FaultProxy(district.address)
    yield made
    made.close()


@pytest.fixture
def window(district: District, network: FaultProxy, tmp_path: Path) -> Iterator[Window]:
    """周敏's laptop as the day begins: yesterday's rounds in the hills were never sent, and there is no network."""
    zhou = Laptop(tmp_path / "zhou")
    code = district.does("enrol-code", "zhoumin")["code"]
    zhou.does("enrol", "--server", network.address, "--code", code, "--device", "周敏的电脑")
    yesterday = int((time.time() - 86_400) * 1000)
    zhou.adds("patrol", at=yesterday, place=STAIRS, categories=["normal"], mode="walk")
    week_ago = {"at": yesterday - 6 * 86_400_000, "target": "person", "name": "来阿凤", "place": LAI}
    today = time.strftime("%Y-%m-%d")
    zhou.adds("visit", **week_ago, result="met", purpose="elderly", next_on=today)
    zhou.adds("dispute", **LEAK)
    task = {"title": "冬季用火用电安全排查", "type": "instruction", "assignee": "zhoumin"}
    district.does("record", "add", "task", "-", "--grid", GRID, "--as", "yujianfen", typed=task)
    zhou.syncs()
    hills = [
        {"at": yesterday + n, "place": {"text": f"柳塘山{n}号"}, "categories": ["normal"]} for n in range(12)
    ]
    zhou.does("record", "add", "patrol", "-", typed=hills)
    made = Window(zhou.folder)
    yield made
    made.ends()


def the_dispute(district: District) -> dict[str, Any]:
    """The dispute as the district holds it."""
    (row,) = district.does("record", "list", "dispute")
    return dict(row)


def colleague_changes_it(district: District, shen: Laptop) -> None:
    """沈国强 works on the same dispute while 周敏 has no network."""
    shen.adds("patrol", place=STAIRS, categories=["normal"])
    shen.syncs()
    record = the_dispute(district)["id"]
    shen.edits(record, {"facts": "401室卫生间地漏堵塞，水漫到301室。", "risk": "high"})
    shen.syncs()


def test_a_day_in_the_window(district: District, window: Window, network: FaultProxy, shen: Laptop) -> None:
    colleague_changes_it(district, shen)
    district.closes()
    morning(window)
    patrols(window)
    dispute(window)
    visit(window)
    mid_sentence(window)
    found_again(window)
    plugged_in(district, window, network)
    settled(window)
    window.closes()
    both_hold_it(district, shen)


def morning(window: Window) -> None:
    """The lid is opened; there is no network, and that is no trouble."""
    window.opens()
    window.unlocks()
    window.sees("，周敏", "冬季用火用电安全排查", "来阿凤")
    window.press("F5")
    window.sees("现在没有网络，照常工作就好。", "12")


def patrols(window: Window) -> None:
    """Three places without findings, eight keys each."""
    before = window.presses
    for number in (1, 2, 3):
        window.press("Ctrl+1")
        window.is_at("地点")
        window.press(*"dly3")
        window.sees("东篱苑3幢2单元楼道")
        window.press("Return", "1", "Ctrl+Return")
        window.sees("已保存：东篱苑3幢2单元楼道", f"今天 {number}")
    assert window.presses - before <= 3 * 8


def dispute(window: Window) -> None:
    """The dispute is opened, mended, and the session of this morning written up."""
    window.press("Alt+3")
    window.sees("楼上漏水，吊顶损坏")
    window.press("Return")
    window.sees("第一次调解", "401室卫生间漏水到301室。")
    window.press("F2")
    window.is_at("纠纷名称")
    window.press("Alt+F", "Ctrl+A")
    window.write("401室洗衣机水管脱落，水漫到301室。")
    window.press("Alt+C", "Tab", "Tab", "1", "F9")
    window.sees("已保存：改登记", "低风险")
    window.press("F9")
    window.is_at("调解经过")
    window.write("双方到现场看过，王秀英愿意修水管，赔多少还没谈拢。")
    window.press("Tab", "2", "F9")
    window.sees("已保存：调解记录", "第 2 次调解", "调解记录 1")


def visit(window: Window) -> None:
    """来阿凤 is due today; nothing has changed."""
    window.press("Ctrl+3")
    window.is_at("姓名")
    window.press(*"laf")
    window.sees("来阿凤")
    window.press("Return", "Ctrl+Return")
    window.sees("已保存：来阿凤")


def mid_sentence(window: Window) -> None:
    """A hazard; the input method still composes when the battery is empty."""
    window.press("Ctrl+1")
    window.is_at("地点")
    window.press(*"dly3")
    window.sees("东篱苑3幢2单元楼道")
    window.press("Return", "2", "Tab")
    window.is_at("情况说明")
    window.write(SENTENCE)
    window.compose("ming tian ban")
    window.sees("草稿已保存")

    window.dies()


def found_again(window: Window) -> None:
    """今天 has the draft, one key press goes on with it, and the sentence is finished."""
    window.opens()
    window.sees("周敏", "第三网格")
    window.unlocks()
    window.sees("草稿", "巡查 · 东篱苑3幢2单元楼道")
    window.press("Alt+2")
    window.sees(SENTENCE, "草稿已保存")
    window.press("Alt+M", "Ctrl+End")
    window.write("明天搬走。")
    window.press("Tab", "1", "F9")
    window.sees("已保存：东篱苑3幢2单元楼道", "18")
    window.does_not_see("草稿已保存")


def plugged_in(district: District, window: Window, network: FaultProxy) -> None:
    """同步: eighteen records go, and one of them needs a word."""
    window.press("Alt+7")
    window.sees("18 条待上传", "等待 18", "内容都存在本机")
    network.next_faults(*[drips(4000)] * 8)
    district.opens()
    window.press("F5")
    window.sees("正在同步", "0/18")
    window.sees("正在上传")
    window.sees("需要您处理", "已上传 17", "待您选择 1", "服务器上的同一条记录已被沈国强修改")


def settled(window: Window) -> None:
    """Field by field: the facts of both, the risk as 沈国强 sees it."""
    window.press("Alt+1")
    window.sees("1 条需要您处理，其余的都已送达。")
    window.press("Alt+7")
    window.is_at("立即同步")
    window.press("Tab", "Tab")
    window.is_at("同步队列")
    window.press("Return")
    window.sees("两边都改过，请选择保留哪一边", "2 处不同", "沈国强的：")
    window.press("Right", "Right", "Down", "Right", "Ctrl+Return")
    window.sees("已按您的选择保存，下次同步送出。")
    window.press("F5")
    window.sees("全部已送达，可以放心关机。")
    window.does_not_see("需要您处理", "待您选择 1")


def both_hold_it(district: District, shen: Laptop) -> None:
    """The district has every record and what was chosen, and so has the colleague."""
    patrols = district.does("record", "list", "patrol")
    assert len(patrols) == 1 + 12 + 3 + 1 + 1
    assert [row["body"]["text"] for row in patrols if row["body"].get("text")] == [SENTENCE + "明天搬走。"]
    assert len(district.does("record", "list", "visit")) == 2
    kept = the_dispute(district)["body"]
    facts = "401室洗衣机水管脱落，水漫到301室。\n401室卫生间地漏堵塞，水漫到301室。"
    assert (kept["facts"], kept["risk"], kept["status"]) == (facts, "high", "mediating")
    ((_, held),) = kept["sessions"].items()
    assert (held["result"], held["present"]) == ("not_agreed", ["李建国", "王秀英", "周敏"])
    assert "_conflicts" not in kept
    shen.syncs()
    shown = shen.shows(the_dispute(district)["id"])
    assert (shown["facts"], shown["_sync"], shown["_conflicts"]) == (facts, "synced", [])
