"""Times in running text, as people say them: 明天下午3点, 昨晚10点半, 周三上午, 11月20日20:30.

A time is known where a day or a clock is said; what is said of neither is no time. `now` is the clock on the wall.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from gridworker.domain.width import fold_width

_DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
_NUMBER = r"(?:\d{1,2}|二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九])"
_MINUTES = r"(?:\d{1,2}|[二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九零])"
_WEEKDAYS = {sign: n for n, sign in enumerate("一二三四五六")} | {"日": 6, "天": 6}
_DAYS = {
    "大前天": -3, "前天": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1,
    "今天": 0, "今日": 0, "今早": 0, "今晚": 0, "今晨": 0, "刚才": 0,
    "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
_EVENING = ("下午", "傍晚", "晚上", "晚", "夜里", "夜", "半夜")
_USUAL = {
    "凌晨": 2, "清晨": 7, "早上": 8, "早": 8, "晨": 7, "上午": 9, "中午": 12, "下午": 15, "傍晚": 18,
    "晚上": 19, "晚": 19, "夜里": 22, "夜": 22, "半夜": 23,
}  # fmt: skip
"""Where a part of the day is said without a clock, it is at this hour."""
_PARTS = "|".join(sorted(_USUAL, key=len, reverse=True))
_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_CLOCK = (
    r"(?:(?P<hour@>\d{1,2})[:：](?P<minute@>\d{2})(?!\d)"
    rf"|(?P<oclock@>{_NUMBER})[点时](?P<rest@>半|一刻|三刻|{_MINUTES}分?)?)"
)
_DATED = (
    r"(?<![\d-])(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})"
    r"(?:月(?P<day_cn>\d{1,2})(?:[日号]|(?!\d))|[-/](?P<day>\d{1,2})(?![\d/-]))"
)
_NAMED = rf"(?:(?P<named>{_DAY})|(?P<week>[这本上下]?)个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天]))"
_BARE = (
    r"(?:(?<!\d)(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?!\d)"
    rf"|(?<![\d一二三四五六七八九十第])(?P<oclock>{_NUMBER})点(?![点滴儿]|多|小)(?P<rest>半|一刻|三刻|{_MINUTES}分?)?)"
)
_TIME = re.compile(
    rf"{_DATED}(?:\s*(?P<part_d>{_PARTS}))?(?:\s*{_CLOCK.replace('@', '_d')})?"
    rf"|{_NAMED}\s*(?P<part_n>{_PARTS})?\s*{_CLOCK.replace('@', '_n')}?"
    rf"|(?P<part>{_PARTS})?\s*{_BARE}"
)
"""A date, a day by its name or a clock alone, with the part of the day and the clock behind it."""


class SpokenTime(NamedTuple):
    """A time in a text: the words, where they begin, the clock on the wall, and whether a clock was said at all."""

    text: str
    start: int
    at: datetime
    exact: bool


def find_times(text: str, now: datetime) -> list[SpokenTime]:
    """The times that a text names, in their order. Never raises."""
    return list(_times(fold_keeping_length(text), text, now))


def fold_keeping_length(text: str) -> str:
    """Full-width digits and signs as half-width ones, each in its place."""
    return "".join(folded if len(folded := fold_width(sign)) == 1 else sign for sign in text)


def _times(plain: str, text: str, now: datetime) -> Iterator[SpokenTime]:
    for found in _TIME.finditer(plain):
        day = _day_of(found, now)
        part, clock = _clock_of(found)
        if found["named"] and found["named"][-1] in "早晚夜晨" and not part:
            part = {"早": "早上", "晨": "早上"}.get(found["named"][-1], "晚上")
        said = (part, clock) != ("", None)
        # 3-2 alone is a house as well as a date.
        unsure = found["day"] and not found["year"] and clock is None
        if day is None or unsure or not (said or found["named"] or found["weekday"] or found["month"]):
            continue
        at = _at(part, clock)
        if at is None:
            continue
        wall = datetime.combine(day.date(), at)
        yield SpokenTime(text[found.start() : found.end()].strip(), found.start(), wall, clock is not None)


def _day_of(found: re.Match[str], now: datetime) -> datetime | None:
    if found["named"]:
        return now + timedelta(days=_DAYS[found["named"]])
    if found["weekday"]:
        monday = now - timedelta(days=now.weekday())
        weeks = {"上": -1, "下": 1}.get(found["week"], 0)
        return monday + timedelta(days=_WEEKDAYS[found["weekday"]] + 7 * weeks)
    if found["month"]:
        year = int(found["year"] or now.year)
        try:
            return datetime(year, int(found["month"]), int(found["day_cn"] or found["day"]))  # noqa: DTZ001  # a wall
        except ValueError:
            return None
    return now


def _clock_of(found: re.Match[str]) -> tuple[str, tuple[int, int] | None]:
    for end in ("_d", "_n", ""):
        part = found[f"part{end}"] or ""
        if found[f"hour{end}"]:
            return part, (int(found[f"hour{end}"]), int(found[f"minute{end}"]))
        if found[f"oclock{end}"]:
            return part, (_number(found[f"oclock{end}"]), _minutes(found[f"rest{end}"] or ""))
        if part:
            return part, None
    return "", None


def _at(part: str, clock: tuple[int, int] | None) -> time | None:
    if clock is None:
        return time(_USUAL.get(part, 9))
    hour, minute = clock
    if (part in _EVENING and 1 <= hour < 12) or (part == "中午" and hour < 11):
        hour += 12
    elif not part and 1 <= hour <= 6:
        # “3点” is in working hours; who means the night says so.
        hour += 12
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None


def _minutes(said: str) -> int:
    fixed = {"": 0, "半": 30, "一刻": 15, "三刻": 45}
    return fixed[said] if said in fixed else _number(said.rstrip("分"))


def _number(said: str) -> int:
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.partition("十")
    if not ten:
        return _DIGITS[said]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
