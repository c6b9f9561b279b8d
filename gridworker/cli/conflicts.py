"""`gridworker conflicts`, `resolve` and `refused`: what needs a person, and settling it."""

from __future__ import annotations

from typing import Any

from gridworker.cli.frame import Call, Words
from gridworker.cli.opened import opened
from gridworker.documents.values import Reading, moment, value_at
from gridworker.environment.labels import labels
from gridworker.environment.wording import op_sentence, path_line
from gridworker.operations import conflicts as settling
from gridworker.operations import refusals
from gridworker.operations.disagreement import Disagreement, Question, Side, disagreement

_NONE = Words("没有两边都改过的内容。", "Nothing was changed on both sides.")
_MINE = Words("我的：{value}（{at}）", "mine: {value} ({at})")
_THEIRS = Words("{by}的：{value}（{at}）", "{by}: {value} ({at})")
_COLLEAGUE = Words("同事", "a colleague")
_OF = Words("{element}：{field}", "{element}: {field}")
_SIGNED = Words(
    "协议已经签字，这一条以签字时的内容为准：{value}",
    "the agreement is signed, this clause stays as it was signed: {value}",
)
_EMPTY = Words("（空）", "(empty)")
_HOW = Words(
    "定下来：gridworker resolve 编号 字段 --keep mine|theirs|新值",
    "to settle: gridworker resolve ID PATH --keep mine|theirs|VALUE",
)
_SETTLED = Words("已定下，下次同步送出。", "Settled; it goes with the next sync.")
_NONE_REFUSED = Words("没有被退回的。", "Nothing was returned.")
_MEND = Words(
    "改好后会重新送出：gridworker record edit 编号 文件",
    "once mended it is sent again: gridworker record edit ID FILE",
)


def conflicts(call: Call) -> None:
    """Lists every open conflict."""
    with opened(call) as profile:
        found = settling.list_conflicts(profile)
        asked = [disagreement(profile, record) for record in dict.fromkeys(one["id"] for one in found)]
    lines = [line for one in asked for line in _disagreement_lines(one, call.language)]
    call.answer(found, "\n".join([*lines, "", call.said(_HOW)]) if found else call.said(_NONE))


def _disagreement_lines(found: Disagreement, language: str) -> list[str]:
    """A record by its name, then each field with what either side wrote."""
    head = "  ".join(
        filter(None, (labels(language).kind(found.kind), found.title, found.number, found.record))
    )
    return [
        head,
        *(line for question in found.questions for line in _question_lines(found.kind, question, language)),
    ]


def _question_lines(kind: str, question: Question, language: str) -> list[str]:
    label = labels(language).path(kind, question.path)
    if question.element:
        label = _OF.said(language, element=question.element, field=label)
    lines = [f"  {label}  {question.path}"]
    for side in question.sides:
        by = side.by or _COLLEAGUE.said(language)
        value = _value(kind, question, side, language)
        words = _MINE if side.mine else _THEIRS
        lines.append("    " + words.said(language, value=value, by=by, at=moment(side.at) or "-"))
    if question.signed is not None:
        value = _value(kind, question, question.sides[question.signed], language)
        lines.append("    " + _SIGNED.said(language, value=value))
    return lines


def _value(kind: str, question: Question, side: Side, language: str) -> str:
    return value_at(Reading(kind, labels(language)), question.path, side.value) or _EMPTY.said(language)


def resolve(call: Call) -> None:
    """Settles one conflict."""
    given = call.options
    with opened(call) as profile:
        settled = settling.resolve(profile, given.id, given.path, given.keep)
    call.answer(settled, call.said(_SETTLED))


def refused(call: Call) -> None:
    """Lists what was returned, with the field and the reason."""
    with opened(call) as profile:
        found = refusals.list_refused(profile, call.options.id)
    lines = [line for op in found for line in _refused_lines(op, call.language)]
    call.answer(found, "\n".join([*lines, "", call.said(_MEND)]) if found else call.said(_NONE_REFUSED))


def _refused_lines(op: dict[str, Any], language: str) -> list[str]:
    said = op_sentence(op["code"], language)
    kind = op.get("kind", "")
    return [f"{op['id']}  {said}", *(path_line(kind, path, why, language) for path, why in op["paths"])]
