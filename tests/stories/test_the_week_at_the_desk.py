"""周敏's week: a round of forty places, two old women, a message from the neighbours, a business; on Friday the tables.

Two real programs and a real window, the keyboard alone; what is asked for is what stands on the screen. What stood in
the store, or was typed before, is never typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from openpyxl import load_workbook

from gridworker.cli.demo.pictures import phone_photo
from gridworker.documents.workbook import BETWEEN
from tests.stories.cast import District, Laptop
from tests.stories.grid_on_monday import CHINA, CONTACT, DAY, LAST_WEEK, PLACES, ago, prepare
from tests.stories.later import VARIABLE
from tests.stories.window import Window

FRIDAY = 4
PHOTOS = 9
CHAT = """李建国 {day} 20:13
周师傅，四楼又漏水了，我家东篱苑9幢1单元301的墙都湿了
陈志伟 {day} 20:15
我家没开水，不关我的事
"""
TABLES = {
    "巡查台账": {"patrol"},
    "走访台账": {"visit"},
    "人民调解工作月报表": {"dispute", "patrol"},
}
"""By their names the kinds of records that they are filled from."""


@pytest.fixture(autouse=True)
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clock of all programs: how many ms it is ahead. Days are those of China, wherever the tests run."""
    ahead = tmp_path / "clock"
    ahead.write_text("0", encoding="ascii")
    monkeypatch.setenv(VARIABLE, str(ahead))
    return ahead


@pytest.fixture
def window(district: District, zhou: Laptop, tmp_path: Path) -> Iterator[Window]:
    """周敏's laptop on Monday at half past eight."""
    prepare(district, zhou, tmp_path)
    made = Window(zhou.folder)
    yield made
    made.ends()


def test_the_week_at_the_desk(district: District, window: Window, clock: Path, tmp_path: Path) -> None:
    before = [text for row in everything(district) for text in texts_of(row["body"])]
    monday(window)
    round_begins(window)
    hazard(window)
    by_the_checklist(window, tmp_path)
    rechecked(window)
    round_ends(window)
    visits(window)
    message(window)
    complaint(window)
    answered(window)
    confirmed(window)
    evening(window)
    all_of_it_is_there(district)
    records = {row["id"]: row for row in everything(district)}
    district.closes()
    clock.write_text(str(FRIDAY * DAY), encoding="ascii")
    tables(window, tmp_path, records)
    assert typed_again(window.typed, before) == 0


def monday(window: Window) -> None:
    """What is due, and why."""
    window.opens()
    window.unlocks()
    window.sees("还有 40 处必巡点没有巡到", "必巡点覆盖", "0/40 处")
    window.sees("陈桂芳", "独居老人 · 每 7 天", "超期 1 天", "复查，东篱路3号汤记五金店")


def round_begins(window: Window) -> None:
    """The route is chosen with two keys; a stop without findings takes three."""
    window.press("Ctrl+1")
    window.is_at("地点")
    window.press("Alt+U", "Down")
    window.sees("0/40", "路线第 1/40 处，回车即可", "东篱路1号来记面馆")
    window.is_at("地点")
    nothing_found(window, 1, 2)


def nothing_found(window: Window, first: int, last: int) -> None:
    """Places of the route, one after the other."""
    for number in range(first, last + 1):
        window.sees(f"东篱路{number}号{PLACES[number - 1]}")
        window.is_at("地点")
        before = window.presses
        window.press("Return", "1", "Ctrl+Return")
        assert window.presses - before <= 8
        window.sees(f"已保存：东篱路{number}号{PLACES[number - 1]}")


def hazard(window: Window) -> None:
    """At 汤记五金店 the round goes on behind it, for that is a recheck; at the next a hazard with three photos."""
    before = window.presses
    window.is_at("地点")
    window.press(*"xwjcc", "Return")
    window.sees("湘味家常菜 · 东篱路4号", "燃气软管、阀门和报警器")
    window.press("2", "Alt+M")
    window.is_at("情况说明")
    window.press("F2", "1")
    window.is_at("情况说明")
    assert window.presses - before + 4 <= 18, "with a photo, the outcome and the save"
    pasted(window, "a")
    window.press("Tab", "3", "Ctrl+Return")
    window.sees("已保存：东篱路4号湘味家常菜", "路线第 5/40 处")


