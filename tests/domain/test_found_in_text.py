"""What neighbours write to Zhou Min: telephones with gaps, addresses in a sentence, 昨晚10点半, chats copied whole."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.found_in_text import (
    LONGEST,
    chat_of,
    find_addresses,
    find_in,
    find_people,
    find_phones,
)
from gridworker.domain.spoken_times import find_times

NOW = datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001  # the clock on the wall, a Sunday


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("电话138 0013 8000，找李建国", ["13800138000"]),
        ("１３８００１３８０００", ["13800138000"]),
        ("+86 13800138000 或 0571-82731234", ["13800138000", "0571-82731234"]),
        ("138-0013-8000、13800138000", ["13800138000"]),
        ("身份证330109198001011234", []),
        ("订单号2026112213800138000123", []),
        ("138****8000", []),
        ("12345热线", []),
    ],
)
def test_telephones_are_found_as_people_write_them(text: str, numbers: list[str]) -> None:
    assert [phone.number for phone in find_phones(text)] == numbers


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("我住东篱苑3幢2单元501，楼上漏水", ["东篱苑3幢2单元501"]),
        ("东篱苑３－２－５０１的李阿姨", ["东篱苑3-2-501"]),
        ("就在西河路18号门口", ["西河路18号"]),
        ("昨天在柳塘小区12幢看到的", ["柳塘小区12幢"]),
        ("我家东篱苑3幢2单元301的墙都湿了", ["东篱苑3幢2单元301"]),
        ("3月2日12点", []),
    ],
)
def test_addresses_are_found_in_a_sentence(text: str, places: list[str]) -> None:
    assert [one.text for one in find_addresses(text)] == places


def test_an_address_is_taken_apart() -> None:
    (found,) = find_addresses("地址是东篱苑3幢2单元501室")
    assert found.place == {"text": "东篱苑", "building": "3", "unit": "2", "room": "501"}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("明天下午3点碰头", "2026-11-23 15:00"),
        ("昨晚10点半吵到现在", "2026-11-21 22:30"),
        ("11月20日20:30发生", "2026-11-20 20:30"),
        ("周三上午调解", "2026-11-18 09:00"),
        ("下周二两点一刻", "2026-11-24 14:15"),
        ("今早七点", "2026-11-22 07:00"),
        ("大后天来", "2026-11-25 09:00"),
        ("晚上八点", "2026-11-22 20:00"),
        ("凌晨3点", "2026-11-22 03:00"),
        ("三点钟", "2026-11-22 15:00"),
        ("２０２６年１１月２０日", "2026-11-20 09:00"),
        ("明天十二点半", "2026-11-23 12:30"),
    ],
)
def test_times_are_found_as_people_say_them(text: str, at: str) -> None:
    (found,) = find_times(text, NOW)
    assert f"{found.at:%Y-%m-%d %H:%M}" == at


@pytest.mark.parametrize("text", ["有一点点漏水", "3幢2单元501", "138-0013-8000", "百分之三十", "3-2-501"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert find_times(text, NOW) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我是李建国，住东篱苑", ["李建国"]),
        ("我叫王秀英的", ["王秀英"]),
        ("楼上姓沈的那家", ["沈某"]),
        ("五幢张阿姨说路灯又不亮了", ["张阿姨"]),
        ("联系人：来阿凤 13800138000", ["来阿凤"]),
        ("我是来反映问题的", []),
    ],
)
def test_people_are_found_by_how_they_call_themselves(text: str, names: list[str]) -> None:
    assert [one.name for one in find_people(text)] == names


def test_names_of_the_registry_are_known() -> None:
    found = find_people("陈志伟家又漏水了，李建国很生气", {"李建国", "陈志伟", "来阿凤"})
    assert [(one.name, one.known) for one in found] == [("陈志伟", True), ("李建国", True)]


CHAT = """李建国 2026/11/21 20:13
周师傅，四楼又漏水了，我家墙都湿了
陈志伟 2026/11/21 20:15:30
我家没开水，不关我的事
"""


def test_a_chat_that_was_copied_says_who_wrote_what() -> None:
    assert [tuple(one) for one in chat_of(CHAT)] == [
        ("李建国", "2026/11/21 20:13", "周师傅，四楼又漏水了，我家墙都湿了"),
        ("陈志伟", "2026/11/21 20:15:30", "我家没开水，不关我的事"),
    ]
    two_lines = "李建国:\n11月21日 20:13\n漏水了\n\n陈志伟\n昨天 20:15\n不关我事"
    assert [(one.who, one.text) for one in chat_of(two_lines)] == [
        ("李建国", "漏水了"),
        ("陈志伟", "不关我事"),
    ]
    assert [one.who for one in chat_of("李建国：漏水了\n陈志伟：不关我事")] == ["李建国", "陈志伟"]
    assert chat_of("明天20:13开会\n带材料") == []


def test_who_wrote_is_among_the_people() -> None:
    found = find_in(CHAT, NOW, {"陈志伟"})
    assert [(one.name, one.known) for one in found.people][:2] == [("李建国", False), ("陈志伟", True)]


def test_a_paste_without_end_is_cut() -> None:
    found = find_in("我是李建国，" + "水" * 1_000_000, NOW)
    assert found.is_cut
    assert len(found.text) == LONGEST
    assert found.people[0].name == "李建国"


texts = st.text(
    st.sampled_from(
        list(
            "0123456789１２:：-—/年月日号点半刻十二三明昨晚周星期天上下午早我是叫姓李王建国东篱苑幢单元室路 \n，。Xx*+"
        )
    )
    | st.characters(),
    max_size=120,
)


@given(texts)
def test_any_text_is_looked_through(text: str) -> None:
    found = find_in(text, NOW, {"李建国"})
    for phone in found.phones:
        assert phone.number.replace("-", "").isdecimal()
    assert len({one.name for one in found.people}) == len(found.people)


@given(st.integers(3, 9), st.integers(0, 10**8 - 1), st.sampled_from(["", " ", "-"]), texts)
def test_a_mobile_number_is_found_in_any_company(second: int, rest: int, gap: str, around: str) -> None:
    number = f"1{second}{rest:09d}"[:11]
    said = gap.join((number[:3], number[3:7], number[7:]))
    assert number in [one.number for one in find_phones(f"{around}，{said}，{around}")]


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_clock_of_an_hour_and_a_minute_is_read_back(hour: int, minute: int) -> None:
    (found,) = find_times(f"11月20日{hour}:{minute:02d}", NOW)
    # One to six without a word is the afternoon's.
    assert (found.at.hour, found.at.minute) == (hour + 12 if 1 <= hour <= 6 else hour, minute)


def test_whom_a_message_speaks_to_is_nobody_that_it_names() -> None:
    chat = "李建国 2026/11/21 20:13\n周师傅，四楼又漏水了\n陈志伟 2026/11/21 20:15\n老王说的，找李师傅\n"
    assert [one.name for one in find_in(chat, NOW).people] == ["李建国", "陈志伟", "老王", "李师傅"]
