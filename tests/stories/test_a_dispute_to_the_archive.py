"""楼上漏水: from a shouted complaint to the archived PDF, on a laptop without a network but for two syncs.

周敏 works at the window by keys alone, 沈国强 on a laptop of his own; the district serves. All their clocks are the
story's: it runs from 2 November to 21 December 2026.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.stories.cast import District, Laptop
from tests.stories.later import VARIABLE
from tests.stories.window import MOST_TABS, Window

CHINA = timezone(timedelta(hours=8))
LI, WANG = ("李建国", "13712342046", "330109197403051218"), ("王秀英", "18912347730", "330109196508122348")
PURPOSES = ("证据", "录音", "身份证明", "履行凭证", "司法确认材料", "其他")
CLAUSES = (
    ("修好401室卫生间渗漏点", "11-15", ""),
    ("支付吊顶修复费用第一期", "11-20", "2000"),
    ("支付吊顶修复费用第二期", "12-5", "1600.50"),
)


class Calendar:
    """What the clocks of the story show."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.turns_to(11, 2, 18, 40)

    def turns_to(self, month: int, day: int, hour: int = 9, minute: int = 0) -> None:
        """The next day that something happens on."""
        wanted = datetime(2026, month, day, hour, minute, tzinfo=CHINA)
        ahead = int((wanted - datetime.now(CHINA)).total_seconds() * 1000)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(ahead), encoding="ascii")
        fresh.replace(self._file)


@pytest.fixture
def calendar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The clocks, before anything is started."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "clock"))
    return Calendar(tmp_path / "clock")


@pytest.fixture
def district(calendar: Calendar, tmp_path: Path) -> Iterator[District]:
    """A district that lives in the story's time."""
    made = District(tmp_path / "district")
    made.set_up()
    made.opens()
    yield made
    made.dies()


@pytest.fixture
def window(zhou: Laptop) -> Iterator[Window]:
    """周敏's window."""
    made = Window(zhou.folder)
    yield made
    made.ends()


def test_a_dispute_from_the_first_word_to_the_archive(
    district: District, zhou: Laptop, shen: Laptop, window: Window, calendar: Calendar, tmp_path: Path
) -> None:
    district.closes()
    window.opens()
    window.unlocks()
    shouted(window)
    accepted(window)
    calendar.turns_to(11, 4, 19)
    first_session(window)
    record = colleague_speaks_with_them(district, shen, window, calendar)
    calendar.turns_to(11, 9, 15)
    agreed(window)
    printed_and_signed(window, tmp_path)
    calendar.turns_to(11, 20, 10)
    first_payment(window)
    calendar.turns_to(12, 7)
    late_and_urged(window)
    calendar.turns_to(12, 9)
    last_day_for_the_court(window)
    calendar.turns_to(12, 12)
    second_payment(window)
    calendar.turns_to(12, 21)
    archived(window, tmp_path)
    window.closes()
    the_dossier(zhou, record, tmp_path)


def shouted(window: Window) -> None:
    """A quarrel on the stairs: who, what, where; nobody was asked yet, so it is a lead."""
    window.press("Ctrl+2")
    window.is_at("纠纷名称")
    window.write("楼上漏水，吊顶损坏")
    window.press("Tab")
    window.write("东篱苑5幢1单元301室")
    window.press("Alt+T", "2", "Tab")
    for name, phone, number in (LI, WANG):
        window.goes_to("姓名或名称 必填")
        for text in (name, phone, number, "东篱苑5幢1单元", "汉族", "职工"):
            window.write(text)
            window.press("Tab")
    window.press("Alt+F")
    window.write("401室卫生间渗漏，致301室吊顶脱落约6平方米。")
    window.press("Alt+C")
    window.write("李建国要求修好漏点并赔偿4800元。")
    window.goes_to("直接受理")
    window.press("Right", "F9")
    window.sees("已保存：楼上漏水，吊顶损坏", "受理审查", "临-")


