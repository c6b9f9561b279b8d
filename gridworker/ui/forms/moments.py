"""Times and days as people type them: “昨天3点”, “1038”, “半小时前”; “后天”, “下周二”, “3天后”, “11-24”."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from gridworker.domain.fields import LAST_MOMENT
from gridworker.domain.width import fold_width
from gridworker.environment.language import Words

_MINUTE = 60_000
# A clock that runs slow, or a round that is about to end: later today is still meant as today.
_AHEAD = timedelta(minutes=30)
_DIGITS = {**{sign: n for n, sign in enumerate("零一二三四五六七八九十")}, "两": 2, "十一": 11, "十二": 12}
_WEEKDAYS = {sign: n for n, sign in enumerate("一二三四五六")} | {"日": 6, "天": 6}
_NUMBER = r"(\d{1,3}|十[一二]?|[一二两三四五六七八九])"
_BACK = {"今天": 0, "今": 0, "today": 0, "昨天": 1, "昨": 1, "yesterday": 1, "大前天": 3, "前天": 2}
_AHEAD_DAYS = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "大后天": 3, "后天": 2}
_DATE = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})(?:日|(?!\d))")
_PACKED_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PAST_DAY = re.compile(r"(今天|昨天|大前天|前天|今|昨|today|yesterday)")
_WEEKDAY = re.compile(r"(这|本|上|下)?个?(?:周|星期|礼拜)([一二三四五六日天])")
_PART = re.compile(r"(凌晨|清晨|早上|上午|早|中午|下午|傍晚|晚上|晚|夜里|am|pm)")
_OCLOCK = re.compile(rf"{_NUMBER}[点时](半|一刻|三刻|{_NUMBER}分?)?")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(am|pm)?")
_PACKED = re.compile(r"(\d{1,2})(\d{2})|(\d{1,2})")
_AGO = re.compile(rf"(半|{_NUMBER})个?(小时|分钟|分|h|min)前?")
_LATER = re.compile(rf"\+?{_NUMBER}个?(天|日|周|星期|月|d|w)?后?")
# As `say_day` shows it: behind a date in Chinese, before or behind it in English.
_NAMED_DAY = re.compile(
    r"(?<=[日天])周[一二三四五六日]$|^(?:mon|tue|wed|thu|fri|sat|sun)(?=\d)|,(?:mon|tue|wed|thu|fri|sat|sun)$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(rf"(\d{{1,2}})({'|'.join(_MONTHS)})(\d{{4}})?")
_EVENING = ("下午", "傍晚", "晚上", "晚", "夜里", "pm")

_DAYS = (Words("今天", "Today"), Words("昨天", "Yesterday"))
_NEXT_DAYS = (Words("今天", "Today"), Words("明天", "Tomorrow"))
_NAMES = Words("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")


def local(moment: int, tz: int) -> datetime:
    """The clock on the wall at `moment` (ms UTC), `tz` minutes east; of one that no calendar has, the last there is."""
    seen = min(moment, LAST_MOMENT - tz * 60_000)
    return datetime.fromtimestamp(seen / 1000, UTC).replace(tzinfo=None) + timedelta(minutes=tz)


def from_local(wall: datetime, tz: int) -> int:
    """The moment (ms UTC) of a clock on the wall."""
    return int((wall - timedelta(minutes=tz)).replace(tzinfo=UTC).timestamp() * 1000)


def parse_moment(text: str, now: int, tz: int) -> int | None:
    """What a past time means, in ms UTC: `now` is ms UTC, `tz` minutes east. None where it means nothing.

    Without a day it is the last such time: 15:00 typed in the morning was yesterday. “3点” is in working hours.
    """
    said = " ".join(fold_width(text).lower().split())
    here = local(now, tz)
    if said in ("现在", "刚才", "刚刚", "now"):
        return now
    if ago := _AGO.fullmatch(said.replace(" ", "")):
        count = 0.5 if ago[1] == "半" else _number(ago[1])
        return now - int(count * (60 if ago[3] in ("小时", "h") else 1) * _MINUTE)
    day, rest = _past_day(said, here.date())
    clock = _clock(rest.replace(" ", ""))
    if clock is None:
        if day is None or rest.strip():
            return None
        clock = here.time().replace(second=0, microsecond=0)
    wall = datetime.combine(day or here.date(), clock)
    if day is None and wall > here + _AHEAD:
        wall -= timedelta(days=1)
    return from_local(wall, tz)


def say_moment(moment: int, now: int, tz: int, language: str) -> str:
    """今天 10:38, 昨天 15:00, 11-20 09:30, 2025-12-30 09:30."""
    wall, today = local(moment, tz), local(now, tz).date()
    back = (today - wall.date()).days
    if 0 <= back < len(_DAYS):
        return f"{_DAYS[back].said(language)} {wall:%H:%M}"
    return f"{wall:%m-%d %H:%M}" if wall.year == today.year else f"{wall:%Y-%m-%d %H:%M}"


def say_when(moment: int, now: int, tz: int, language: str) -> str:
    """A moment at the end of a line of a list: 10:38, 昨天, 11-20, 2025-12-30."""
    wall, today = local(moment, tz), local(now, tz).date()
    back = (today - wall.date()).days
    if back == 0:
        return f"{wall:%H:%M}"
    if back == 1:
        return _DAYS[1].said(language)
    return short_day(wall.date(), today)


def short_day(day: date, today: date) -> str:
    """A day in a line of a list: 11-20, 2025-12-30."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def parse_day(text: str, today: date) -> date | None:
    """What a coming day means; None where it means nothing. A date without a year is the next such date."""
    said = _without_weekday(text)
    if dated := _date(said):
        return _on(*dated, today)
    if said in _AHEAD_DAYS:
        return today + timedelta(days=_AHEAD_DAYS[said])
    if weekday := _WEEKDAY.fullmatch(said):
        found = _in_this_week(weekday[2], today)
        return found + timedelta(days=7) if weekday[1] == "下" or found < today else found
    if later := _LATER.fullmatch(said):
        count, unit = _number(later[1]), later[2]
        return today + timedelta(days=count * {"周": 7, "星期": 7, "w": 7, "月": 30}.get(unit or "", 1))
    return None


