"""Both languages are complete and unmixed, and the Chinese is set as Chinese is set."""

from __future__ import annotations

import re
import string

import pytest

from tests.architecture.words import in_catalogs, in_code, written_in_chinese

HAN = "\u3400-\u9fff"
FULL = "，。：；（）、？！《》"
IN_CHINESE = {
    "a half-width sign beside a character": rf"[{HAN}{FULL}”}}][,;:!?]|[,;:!?][{HAN}]|[{HAN}][.(]|[).][{HAN}]",
    "straight quotes": rf"[{HAN}{FULL}}}][\"']|[\"'][{HAN}{FULL}{{]",
    "three dots": r"\.\.\.|。。",
    "a blank between characters": rf"[{HAN}{FULL}”] +[{HAN}“]|[{HAN}“] +[{HAN}{FULL}”]",
    "a blank beside a full-width sign": rf"[{FULL}“] | [{FULL}”]",
    "quotes of another region": "[「」『』]",
    "an exclamation": "[!！]",
}
IN_ENGLISH = {
    "a character": f"[{HAN}]",
    "a full-width sign": rf"[{FULL}\uff00-\uffef]",
    "two blanks": r"\S  +\S",
    "a blank before a sign": r" [,;:!?)](?!\S)|\( ",
    "quotes as wide as a character": "[“”‘’]",
    "an exclamation": "!",
}
# What is called so in Chinese too: keys, formats, and what one types.
TYPED = re.compile(
    r"\{[^}]*\}|%\(\w+\)[sr]|%[sr]|https?://\S*|postgresql://\S*|gridworker(-server)?( [a-z-]+)*|[A-Z]+(_[A-Z]+)+"
    r"|--?[a-z][a-z-]*|(?<![a-z])[a-z]+([/_,=.][a-z_.…]+)+|(worker|device|region|release) (grant|list)"
)
LATIN = frozenset(
    "Ctrl Alt Shift Enter Esc Space Tab Del F1 F2 F5 F6 F9 Excel PDF DOCX Word OFD JPG HEIC JSON CSV UTF HTTP HTTPS "
    "PostgreSQL SQLite KB MB GB zh_CN dly dly3 cgf fcitx ibus true init conflicts holidays phrases regions catalog "
    "checklist policy server district mine theirs least "
    "xlsx xls csv WPS person household place enterprise "
    "patrol dispute visit event task note town village grid mediator auditor admin English".split()
)
OWN_NAMES = {"中文"}


def broken(text: str, rules: dict[str, str]) -> list[str]:
    """Which rules a text breaks; a command that is to be typed has none."""
    text = re.sub(r"gridworker(-server)? [^，。；]*", "gridworker", text)
    return [what for what, pattern in rules.items() if re.search(pattern, text)]


def places(text: str) -> list[tuple[str, str]]:
    """The places for facts, each with how it is written."""
    return sorted(
        (name, form or "") for _, name, form, _ in string.Formatter().parse(text) if name is not None
    )


def test_there_is_much_to_read() -> None:
    assert len(in_code()) > 800
    assert len(in_catalogs()) > 500
    assert len(written_in_chinese()) > 300


def test_chinese_is_set_as_chinese_is_set() -> None:
    texts = [(where, words.zh) for where, words in (*in_code(), *in_catalogs())]
    wrong = {(where, text): rules for where, text in texts if (rules := broken(text, IN_CHINESE))}
    assert wrong == {}


def test_what_is_written_into_records_is_set_as_chinese_is_set() -> None:
    wrong = {text: rules for text in written_in_chinese() if (rules := broken(text[1], IN_CHINESE))}
    assert wrong == {}


def test_english_has_no_chinese_in_it() -> None:
    texts = [(where, words.en) for where, words in (*in_code(), *in_catalogs()) if words.en not in OWN_NAMES]
    wrong = {(where, text): rules for where, text in texts if (rules := broken(text, IN_ENGLISH))}
    assert wrong == {}


def test_chinese_has_no_english_in_it() -> None:
    texts = [(where, words.zh) for where, words in (*in_code(), *in_catalogs())]
    mixed = {
        (where, text)
        for where, text in texts
        if set(re.findall("[A-Za-z][A-Za-z0-9_]+", TYPED.sub(" ", text))) - LATIN
    }
    assert mixed == set()


def test_both_languages_have_the_same_places_for_facts() -> None:
    unequal = {
        (text.where, *text.words)
        for text in (*in_code(), *in_catalogs())
        if places(text.words.zh) != places(text.words.en)
    }
    assert unequal == set()


def test_neither_language_is_empty() -> None:
    blank = {text for text in (*in_code(), *in_catalogs()) for word in text.words if not word.strip()}
    assert blank == set()


def test_chinese_has_no_outer_blanks() -> None:
    blank = {
        text for text in (*in_code(), *in_catalogs()) if text.words.zh.strip("\n") != text.words.zh.strip()
    }
    assert blank == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("已保存, 可以关机。", "a half-width sign beside a character"),
        ("共 {count} 条:", "a half-width sign beside a character"),
        ("没有网络(照常工作)", "a half-width sign beside a character"),
        ('没有"{name}"', "straight quotes"),
        ("请稍候...", "three dots"),
        ("今天 要做", "a blank between characters"),
        ("已保存。 下次同步送出。", "a blank beside a full-width sign"),
        ("「东篱苑」", "quotes of another region"),
        ("已保存！", "an exclamation"),
    ],
)
def test_a_planted_slip_is_found(text: str, rule: str) -> None:
    assert rule in broken(text, IN_CHINESE)
