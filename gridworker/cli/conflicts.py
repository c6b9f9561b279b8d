"""`gridworker conflicts`, `resolve` and `refused`: what needs a person, and settling it."""

from __future__ import annotations

from typing import Any

from gridworker.cli.frame import Call, Words
from gridworker.cli.opened import opened
from gridworker.cli.record_text import value_at
from gridworker.documents.values import moment
from gridworker.environment.labels import labels
from gridworker.environment.wording import op_sentence, path_line
from gridworker.operations import conflicts as settling
from gridworker.operations import refusals

_NONE = Words("没有两边都改过的内容。", "Nothing was changed on both sides.")
_NOW = Words("现在是：{value}（{by}，{at}）", "now: {value} ({by}, {at})")
_OR = Words("另一个：{value}（{by}，{at}）", "or: {value} ({by}, {at})")
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
    lines = [line for conflict in found for line in _conflict_lines(conflict, call.language)]
    call.answer(found, "\n".join([*lines, "", call.said(_HOW)]) if found else call.said(_NONE))


def _conflict_lines(conflict: dict[str, Any], language: str) -> list[str]:
    named = labels(language)
    kind, path = conflict["kind"], conflict["path"]
    label = named.path(kind, path)
    sides = [(_NOW, conflict["current"]), *((_OR, candidate) for candidate in conflict["candidates"])]
    return [
        f"{named.kind(kind)}  {conflict['id']}  {label}  {path}",
        *(f"  {_side(words, kind, path, side, language)}" for words, side in sides),
    ]


def _side(words: Words, kind: str, path: str, side: dict[str, Any], language: str) -> str:
    value = value_at(kind, path, side.get("value"), language) or _EMPTY.said(language)
    at = moment(side.get("at"))
    return words.said(language, value=value, by=side.get("by") or "-", at=at or "-")


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