def parse_past_day(text: str, today: date) -> date | None:
    """What a day that was means; None where it means nothing. A date without a year is the last such date."""
    said = _without_weekday(text)
    if said in _AHEAD_DAYS:
        return today + timedelta(days=_AHEAD_DAYS[said])
    if not (dated := _date(said)):
        day, rest = _past_day(said, today)
        return None if rest else day
    year, month, day_of_month = dated
    found = _valid(year or today.year, month, day_of_month)
    if year or (found is not None and found <= today):
        return found
    return _valid(today.year - 1, month, day_of_month)


def parse_date(text: str) -> date | None:
    """“1948-03-07”, “1948年3月7日”, “19480307”: a date with its year, nothing that depends on today."""
    said = _without_weekday(text)
    if packed := _PACKED_DATE.fullmatch(said):
        return _valid(*map(int, packed.groups()))
    dated = _date(said)
    return _valid(*dated) if dated and dated[0] else None


def say_date(day: date, language: str) -> str:
    """A date with its year, which is of no day of the week: 1948 年 3 月 7 日, 7 Mar 1948."""
    if language == "en":
        return f"{day.day} {month_word(day, language)} {day.year}"
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def say_day(day: date, today: date, language: str) -> str:
    """明天 周二, 11 月 24 日 周二; Tue 24 Nov."""
    ahead = (day - today).days
    if language == "en":
        name = _NAMES.en.split()[day.weekday()]
        month = _MONTHS[day.month - 1].capitalize()
        shown = f"{day.day} {month}" + (f" {day.year}" if day.year != today.year else "")
        return f"{_NEXT_DAYS[ahead].en}, {name}" if ahead in (0, 1) else f"{name} {shown}"
    name = f"周{_NAMES.zh[day.weekday()]}"
    if ahead in (0, 1):
        return f"{_NEXT_DAYS[ahead].zh} {name}"
    year = f"{day.year} 年 " if day.year != today.year else ""
    return f"{year}{day.month} 月 {day.day} 日 {name}"


def month_word(day: date, language: str) -> str:
    """The month as a date names it: 11, Nov."""
    return _MONTHS[day.month - 1].capitalize() if language == "en" else str(day.month)


def next_day(day: date, step: int) -> date:
    """The day `step` days on, for the arrow keys."""
    return day + timedelta(days=step)


def _past_day(said: str, today: date) -> tuple[date | None, str]:
    """The day a text begins with, and the rest of the text."""
    if named := _PAST_DAY.match(said):
        return today - timedelta(days=_BACK[named[1]]), said[named.end() :]
    if weekday := _WEEKDAY.match(said):
        meant = _in_this_week(weekday[2], today)
        last = weekday[1] == "上" or meant > today
        return meant - timedelta(days=7 if last else 0), said[weekday.end() :]
    dated = _DATE.match(said)
    # 10.38 alone is a time; with more behind it, or as 10-20, it is a date.
    if dated and (dated.end() < len(said) or "." not in dated[0]):
        year, month, day = int(dated[1] or 0), int(dated[2]), int(dated[3])
        found = _valid(year or today.year, month, day)
        if found and not year and found > today:
            found = _valid(today.year - 1, month, day)
        if found:
            return found, said[dated.end() :]
    return None, said


def _in_this_week(name: str, today: date) -> date:
    return today + timedelta(days=_WEEKDAYS[name] - today.weekday())


def _clock(said: str) -> time | None:
    part = ""
    if named := _PART.match(said):
        part, said = named[1], said[named.end() :]
        if not said:
            return {"中午": time(12), "下午": time(15), "晚上": time(19), "晚": time(19)}.get(part, time(9))
    if oclock := _OCLOCK.fullmatch(said):
        hour = _number(oclock[1])
        minute = {"半": 30, "一刻": 15, "三刻": 45}.get(oclock[2] or "") or _number(oclock[3] or "零")
        return _at(hour + 12 if not part and 1 <= hour <= 6 else hour, minute, part)
    if clock := _CLOCK.fullmatch(said):
        return _at(int(clock[1]), int(clock[2]), part or clock[3] or "")
    if packed := _PACKED.fullmatch(said):
        return _at(int(packed[3] or packed[1]), int(packed[2] or 0), part)
    return None


def _at(hour: int, minute: int, part: str) -> time | None:
    if (part in _EVENING and hour < 12) or (part == "中午" and hour < 11):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _number(said: str) -> int:
    return int(said) if said.isdigit() else _DIGITS[said]


def _without_weekday(text: str) -> str:
    return _NAMED_DAY.sub("", fold_width(text).lower().replace(" ", ""), count=1)


def _date(said: str) -> tuple[int, int, int] | None:
    """Year, month and day; year 0 where none is said."""
    if english := _ENGLISH.fullmatch(said):
        return int(english[3] or 0), _MONTHS.index(english[2]) + 1, int(english[1])
    found = _DATE.fullmatch(said)
    return (int(found[1] or 0), int(found[2]), int(found[3])) if found else None


def _on(year: int, month: int, day: int, today: date) -> date | None:
    """A date; without a year (0) the next such one."""
    if year:
        return _valid(year, month, day)
    found = _valid(today.year, month, day)
    return _valid(today.year + 1, month, day) if found is None or found < today else found


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
