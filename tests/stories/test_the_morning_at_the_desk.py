"""周敏's morning: what is due, a round along a route with hazards and photos, two old women, a business that calls.

Two real programs and a real window, the keyboard alone; what is asked for is what stands on the screen.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from tests.stories.cast import District, Laptop
from tests.stories.window import Window

GRID = "330109001035003"
DAY = 86_400_000
SHOPS = (
    "来记面馆",
    "康民药店",
    "汤记五金店",
    "湘味家常菜",
    "良记粮油店",
    "东篱水果铺",
    "新颜美容店",
    "邻里便利店",
)
PHOTOS = 9


def ago(days: int) -> int:
    """A moment so many days ago."""
    return int(time.time() * 1000) - days * DAY


def street(zhou: Laptop) -> dict[str, str]:
    """Eight shops that are patrolled every week, and were a week ago; in one something was to be put right by today."""
    types = dict.fromkeys(SHOPS, "shop") | {"来记面馆": "restaurant", "湘味家常菜": "restaurant"}
    shops = [
        {"name": name, "type": types[name], "place": {"text": f"东篱路{at + 1}号"}, "check_every": 7}
        for at, name in enumerate(SHOPS)
    ]
    made = zhou.does("record", "add", "place", "-", typed=shops)
    ids = {name: one["id"] for name, one in zip(SHOPS, made, strict=True)}
    rounds: list[dict[str, Any]] = [
        {
            "at": ago(8) + at * 600_000,
            "place": {"text": f"东篱路{at + 1}号{name}"},
            "place_id": ids[name],
            "categories": ["normal"],
        }
        for at, name in enumerate(SHOPS)
    ]
    today = datetime.now(timezone(timedelta(hours=8))).date().isoformat()
    rounds[2] |= {
        "categories": ["fire"],
        "text": "后门用铁链锁住。",
        "severity": "minor",
        "outcome": "deadline",
    }
    rounds[2]["recheck_on"] = today
    zhou.does("record", "add", "patrol", "-", typed=rounds)
    return ids


def people(zhou: Laptop) -> None:
    """Two women who live alone, last called on eight days ago, and a business."""
    for name, room in (("陈桂芳", "302"), ("来阿凤", "501")):
        place = {"text": "东篱苑", "building": "9", "unit": "1", "room": room}
        watch = [{"category": "living_alone", "level": "high", "basis": "浙江省社会养老服务促进条例"}]
        person = zhou.adds("person", name=name, place=place, watch=watch)
        visit = {"at": ago(8), "target": "person", "target_id": person, "name": name, "place": place}
        zhou.adds("visit", **visit, result="met", text="一切都好。")
    zhou.adds("enterprise", name="永利五金加工部", size="small", place={"text": "西河沿51号"})


@pytest.fixture(autouse=True)
def china(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days are those of China, wherever the tests run."""
    monkeypatch.setenv("TZ", "CST-8")


@pytest.fixture
def window(district: District, zhou: Laptop, tmp_path: Path) -> Iterator[Window]:
    """周敏's laptop on Monday at half past eight."""
    ids = street(zhou)
    people(zhou)
    stops = [{"place_id": ids[name]} for name in SHOPS]
    routes = tmp_path / "routes.json"
    content = {"routes": [{"name": "早巡：东篱路", "shift": "morning", "stops": stops}]}
    routes.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    district.does("reference", "publish", f"policy/routes-{GRID}", str(routes))
    zhou.syncs()
    made = Window(zhou.folder)
    yield made
    made.ends()


def test_the_morning_at_the_desk(district: District, window: Window) -> None:
    monday(window)
    round_begins(window)
    hazard(window)
    by_the_checklist(window)
    rechecked(window)
    round_ends(window)
    visits(window)
    complaint(window)
    answered(window)
    confirmed(window)
    evening(window)
    all_of_it_is_there(district)


def monday(window: Window) -> None:
    """What is due, and why."""
    window.opens()
    window.unlocks()
    window.sees("还有 8 处必巡点没有巡到", "必巡点覆盖", "0／8 处")
    window.sees("陈桂芳", "独居老人 · 每 7 天", "超期 1 天", "复查，东篱路3号汤记五金店")


def round_begins(window: Window) -> None:
    """The route is chosen with two keys; a stop without findings takes three."""
    window.press("Ctrl+1")
    window.is_at("地点")
    window.press("Alt+U", "Down")
    window.sees("0／8", "路线第 1／8 处，回车即可", "东篱路1号来记面馆")
    window.is_at("地点")
    before = window.presses
    for number in (1, 2):
        window.press("Return", "1", "Ctrl+Return")
        window.sees(
            f"已保存：东篱路{number}号{SHOPS[number - 1]}", f"路线第 {number + 1}／8 处", f"{number}／8"
        )
        window.is_at("地点")
    assert window.presses - before <= 2 * 3


def hazard(window: Window) -> None:
    """At 汤记五金店 the round goes on behind it, for that is a recheck; at the next a hazard with three photos."""
    before = window.presses
    window.press(*"xwjcc", "Return")
    window.sees("湘味家常菜 · 东篱路4号", "燃气软管、阀门和报警器")
    window.press("2", "Alt+M")
    window.is_at("情况说明")
    window.press("F2", "1")
    window.is_at("情况说明")
    assert window.presses - before + 4 <= 18, "with a photo, the outcome and the save"
    photos(window, "a")
    window.press("Tab", "3", "Ctrl+Return")
    window.sees("已保存：东篱路4号湘味家常菜", "路线第 5／8 处")
    window.is_at("地点")


