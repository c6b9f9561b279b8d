"""What happened to a case, in the words of the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridworker.domain.masking import mask_numbers
from gridworker.environment.labels import Labels
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED, STOP
from gridworker.operations.history import Happening
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.timeline import Entry

_LOOKS = {
    "registered": ("document_text", Tone.PLUM),
    "session": ("chat", Tone.WARN),
    "follow_up": ("call", Tone.INFO),
    "status": ("flag", Tone.PRIMARY),
    "agreement": ("signature", Tone.PRIMARY),
    "kept": ("checkmark_circle", Tone.OK),
    "clauses": ("handshake", Tone.PRIMARY),
    "meeting": ("calendar_clock", Tone.INFO),
    "numbered": ("document_text", Tone.NEUTRAL),
    "edited": ("edit", Tone.NEUTRAL),
    "deleted": ("delete", Tone.DANGER),
    "resolved": ("branch_compare", Tone.WARN),
}
_TITLES = {
    "registered": Words("登记", "Registered"),
    "registered_accepted": Words("登记并受理", "Registered and accepted"),
    "session": Words("第 {number} 次调解，{result}", "Session no. {number}: {result}"),
    "session_open": Words("第 {number} 次调解", "Session no. {number}"),
    "follow_up": Words("回访，{how}", "Followed up: {how}"),
    "follow_up_open": Words("回访", "Followed up"),
    "status": Words("{to}", "{to}"),
    "agreement": Words("登记协议签署情况", "Signatures and seal entered"),
    "kept": Words("登记履行情况：{done}", "Clause marked: {done}"),
    "clauses": Words("写入协议条款 {count} 条", "{count} clauses written"),
    "meeting": Words("约定下次调解", "Next session arranged"),
    "meeting_off": Words("取消约定的调解", "Session called off"),
    "numbered": Words("编定正式号", "Numbered by the district"),
    "edited": Words("修改{fields}", "Changed {fields}"),
    "deleted": Words("删除", "Deleted"),
    "resolved": Words("处理冲突：{fields}", "Settled: {fields}"),
}
_SOURCE = Words("来源：{source}", "Source: {source}")
_BY = Words("{name}经办。", "By {name}.")
_MANY = Words("等 {count} 项", " and {count} more")
_WAITING = Words("待同步", "Waiting")
_REFUSED = Words("被退回", "Returned")
_LONGEST = 60
_SHOWN = 3


def entries(
    told: list[Happening], labels: Labels, people: Mapping[str, str], now: int, tz: int
) -> list[Entry]:
    """The timeline: a title, when, and who with a few words of it."""
    return [_entry(happening, labels, people, now, tz) for happening in told]


def _entry(happening: Happening, labels: Labels, people: Mapping[str, str], now: int, tz: int) -> Entry:
    language = labels.language
    icon, tone = _LOOKS[happening.what]
    if happening.what == "session" and happening.facts.get("result") == "agreed":
        tone = Tone.OK
    name = people.get(happening.by, "")
    by = _BY.said(language, name=name) if name else ""
    text = _text(happening, labels, now, tz)
    between = "\n" if text and by else ""
    tags = ((_WAITING.said(language), Tone.PRIMARY),) if happening.result in ("waiting", "later") else ()
    when = say_moment(happening.at, now, tz, language)
    return Entry(icon, tone, _title(happening, labels), when, f"{text}{between}{by}", tags)


def _title(happening: Happening, labels: Labels) -> str:
    facts, language, what = happening.facts, labels.language, happening.what
    if what == "registered":
        accepted = facts.get("to") == "accepted"
        return _TITLES["registered_accepted" if accepted else "registered"].said(language)
    if what == "session":
        result = str(facts.get("result") or "")
        word = labels.choice("dispute", "sessions/result", result)
        return _TITLES["session" if result else "session_open"].said(
            language, number=facts["number"], result=word
        )
    if what == "follow_up":
        how = str(facts.get("how") or "")
        word = labels.choice("dispute", "followups/how", how)
        return _TITLES["follow_up" if how else "follow_up_open"].said(language, how=word)
    if what == "status":
        return labels.choice("dispute", "status", str(facts.get("to")))
    if what == "kept":
        return _TITLES["kept"].said(
            language, done=labels.choice("dispute", "clauses/done", str(facts.get("done")))
        )
    if what == "meeting":
        return _TITLES["meeting" if facts.get("meeting") else "meeting_off"].said(language)
    if what == "clauses":
        return _TITLES["clauses"].said(language, count=facts["count"])
    if what in ("edited", "resolved"):
        return _TITLES[what].said(language, fields=_fields(facts.get("paths") or [], labels))
    return _TITLES[what].said(language)


def _fields(paths: list[str], labels: Labels) -> str:
    words = list(dict.fromkeys(labels.path("dispute", path) for path in paths))
    shown = LISTED.said(labels.language).join(words[:_SHOWN])
    return shown + (_MANY.said(labels.language, count=len(words)) if len(words) > _SHOWN else "")


def _text(happening: Happening, labels: Labels, now: int, tz: int) -> str:
    facts, language = happening.facts, labels.language
    if happening.what == "registered" and facts.get("source"):
        source = labels.choice("dispute", "source", str(facts["source"]))
        return _SOURCE.said(language, source=source) + STOP.said(language)
    meeting: Any = facts.get("meeting")
    if isinstance(meeting, dict) and isinstance(meeting.get("at"), int):
        place = str(meeting.get("place") or "")
        when = say_moment(meeting["at"], now, tz, language)
        return " · ".join(part for part in (when, place) if part) + STOP.said(language)
    text = mask_numbers(str(facts.get("text") or facts.get("reason") or ""))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