def accepted(window: Window) -> None:
    """Both are asked, their rights are explained; the notice is printed for them to sign."""
    window.press("F9")
    window.sees("李建国愿意调解吗", "王秀英愿意调解吗")
    window.goes_to("权利义务告知日期")
    window.write("今天")
    window.press("F9")
    window.sees("已保存：受理", "第一次调解", "双方均同意调解", "调解期限 12 月 2 日")
    window.does_not_see("权利义务还没有告知")


def first_session(window: Window) -> None:
    """They do not come to terms."""
    window.press("F9")
    window.is_at("调解经过")
    window.write("李建国要4800元，王秀英只认2000元，谈不拢。")
    window.press("Tab", "2", "F9")
    window.sees("已保存：调解记录", "第 2 次调解", "调解记录 1")


def colleague_speaks_with_them(district: District, shen: Laptop, window: Window, calendar: Calendar) -> str:
    """沈国强 speaks with both on the stairs; what he wrote comes by sync."""
    calendar.turns_to(11, 5, 17)
    district.opens()
    window.press("F5")
    window.sees("（2026）西河路社区第三网格人调字第1号", "待同步 0 条")
    shen.syncs()
    (row,) = shen.does("record", "list", "dispute")
    held = {
        "at": at(11, 5, 16),
        "place": "东篱苑5幢",
        "present": ["李建国", "王秀英", "沈国强"],
        "result": "continued",
    }
    shen.edits(row["id"], {"sessions": [held | {"record": "双方同意各自询价，三天后再谈。"}]})
    shen.syncs()
    window.press("F5")
    window.sees("第 3 次调解", "调解记录 2")
    district.closes()
    return str(row["id"])


def agreed(window: Window) -> None:
    """The third session: repaired by the 15th, 2,000 by the 20th, the rest by 5 December."""
    window.press("F9")
    window.is_at("调解经过")
    window.write("询价结果双方都看过，同意按3600.50元了结，分两次付清。")
    window.press("Tab", "1", "F9")
    window.sees("已保存：调解记录", "写协议条款")
    window.press("F9")
    for what, day, yuan in CLAUSES:
        window.is_at("履行内容")
        window.write(what)
        window.goes_to("金额")
        window.write(yuan)
        window.goes_to("履行期限 必填")
        window.press("Ctrl+A")
        window.write(day)
        window.press("Ctrl+Return" if day != CLAUSES[-1][1] else "F9")
        window.sees("已保存：协议条款")
    window.sees("达成协议", "协议 3")
    window.press("F9")
    window.sees("协议编号")
    window.press("F9")
    window.sees("已保存：达成协议", "签字盖章")


def printed_and_signed(window: Window, folder: Path) -> None:
    """Printed, signed by all, sealed; the photo files itself by the code on the page. From then on it is in force."""
    paper = folder / "agreement.pdf"
    window.press("Ctrl+P")
    window.is_at("预览打印：人民调解协议书")
    window.press("Space")
    window.sees("打印后请各方签名、按指印，并盖章", "大小写金额一致：2,000.00 元 = 人民币贰仟元整")
    window.press("Ctrl+P")
    window.is_at("")
    window.write(str(paper))
    window.press("Return")
    window.sees("没有找到打印机，已生成 PDF")
    text = read(paper)
    for words in (*LI, *WANG, "壹仟陆佰元零伍角", "2026年12月5日"):
        assert text.count(words), words
    subprocess.run(["pdftoppm", "-png", "-r", "70", "-singlefile", paper, paper.with_suffix("")], check=True)
    window.is_activated()
    window.press("Esc")
    window.sees("签字盖章")
    window.copies_photo(str(paper.with_suffix(".png")))
    window.press("Ctrl+V")
    window.sees("材料 1")
    window.press("F9")
    window.sees("双方签字、调委会盖章后生效。")
    window.press("F9")
    window.sees("已保存：签字盖章", "督促履行", "11 月 15 日 周日前，王秀英")


def first_payment(window: Window) -> None:
    """The tap is repaired and 2,000 are paid; the receipt is kept."""
    window.press("F9")
    window.sees("登记履行情况")
    for number in (1, 2):
        window.press("F9")
        window.is_at(f"第 {number} 条标为已履行")
        window.press("Space")
        window.sees(f"履行 {number}/3")
    window.copies_photo("收条")
    window.press("Ctrl+V")
    window.sees("材料 2")
    it_is(window, "履行凭证")


