"""What the stages, dates and numbers of a dispute are called on its pages."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from gridworker.domain import mediation
from gridworker.domain.clocks import Due
from gridworker.domain.dates import age_on
from gridworker.domain.mediation import Course, Stage
from gridworker.environment.labels import Labels
from gridworker.environment.language import Words
from gridworker.ui.forms.moments import short_day
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.stepper import Step

TYPE_TONES = {
    "family": Tone.PLUM, "neighbour": Tone.PLUM, "housing": Tone.PLUM, "land": Tone.WARN, "demolition": Tone.WARN,
    "environment": Tone.INFO, "property_service": Tone.INFO, "labour": Tone.PRIMARY, "contract": Tone.PRIMARY,
    "business": Tone.PRIMARY, "damage": Tone.DANGER, "medical": Tone.DANGER, "traffic": Tone.DANGER,
}  # fmt: skip
RISK_TONES = {"low": Tone.OK, "medium": Tone.WARN, "high": Tone.DANGER}
ROLE_TONES = {"applicant": Tone.INFO, "respondent": Tone.WARN, "third": Tone.NEUTRAL}

_STAGES = {
    "registered": Words("登记", "Registered"),
    "accepted": Words("受理", "Accepted"),
    "mediating": Words("调解", "Mediation"),
    "agreed": Words("协议", "Agreement"),
    "performing": Words("履行", "Performance"),
    "follow_up": Words("回访", "Follow-up"),
    "archived": Words("归档", "Archived"),
    "refused": Words("不予受理", "Not accepted"),
    "failed": Words("调解不成", "No agreement"),
    "withdrawn": Words("撤回", "Withdrawn"),
    "transferred": Words("移交", "Transferred"),
    "ended": Words("终止", "Ended"),
}
_NTH = Words("第 {number} 次", "No. {number}")
_TOLD = Words("第 {number} 步，共 {all} 步：{word}", "Step {number} of {all}: {word}")
_ALL_DONE = Words("共 {all} 步，全部办结", "All {all} steps done")
_TODAY = Words("今天", "Today")
_LEFT = Words("还剩 {days} 天", "{days} d left")
_TOMORROW = Words("明天", "Tomorrow")
_LATE = Words("超期 {days} 天", "{days} d late")
_MEDIATING = Words("调解 · 第 {number} 次", "Mediation · no. {number}")
_UNSIGNED = Words("协议待签字", "To be signed")
_SIGNED = Words("协议已生效", "Agreement in force")
_KEPT = Words("履行 · 已履行 {count}", "Performance · {count} done")
_TO_VISIT = Words("待回访", "Follow-up due")
_VISITED = Words("已回访", "Followed up")
_ACCEPTED = Words("已受理 · 待调解", "Accepted · to mediate")
_AGE = Words("{age} 岁", "aged {age}")
_TEMPORARY = Words("临-{number:04d}", "temp. {number:04d}")
NUMBER_SOON = Words("同步后编正式号", "Numbered after the sync")
UNTITLED = Words("（没有名称）", "(no title)")
GONE = Words("这件纠纷已删除或移走", "This dispute was deleted or moved")
TYPE_SHORT_END = "纠纷"


def stage_word(code: str, language: str) -> str:
    """What a stage is called."""
    return _STAGES[code].said(language)


def steps_of(course: Course, language: str) -> list[Step]:
    """The stages for the stepper, with the day or the count below."""
    return [Step(stage_word(stage.code, language), _note(stage, language)) for stage in course.stages]


def _note(stage: Stage, language: str) -> str:
    if stage.number and stage.code == "mediating":
        return _NTH.said(language, number=stage.number)
    return stage.number or stage.day[5:] or "—"


def told(course: Course, language: str) -> str:
    """Where a case stands, for a screen reader."""
    number, count = course.current + 1, len(course.stages)
    if number > count:
        return _ALL_DONE.said(language, all=count)
    word = stage_word(course.stages[course.current].code, language)
    return _TOLD.said(language, number=number, all=count, word=word)


def progress(body: Mapping[str, Any], course: Course, labels: Labels) -> str:
    """Where a case stands, in a few words below its bar."""
    status, language = str(body.get("status") or ""), labels.language
    if status == "mediating":
        return _MEDIATING.said(language, number=max(1, len(mediation.held(dict(body)))))
    if status == "accepted":
        return _ACCEPTED.said(language)
    if status == "agreed":
        return (_SIGNED if course.current > 3 else _UNSIGNED).said(language)
    kept, clauses = mediation.kept_clauses(dict(body))
    if status == "performing" and clauses:
        return _KEPT.said(language, count=f"{kept}/{clauses}")
    if status == "performed":
        return (_VISITED if course.current > 5 else _TO_VISIT).said(language)
    return labels.choice("dispute", "status", status)


def due_word(due: Due | None, today: date, language: str) -> tuple[str, Tone]:
    """How long there is still, and how much that matters."""
    if due is None:
        return "—", Tone.NEUTRAL
    days = (due.day - today).days
    if days < 0:
        return _LATE.said(language, days=-days), Tone.DANGER
    if days == 0:
        return _TODAY.said(language), Tone.WARN
    if days == 1:
        return _TOMORROW.said(language), Tone.WARN
    if days <= 7:
        return _LEFT.said(language, days=days), Tone.NEUTRAL
    return short_day(due.day, today), Tone.NEUTRAL


def number_of(body: Mapping[str, Any], language: str) -> str:
    """The district's number, or 临-n until there is one."""
    number = body.get("number")
    if isinstance(number, str) and number:
        return number
    # From the id, so that it is the same on every look; never taken for one of the district's.
    digits = str(body.get("id") or "0").replace("-", "")[-8:]
    return _TEMPORARY.said(language, number=int(digits, 16) % 10_000)


def type_word(code: str, labels: Labels) -> str:
    """A type without the word that all of them end in."""
    word = labels.choice("dispute", "type", code)
    short = word.removesuffix(TYPE_SHORT_END)
    return short if len(short) > 1 else word


def about_party(party: Mapping[str, Any], today: date, labels: Labels) -> str:
    """Sex, age and occupation of a party in one line."""
    parts = []
    if sex := party.get("sex"):
        parts.append(labels.choice("dispute", "parties/sex", str(sex)))
    with suppress(ValueError):
        born = date.fromisoformat(str(party.get("birth_on")))
        parts.append(_AGE.said(labels.language, age=age_on(born, today)))
    if occupation := party.get("occupation"):
        parts.append(str(occupation))
    return " · ".join(parts)
