"""Why somebody is to be called on, in words: “独居老人 · 每 30 天”; and how soon."""

from __future__ import annotations

from datetime import date

from gridworker.domain.plans import Due
from gridworker.domain.tags import SPOKEN
from gridworker.environment.labels import Labels
from gridworker.environment.language import Words
from gridworker.ui.forms.moments import short_day
from gridworker.ui.theme.tokens import Tone

_EVERY = Words("每 {days} 天", "every {days} d")
_BY_HAND = Words("约定的日子", "as arranged")
_FIRST = Words("首次走访", "first call")
_TRIES = Words("{count} 次没见到", "{count} in vain")
_CARE = Words("重点关注", "Special care")
_OVERDUE = Words("超期 {days} 天", "{days} d late")
_TODAY, _TOMORROW = Words("今天", "Today"), Words("明天", "Tomorrow")
_WITHIN = Words("{days} 天内", "in {days} d")
_SOON_DAYS = 3


def reason(due: Due | None, labels: Labels) -> str:
    """What asks for the call, how often, and how often one came in vain; "" where nothing does.

    Of a category that tells of health, money, crime or a child only is said that it asks for care (PIPL art. 28).
    """
    if due is None:
        return ""
    language, why = labels.language, due.why
    parts = []
    if why is not None and why.of == "tag":
        spoken = why.code in SPOKEN
        parts.append(labels.choice("person", "watch/category", why.code) if spoken else _CARE.said(language))
    elif why is not None and why.code:
        parts.append(labels.choice(why.of, "use" if why.of == "household" else "size", why.code))
    if due.by_hand:
        parts.append(_BY_HAND.said(language))
    elif due.first:
        parts.append(_FIRST.said(language))
    elif why is not None:
        parts.append(_EVERY.said(language, days=why.every))
    if due.tries:
        parts.append(_TRIES.said(language, count=due.tries))
    return " · ".join(parts)


def how_soon(day: date, today: date, language: str) -> tuple[str, Tone]:
    """“超期 2 天”, “今天”, “3 天内”, or the day itself, and how grave that is. Red is for what is late."""
    days = (day - today).days
    if days < 0:
        return _OVERDUE.said(language, days=-days), Tone.DANGER
    if days <= _SOON_DAYS:
        words = (_TODAY, _TOMORROW)[days] if days < 2 else _WITHIN
        return words.said(language, days=days), Tone.WARN
    return short_day(day, today), Tone.INFO
