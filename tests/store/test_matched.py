"""What is marked in a result: the characters that were typed, sounded out, or meant by their initials."""

from __future__ import annotations

import pytest

from gridworker.store.matched import Matches
from gridworker.store.pinyin import find_sound


def marked(typed: str, text: str) -> str:
    """The text with what is marked in brackets."""
    shown, at = "", 0
    for start, end in Matches(typed).within(text):
        shown += f"{text[at:start]}[{text[start:end]}]"
        at = end
    return shown + text[at:]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("建国", "李[建国] · 东篱苑5幢301室"),
        ("ljg", "[李建国] · 东篱苑5幢301室"),
        ("lijianguo", "[李建国] · 东篱苑5幢301室"),
        ("lijg", "[李建国] · 东篱苑5幢301室"),
        ("jiang", "李[建国] · 东篱苑5幢301室"),
        ("dly5", "李建国 · [东篱苑5]幢301室"),
        ("５幢", "李建国 · 东篱苑[5幢]301室"),
        ("5-301", "李建国 · 东篱苑[5幢301室]"),
        ("李 301", "[李]建国 · 东篱苑5幢[301]室"),
        ("ljg dly", "[李建国] · [东篱苑]5幢301室"),
        ("建国301", "李[建国] · 东篱苑5幢[301]室"),
        ("ljg301", "[李建国] · 东篱苑5幢[301]室"),
        ("zxs", "李建国 · 东篱苑5幢301室"),
        ("，。", "李建国 · 东篱苑5幢301室"),
        ("", "李建国 · 东篱苑5幢301室"),
    ],
)
def test_what_was_typed_is_marked_in_a_person(typed: str, shown: str) -> None:
    assert marked(typed, "李建国 · 东篱苑5幢301室") == shown


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("wechat", "微信（WeChat）上约定", "微信（[WeChat]）上约定"),
        ("漏水", "漏水纠纷，又漏、水", "[漏水]纠纷，又[漏、水]"),
        ("漏水 水纠", "漏水纠纷", "[漏水纠]纷"),
        ("sgq", "单国强与单国强", "[单国强]与单国强"),
        ("sy", "502室。要求开1单元", "502室。要求开1[单元]"),
        ("danguo", "单国强", "[单国]强"),
        ("138", "138****4321", "[138]****4321"),
        ("agmt", "阿依古丽·买买提", "阿依古丽·买买提"),
        ("aygl", "阿依古丽·买买提", "[阿依古丽]·买买提"),
        ("glmm", "阿依古丽·买买提", "阿依[古丽·买买]提"),
    ],
)
def test_every_place_is_marked_and_none_twice(typed: str, text: str, shown: str) -> None:
    assert marked(typed, text) == shown


def test_what_is_written_so_is_not_sought_by_its_sound() -> None:
    assert marked("ab", "AB座阿伯") == "[AB]座阿伯"


@pytest.mark.parametrize("text", ["Longxiang" * 7, "薄" * 60, "阿" * 60])
def test_one_wrong_letter_behind_many_is_seen_at_once(text: str) -> None:
    # A way through them that doubles with each character would take longer than anybody waits for a test.
    letters = {"薄": "b", "阿": "a"}.get(text[0])
    typed = letters * 59 if letters else text.lower()[:59]
    assert find_sound(text, typed + "q") is None
    assert find_sound(text, typed) == (0, 59)


@pytest.mark.parametrize(
    ("typed", "found"), [("走访", True), ("zf", True), ("走访 记", True), ("走访 同步", False), (" ", False)]
)
def test_every_term_must_be_in_it(typed: str, found: bool) -> None:
    assert Matches(typed).all_within("记一次走访") is found