def by_the_checklist(window: Window) -> None:
    """What is not in order on the checklist is a finding; there is time until it is looked at again."""
    window.press("Return", "Alt+L", "2")
    window.sees("消防隐患")
    window.press("Alt+M")
    window.write("灭火器压力不足，已要求更换。")
    photos(window, "b")
    window.press("Tab", "3", "Ctrl+Return")
    window.sees(f"已保存：东篱路5号{SHOPS[4]}", "路线第 6／8 处")


def rechecked(window: Window) -> None:
    """The ledger has last week's hazard; it is put right, and the photos show it."""
    window.press("Alt+H")
    window.sees("东篱路3号汤记五金店，今天到期")
    window.press("Home", "Return")
    window.sees("后门用铁链锁住。")
    window.press("Alt+R")
    window.is_at("已整改")
    window.press("1")
    photos(window, "c")
    window.press("F9")
    window.sees(f"已保存：东篱路3号{SHOPS[2]}")


def round_ends(window: Window) -> None:
    """The last stops; then the round is done."""
    window.press("Ctrl+1")
    for number in (6, 7, 8):
        window.sees(f"东篱路{number}号{SHOPS[number - 1]}")
        window.is_at("地点")
        window.press("Return", "1", "Ctrl+Return")
        window.sees(f"已保存：东篱路{number}号{SHOPS[number - 1]}")
    window.sees("8／8")


def photos(window: Window, which: str) -> None:
    """Three photos from the telephone, pasted."""
    for number in range(PHOTOS // 3):
        window.copies_photo(f"{which}{number}")
        window.press("Ctrl+V")
        window.holds("粘贴的照片", number + 1)


def visits(window: Window) -> None:
    """One is well; behind the next door nobody is in."""
    before = window.presses
    window.press("Ctrl+3")
    window.is_at("姓名")
    window.press(*"cgf", "Return")
    window.sees("独居老人 · 每 7 天")
    window.press("Ctrl+Return")
    window.sees("已保存：陈桂芳", "来阿凤", "个人 · 东篱苑9幢1单元501室")
    assert window.presses - before <= 6
    window.press("0", "F9")
    window.sees("已保存：来阿凤", "1 次没见到", "3 天内")


def complaint(window: Window) -> None:
    """永利五金加工部 is on the line."""
    window.press("Alt+C")
    window.is_at("姓名")
    window.press(*"ylwj", "Return")
    window.is_at("来电人")
    window.write("来老板")
    window.press("Alt+Q")
    window.is_at("诉求内容")
    window.write("门口天天停满车，货车进不来。")
    window.press("F9")
    window.sees("办理中")
    window.press("F9")
    window.sees("已保存：永利五金加工部", "诉求 1")


def answered(window: Window) -> None:
    """今天 has the need until it is settled."""
    the_need(window, "办理答复")
    window.is_at("进展或答复内容")
    window.write("交警已施划黄色网格线，物业派人引导。")
    window.press("Tab", "Down", "F9")
    window.sees("待确认")
    window.press("F9")
    window.sees("已修改：永利五金加工部")


def confirmed(window: Window) -> None:
    """The business says it is solved, and how well."""
    the_need(window, "请对方确认")
    window.is_at("问题解决了吗")
    window.press("Tab", "Down", "F9")
    window.sees("已办结")
    window.press("F9")
    window.sees("已修改：永利五金加工部")


def the_need(window: Window, step: str) -> None:
    """The need of today that is due last, and its next step."""
    window.press("Alt+1")
    window.sees("诉求，门口天天停满车，货车进不来。")
    window.is_at("今天要做")
    window.press("End", "Return")
    window.sees(step)
    window.press("Alt+W")


def evening(window: Window) -> None:
    """Everything goes to the district in one sync."""
    window.press("Alt+1")
    window.sees("8／8 处")
    window.does_not_see("诉求，门口天天停满车，货车进不来。")
    window.press("F5")
    window.sees("全部已送达，可以放心关机。")
    window.closes()


def all_of_it_is_there(district: District) -> None:
    """What the district has in the evening."""
    patrols = [row["body"] for row in district.does("record", "list", "patrol")]
    today = [body for body in patrols if body.get("shift")]
    assert len(today) == len(SHOPS)
    assert all(body.get("place_id") and body["shift"] for body in today)
    assert sum(len(body.get("attachments", {})) for body in today) == PHOTOS
    assert [body["recheck_result"] for body in today if body.get("rechecks_id")] == ["fixed"]
    assert sorted(body["outcome"] for body in today if body.get("outcome")) == ["deadline", "deadline"]
    calls = {body["name"]: body for row in district.does("record", "list", "visit") if (body := row["body"])}
    assert (calls["来阿凤"]["result"], calls["陈桂芳"]["no_change"]) == ("absent", True)
    ((_, need),) = calls["永利五金加工部"]["needs"].items()
    assert (need["confirmed"], need["rating"], need["channel"]) == (True, 5, "phone")
    assert calls["永利五金加工部"]["caller"] == "来老板"
