"""How 统计 names periods and days, and how fresh what it shows is."""

from __future__ import annotations

from datetime import date, timedelta

from gridworker.domain.period import SPANS, Period
from gridworker.environment.language import Words
from gridworker.operations.figures import Freshness
from gridworker.ui.forms.moments import local
from gridworker.ui.session import Session

SPAN_WORDS = {
    "week": Words("本周", "Week"),
    "month": Words("本月", "Month"),
    "quarter": Words("本季", "Quarter"),
    "year": Words("本年", "Year"),
}
assert tuple(SPAN_WORDS) == SPANS
WEEKDAYS = tuple(
    Words(zh, en)
    for zh, en in zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)
)
_WEEK = Words("{first} 至 {last}", "{first} to {last}")
_MONTH = Words("{year}年{month}月", "{year}-{month}")
_QUARTER = Words("{year}年第{quarter}季度", "{year} Q{quarter}")
_YEAR = Words("{year}年", "{year}")
_LABELS = {"week": _WEEK, "month": _MONTH, "quarter": _QUARTER, "year": _YEAR}
_WAITING = Words("含 {count} 条待同步；截至 {at}", "with {count} not sent; as of {at}")
_ALL_SENT = Words("已全部同步；截至 {at}", "all sent; as of {at}")
_NEVER_SENT = Words("还没有同步过；截至 {at}", "not synced yet; as of {at}")
_SYNCED = Words("，区里数据截至 {at}", ", district {at}")


def period_name(session: Session, period: Period) -> str:
    """The period as its switch shows it."""
    first, words = period.first, _LABELS[period.span]
    if period.span == "week":
        return session.said(words, first=f"{first:%m-%d}", last=f"{period.last:%m-%d}")
    if period.span == "month":
        return session.said(words, year=first.year, month=first.month)
    if period.span == "quarter":
        return session.said(words, year=first.year, quarter=first.month // 3 + 1)
    return session.said(words, year=first.year)


def freshness(session: Session, seen: Freshness) -> str:
    """What is in the figures, and as of when."""
    words = _WAITING if seen.waiting else _ALL_SENT if seen.last_sync else _NEVER_SENT
    said = session.said(words, count=seen.waiting, at=_moment(session, seen.at))
    return said + (session.said(_SYNCED, at=_moment(session, seen.last_sync)) if seen.last_sync else "")


def _moment(session: Session, at: int) -> str:
    """A moment as `11-28 17:02`, of another year as `2025-11-28 17:02`, by the clock of this laptop."""
    clock = session.profile.clock
    wall = local(at, clock.tz(at))
    this_year = wall.year == local(clock.now(), clock.tz(at)).year
    return f"{wall:%m-%d %H:%M}" if this_year else f"{wall:%Y-%m-%d %H:%M}"


def day_of(number: int) -> date:
    """The day of a count by days (`domain.query.DAY`)."""
    return date(1970, 1, 1) + timedelta(days=number)