def by_the_checklist(window: Window, folder: Path) -> None:
    """What is not in order on the checklist is a finding; three photos are dropped on the form."""
    window.is_at("地点")
    window.press("Return", "Alt+L", "Tab", "2")
    window.sees("消防隐患")
    window.press("Alt+M")
    window.write("灭火器压力不足，已要求更换。")
    photos = [folder / f"IMG_{number}.jpg" for number in range(PHOTOS // 3)]
    for at, photo in enumerate(photos):
        photo.write_bytes(phone_photo("wall", ago(0) + at, size=(600, 800)))
    window.drops(*photos)
    window.holds("IMG_", len(photos))
    window.press("Tab", "3", "Ctrl+Return")
    window.sees(f"已保存：东篱路5号{PLACES[4]}", "路线第 6/40 处")


def rechecked(window: Window) -> None:
    """The ledger has last week's hazard; it is put right, and the photos show it before and after."""
    window.is_at("地点")
    window.press("Alt+H")
    window.sees("东篱路3号汤记五金店，今天到期")
    window.is_at("巡查")
    window.press("Return")
    window.sees(LAST_WEEK, "Alt+R")
    window.press("Alt+R")
    window.is_at("已整改")
    window.press("1")
    pasted(window, "c")
    window.sees("整改前的照片 铁链.jpg")
    window.press("F9")
    window.sees(f"已保存：东篱路3号{PLACES[2]}")


def pasted(window: Window, which: str) -> None:
    """Three photos from the telephone, pasted."""
    for number in range(PHOTOS // 3):
        window.copies_photo(f"{which}{number}")
        window.press("Ctrl+V")
        window.holds("粘贴的照片", number + 1)


def round_ends(window: Window) -> None:
    """The last thirty-five places; then the round is done."""
    window.press("Ctrl+1")
    nothing_found(window, 6, len(PLACES))
    window.sees("40/40")


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
    before = window.presses
    window.press("0", "F9")
    window.sees("已保存：来阿凤", "1 次没见到", "3 天内")
    assert window.presses - before <= 4


def message(window: Window) -> None:
    """A WeChat message is a dispute registered, with both parties as they are on file."""
    yesterday = datetime.now(CHINA).date() - timedelta(days=1)
    window.copies_text(CHAT.format(day=yesterday.strftime("%Y/%m/%d")))
    before = window.presses
    window.press("Ctrl+4", "Ctrl+V")
    window.sees("人员：李建国（有档案）、陈志伟（有档案）", "地址：东篱苑9幢1单元301")
    window.press("Ctrl+2")
    window.sees("已按随手记填好，核对后保存。")
    window.press("F9")
    window.sees("写调解记录")
    assert window.presses - before <= 6


def complaint(window: Window) -> None:
    """永利五金加工部 is on the line: who calls is known."""
    window.press("Alt+4", "Alt+C")
    window.is_at("姓名")
    window.press(*"ylwj", "Return")
    window.is_at("来电人")
    window.sees(CONTACT)
    window.press("Alt+Q")
    window.is_at("诉求内容")
    window.write("门口天天停满车，货车进不来。")
    window.press("F9")
    window.sees("办理中")
    window.press("F9")
    window.sees("已保存：永利五金加工部", "诉求 1")
    window.is_at("姓名")


def answered(window: Window) -> None:
    """今天 has the need until it is settled."""
    the_need(window, "办理答复")
    window.is_at("进展或答复内容")
    window.write("交警已施划黄色网格线，物业派人引导。")
    window.press("Tab", "Down", "F9")
    window.sees("待确认")
    window.press("F9")
    window.sees("已修改：永利五金加工部")
    window.is_at("姓名")


def confirmed(window: Window) -> None:
    """The business says it is solved, and how well."""
    the_need(window, "请对方确认")
    window.is_at("问题解决了吗")
    window.press("Tab", "Down", "F9")
    window.sees("已办结")
    window.press("F9")
    window.sees("已修改：永利五金加工部")
    window.is_at("姓名")


def the_need(window: Window, step: str) -> None:
    """The need of today that is due last, and its next step."""
    window.press("Alt+1")
    window.sees("诉求，门口天天停满车，货车进不来。")
    window.is_at("今天要做")
    window.press("End", "Return")
    window.is_at(step)
    window.press("Alt+W")


def evening(window: Window) -> None:
    """Everything goes to the district in one sync."""
    window.press("Alt+1")
    window.sees("40/40 处")
    window.does_not_see("诉求，门口天天停满车，货车进不来。")
    window.press("F5")
    window.sees("全部已送达，可以放心关机。")
    window.closes()


def all_of_it_is_there(district: District) -> None:
    """What the district has in the evening."""
    patrols = [row["body"] for row in district.does("record", "list", "patrol")]
    today = [body for body in patrols if body.get("shift")]
    assert len(today) == len(PLACES)
    assert all(body.get("place_id") and body["shift"] for body in today)
    assert sum(len(body.get("attachments", {})) for body in today) == PHOTOS
    assert [body["recheck_result"] for body in today if body.get("rechecks_id")] == ["fixed"]
    assert sorted(body["outcome"] for body in today if body.get("outcome")) == ["deadline", "deadline"]
    calls = {body["name"]: body for row in district.does("record", "list", "visit") if (body := row["body"])}
    assert (calls["来阿凤"]["result"], calls["陈桂芳"]["no_change"]) == ("absent", True)
    ((_, need),) = calls["永利五金加工部"]["needs"].items()
    assert (need["confirmed"], need["rating"], need["channel"]) == (True, 5, "phone")
    assert calls["永利五金加工部"]["caller"] == CONTACT
    [case] = [row["body"] for row in district.does("record", "list", "dispute")]
    parties = sorted(case["parties"].values(), key=lambda party: party["role"])
    told = [(party["name"], party["phone"], party["address"]) for party in parties]
    assert told == [
        ("李建国", "13866663019", "东篱苑9幢1单元301室"),
        ("陈志伟", "13866664019", "东篱苑9幢1单元401室"),
    ]
    assert (case["type"], case["status"]) == ("neighbour", "accepted")


def tables(window: Window, folder: Path, records: dict[str, dict[str, Any]]) -> None:
    """On Friday, without a network, the month's three tables stand filled; each cell leads to its records."""
    month = datetime.now(CHINA)
    window.opens()
    window.unlocks()
    window.press("Alt+6", "Alt+B")
    window.sees(*TABLES)
    if (month + timedelta(days=FRIDAY)).month != month.month:
        window.press("Alt+Left")
    for at, (name, kinds) in enumerate(TABLES.items()):
        if at:
            window.press("Ctrl+PgDown")
        window.sees(title := f"第三网格{month.year}年{month.month}月{name}")
        a_cell(window, title)
        file = folder / f"{name}.xlsx"
        window.press("Ctrl+E")
        window.names_file(file)
        window.sees(f"已写好：{file.name}")
        wanted = {id_ for id_, row in records.items() if row["kind"] in kinds and in_month(row, month)}
        assert read_back(file, records) == wanted
    window.closes()


def a_cell(window: Window, title: str) -> None:
    """The first cell of the table that comes from records says so, and opens them."""
    window.goes_to(title)
    window.press("Right")
    for _ in range(20):
        window.looks()
        if any("来自" in text for text in window.shown):
            break
        window.press("Down")
    window.press("Return")
    window.sees("回车打开", "共 ")
    window.press("Escape")
    window.is_at(title)


def in_month(row: dict[str, Any], month: datetime) -> bool:
    """Whether something happened in a month."""
    body = row["body"]
    moment = datetime.fromtimestamp((body.get("at") or body["created_at"]) / 1000, CHINA)
    return (moment.year, moment.month) == (month.year, month.month)


def read_back(file: Path, records: dict[str, dict[str, Any]]) -> set[str]:
    """The records behind the cells of a table: a line of a ledger is of one and its moment, a number counts its own."""
    sheet, sources = cast("list[Any]", load_workbook(file).worksheets)
    behind: dict[str, list[str]] = {}
    for where, _, _, ids in sources.iter_rows(min_row=2, values_only=True):
        behind.setdefault(str(where), []).extend(str(ids).split(BETWEEN))
    traced: set[str] = set()
    for where, ids in behind.items():
        cells = [cell for row in sheet[f"{where}:{where}" if ":" not in where else where] for cell in row]
        traced |= {cell.coordinate for cell in cells}
        if isinstance(cells[0].value, int) and isinstance(cells[-1].value, str):
            (body,) = (records[id_]["body"] for id_ in ids)
            moment = datetime.fromtimestamp(body["at"] / 1000, CHINA)
            assert f"{moment:%Y-%m-%d %H:%M}" in [cell.value for cell in cells]
        else:
            counts = [cell.value for cell in cells if "%" not in cell.number_format]
            assert all(count == len(ids) for count in counts if isinstance(count, int))
    numbers = {cell.coordinate for row in sheet.iter_rows() for cell in row if is_number(cell.value)}
    assert numbers <= traced
    return {id_ for ids in behind.values() for id_ in ids}


def is_number(value: Any) -> bool:
    """Whether a cell holds a number other than 0."""
    return isinstance(value, int | float) and value != 0


def everything(district: District) -> list[dict[str, Any]]:
    """All records that the district has of what a worker writes, each with its kind."""
    kinds = ("patrol", "visit", "dispute", "person", "place", "enterprise")
    return [{**row, "kind": kind} for kind in kinds for row in district.does("record", "list", kind)]


def texts_of(value: Any) -> Iterator[str]:
    """All texts of a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_of(item)


def typed_again(typed: Iterable[str], standing: Iterable[str], run: int = 4) -> int:
    """How many characters were typed that stood there already, or had been typed before: in runs of four and more."""
    known = {text[at : at + run] for text in standing for at in range(len(text) - run + 1)}
    count = 0
    for text in typed:
        pieces = [text[at : at + run] for at in range(len(text) - run + 1)]
        again = {at + step for at, piece in enumerate(pieces) if piece in known for step in range(run)}
        count += len(again)
        known.update(pieces)
    return count