def late_and_urged(window: Window) -> None:
    """Two days late: today's list says so; 王秀英 is called and urged."""
    window.press("Alt+1")
    window.sees("楼上漏水，吊顶损坏", "超期 2 天")
    window.press("Alt+3", "Return")
    window.sees("未按期履行")
    window.goes_to("未按期履行")
    window.press("Space")
    window.sees("催促履行")
    window.goes_to("记回访")
    window.press("Space")
    window.press("Alt+M")
    window.write("电话催促王秀英，她答应十二日前付清；已告知可以起诉。")
    window.press("F9")
    window.sees("已保存：回访记录", "回访 1")


def last_day_for_the_court(window: Window) -> None:
    """The thirtieth day: both apply together."""
    window.press("Alt+1")
    window.sees("司法确认", "今天")
    window.press("Alt+3", "Return")
    window.goes_to("司法确认")
    window.press("Space")
    window.sees("双方要在")
    window.press("F9")
    window.sees("已保存：司法确认")


def second_payment(window: Window) -> None:
    """Paid three days after she was urged."""
    window.press("F9")
    window.sees("登记履行情况")
    window.press("F9")
    window.is_at("第 3 条标为已履行")
    window.press("Space")
    window.sees("条款全部履行")
    window.press("F9")
    window.sees("第 7 步，共 7 步：归档")


def archived(window: Window, folder: Path) -> None:
    """Visited once more; the dossier wants copies of the identity cards, and then it is closed."""
    window.goes_to("记回访")
    window.press("Space", "Alt+M")
    window.write("漏点没有复发，双方见面打招呼。")
    window.press("F9")
    window.sees("已保存：回访记录", "回访 2")
    window.press("F9")
    window.sees("卷宗必备材料还差 1 项", "还没有附上身份证明")
    window.press("Alt+J")
    window.sees("添加材料")
    window.copies_photo("身份证")
    window.press("Ctrl+V")
    window.sees("材料 3")
    it_is(window, "身份证明")
    window.press("F9")
    window.sees("已经齐全，可以归档", "人调字第1号")
    window.press("F9")
    window.sees("已保存：归档", "已经归档")


def the_dossier(zhou: Laptop, record: str, folder: Path) -> None:
    """One PDF: cover, contents, papers and photos in order, each fact where it belongs."""
    out = folder / "dossier.pdf"
    zhou.does("document", record, "--dossier", "--out", str(out))
    text = read(out)
    for words in (
        "卷内目录",
        "人民调解申请书",
        "权利义务告知书",
        "三天后再谈",
        "壹仟陆佰元零伍角",
        "答应十二日前付清",
    ):
        assert words in text, words
    shown = zhou.shows(record)
    assert (shown["status"], shown["confirmation"]) == ("archived", "applied")
    assert (shown["closed_on"], shown["retention"]) == ("2026-12-21", "long")
    assert [item["done_on"] for item in shown["clauses"].values()] == [
        "2026-11-20",
        "2026-11-20",
        "2026-12-12",
    ]


def it_is(window: Window, what: str) -> None:
    """Says what the newest material is for; a page that filed itself may have nothing to choose."""
    window.sees("的用途")
    window.goes_to("添加材料")
    met: list[str] = []
    while len(met) < MOST_TABS and window.focus not in met[:1]:
        met.append(window.focus)
        window.press("Tab")
    newest = max(at for at, name in enumerate(met) if name.endswith("的用途"))
    for _ in range(newest):
        window.press("Tab")
    for _ in range(PURPOSES.index(what) + 1):
        window.press("Down")


def at(month: int, day: int, hour: int) -> int:
    """A moment in ms."""
    return int(datetime(2026, month, day, hour, tzinfo=CHINA).timestamp() * 1000)


def read(paper: Path) -> str:
    """What stands in a PDF."""
    done = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True)
    return "".join(done.stdout.split())
