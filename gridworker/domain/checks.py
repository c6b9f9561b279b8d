"""Rule 1 of a patch: everything that can be judged from the op alone, all or nothing (protocol §4).

Reasons are codes; their wording is in `translations/errors.toml`. Identifier checksums never refuse: `identifiers`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from gridworker.domain.canonical import equal, is_empty
from gridworker.domain.fields import LAST_MOMENT, MAX_INTEGER, MAX_TEXT, Field, Form, Kind, Merge
from gridworker.domain.ids import is_id
from gridworker.domain.op import Op
from gridworker.domain.ordinary import ordinary_body
from gridworker.domain.paths import DELETED, TABLES, Names, Target, beneath, join, target

MAX_OP_BYTES = 256 * 1024
MAX_DEPTH = 24
"""Levels of a value with those of its path: as a candidate in a row of a page it then meets the 32 of the wire."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FORM_VERSION = re.compile(r"[^/@\s]+@[^/@\s]+")


class Problem(NamedTuple):
    """One thing wrong with an op: the op code of protocol §9, the path and the reason."""

    code: str
    path: str
    reason: str


def find_problems(kind: Kind, op: Op, size: int, *, is_ordinary: bool | None = None) -> list[Problem]:
    """All that is wrong with `op`, an op of `size` bytes, judged on the op alone; empty if it may be applied.

    One that `is_ordinary` is seen at a glance to be right, but for its size; whoever has looked already says so.
    """
    if size > MAX_OP_BYTES:
        return [Problem("TOO_BIG", "", "op_too_big")]
    if is_ordinary is None:
        is_ordinary = ordinary_body(kind, op) is not None
    return [] if is_ordinary else _all_problems(kind, op)


def _all_problems(kind: Kind, op: Op) -> list[Problem]:
    problems = [*_shape_problems(op), *_overlaps(kind, op)]
    plain = _plain_fields(kind)
    for path, pair in op.patch.items():
        field = plain.get(path)
        if field is None:
            problem = _path_problem(op, path, target(kind, path))
        else:
            problem = _plain_problem(op, path, field, pair)
        if problem:
            problems.append(problem)
    if op.action == "create":
        problems.extend(_missing(kind, op))
    return problems


@cache
def _plain_fields(kind: Kind) -> dict[str, Field]:
    """The fields whose values are judged by themselves, whatever the op does: most of every op."""
    odd = {Merge.FIXED, Merge.WORKFLOW, *TABLES}
    return {
        name: field for name, field in kind.fields.items() if field.merge not in odd and not field.server_only
    }


@cache
def _required(kind: Kind) -> tuple[str, ...]:
    return tuple(name for name, field in kind.fields.items() if field.required)


def _shape_problems(op: Op) -> Iterator[Problem]:
    if not op.patch:
        yield Problem("INVALID", "", "empty_patch")
    if op.action == "resolve" and not op.settles:
        yield Problem("INVALID", "", "settles_nothing")
    if op.action != "resolve" and op.settles:
        yield Problem("INVALID", "settles", "only_resolve")
    if op.action == "delete" and list(op.patch) != [DELETED]:
        yield Problem("INVALID", DELETED, "path")
    if not is_id(op.op):
        yield Problem("INVALID", "op", "id")
    if not is_id(op.record):
        yield Problem("INVALID", "record", "id")
    if not all(map(is_id, op.settles)):
        yield Problem("INVALID", "settles", "id")
    reason = text_reason(op.why)
    if reason:
        yield _text_problem("why", reason)


def _overlaps(kind: Kind, op: Op) -> Iterator[Problem]:
    if not any("/" in path and _lies_beneath(path, op) for path in op.patch):
        return
    ordered = sorted(op.patch, key=lambda path: target(kind, path).segments)
    for above, path in pairwise(ordered):
        if beneath(path, above):
            yield Problem("INVALID", path, "prefix")


def _lies_beneath(path: str, op: Op) -> bool:
    """Whether the op changes something that `path` is a part of."""
    at = -1
    for _ in range(MAX_DEPTH):
        at = path.find("/", at + 1)
        if at < 0:
            return False
        if path[:at] in op.patch:
            return True
    return False


def _path_problem(op: Op, path: str, where: Target) -> Problem | None:
    if where.names is Names.INVALID or ("~" in path and join(*where.segments) != path):
        return Problem("INVALID", path, "path")
    reason = _path_reason(path, where.segments) or _pair_reason(op.patch[path], len(where.segments) - 1)
    if reason:
        return _text_problem(path, reason)
    judge = _JUDGES.get(where.names)
    return judge(op, path, where) if judge else None


def _plain_problem(op: Op, path: str, field: Field, pair: tuple[Any, Any]) -> Problem | None:
    old, new = pair
    reason = (None if old is None else text_reason(old)) or text_reason(new)
    if reason:
        return _text_problem(path, reason)
    if is_empty(new):
        return _emptied(op, path, field)
    return _invalid(path, value_reason(field, new))


def _emptied(op: Op, path: str, field: Field) -> Problem | None:
    """At a create what is missing is found in the whole op."""
    missing = field.required and op.action != "create"
    return Problem("INVALID", path, "required") if missing else None


def _path_reason(path: str, segments: tuple[str, ...]) -> str | None:
    if len(segments) > MAX_DEPTH:
        return "too_deep"
    return "too_long" if max(map(len, segments)) > MAX_TEXT else _broken(path)


def _pair_reason(pair: tuple[Any, Any], depth: int) -> str | None:
    old, new = pair
    return (None if old is None else text_reason(old, depth)) or text_reason(new, depth)


def _text_problem(path: str, reason: str) -> Problem:
    return Problem("TOO_BIG" if reason == "too_long" else "INVALID", path, reason)


def _keeps(op: Op, path: str) -> bool:
    """Whether an op resolves a conflict in favour of the value that is there."""
    return op.action == "resolve" and equal(*op.patch[path])


def _judge_field(op: Op, path: str, where: Target) -> Problem | None:
    field, new = where.field, op.patch[path][1]
    if field is None:
        return None
    fixed = field.merge is Merge.FIXED and op.action != "create"
    if (field.server_only or fixed) and not _keeps(op, path):
        return Problem("IMMUTABLE", path, "server_only" if field.server_only else "fixed")
    if field.merge is Merge.WORKFLOW:
        return _judge_state(op, path, field)
    return _emptied(op, path, field) if is_empty(new) else _invalid(path, value_reason(field, new))


def _invalid(path: str, reason: str | None) -> Problem | None:
    return Problem("INVALID", path, reason) if reason else None


def _judge_state(op: Op, path: str, field: Field) -> Problem | None:
    old, new = op.patch[path]
    if not (is_empty(old) or isinstance(old, str)):
        return Problem("INVALID", path, "choice")
    if is_empty(new):
        kept = op.action == "create" or _keeps(op, path)
        return None if kept else Problem("INVALID", path, "required")
    if not isinstance(new, str) or new not in field.transitions:
        return Problem("INVALID", path, "choice")
    if op.action == "create":
        return None if new in field.initial else Problem("ILLEGAL_TRANSITION", path, "initial_state")
    if op.action == "resolve" or new == old or new in next_states(field, old):
        return None
    return Problem("ILLEGAL_TRANSITION", path, "transition")


def next_states(field: Field, state: Any) -> tuple[str, ...]:
    """The states a workflow field may move to from `state`; from none at all, those a new record may have."""
    if is_empty(state):
        return field.initial
    return field.transitions.get(state, ()) if isinstance(state, str) else ()


def _flags(pair: tuple[Any, Any]) -> bool:
    """Whether old and new are each true or missing; 1 is not true."""
    return all(value is True or is_empty(value) for value in pair)


def _judge_member(op: Op, path: str, where: Target) -> Problem | None:
    field, member = where.field, where.segments[1]
    if not _flags(op.patch[path]) or equal(*op.patch[path]):
        return Problem("INVALID", path, "member")
    if field is None:
        return None
    if field.choices and member not in field.choices:
        return Problem("INVALID", path, "choice")
    return _invalid(path, _FORMS[field.form](member))


def _judge_removal(op: Op, path: str, where: Target) -> Problem | None:
    if not _flags(op.patch[path]) or (equal(*op.patch[path]) and op.action != "resolve"):
        return Problem("INVALID", path, "member")
    if where.field and where.field.append_only:
        return Problem("IMMUTABLE", path, "append_only")
    return _invalid(path, "id" if where.field and not is_id(where.segments[1]) else None)


def _judge_element(op: Op, path: str, where: Target) -> Problem | None:
    old, new = op.patch[path]
    if not is_id(where.segments[1]):
        return Problem("INVALID", path, "id")
    if not is_empty(old) or not isinstance(new, dict):
        return Problem("INVALID", path, "element")
    wrong = _members_reason(where.field, new) if where.field else None
    return Problem("INVALID", f"{path}/{join(wrong[0])}", wrong[1]) if wrong else None


def _judge_element_field(op: Op, path: str, where: Target) -> Problem | None:
    new = op.patch[path][1]
    if not is_id(where.segments[1]):
        return Problem("INVALID", path, "id")
    return _invalid(path, value_reason(where.field, new) if where.field and not is_empty(new) else None)


def _judge_answer(_op: Op, path: str, where: Target) -> Problem | None:
    return _invalid(path, None if _FORM_VERSION.fullmatch(where.segments[1]) else "path")


def _judge_frozen(op: Op, path: str, _where: Target) -> Problem | None:
    return None if _keeps(op, path) else Problem("IMMUTABLE", path, "append_only")


_JUDGES: dict[Names, Callable[[Op, str, Target], Problem | None]] = {
    Names.FIELD: _judge_field,
    Names.MEMBER: _judge_member,
    Names.ELEMENT: _judge_element,
    Names.ELEMENT_FIELD: _judge_element_field,
    Names.FROZEN: _judge_frozen,
    Names.REMOVAL: _judge_removal,
    Names.ANSWER: _judge_answer,
}


def _missing(kind: Kind, op: Op) -> Iterator[Problem]:
    for name in _required(kind):
        if name in op.patch and not is_empty(op.patch[name][1]):
            continue
        within = name + "/"
        if not any(path.startswith(within) and not is_empty(pair[1]) for path, pair in op.patch.items()):
            yield Problem("INVALID", name, "required")


def text_reason(value: Any, depth: int = 0) -> str | None:
    """Why a JSON value may not be stored: too deep, a float, an integer beyond 2^53, a long, NUL or broken text."""
    if isinstance(value, str):
        return "too_long" if len(value) > MAX_TEXT else _broken(value)
    if value is None:
        return None
    if isinstance(value, int):
        return None if -MAX_INTEGER <= value <= MAX_INTEGER else "range"
    if isinstance(value, float):
        return "float"
    if depth >= MAX_DEPTH:
        return "too_deep"
    items = [*value, *value.values()] if isinstance(value, dict) else value
    # Most texts are sound, and all of them together are looked at faster than each by itself.
    texts = "".join([item for item in items if isinstance(item, str)])
    are_sound = len(texts) <= MAX_TEXT and not _broken(texts)
    for item in items:
        if are_sound and isinstance(item, str):
            continue
        reason = text_reason(item, depth + 1)
        if reason:
            return reason
    return None


def _broken(text: str) -> str | None:
    """Why a text cannot be written as UTF-8 and kept by every database: NUL, or half of a surrogate pair."""
    if "\0" in text:
        return "not_text"
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "not_text"
    return None


def value_reason(field: Field, value: Any) -> str | None:
    """Why a value that is not empty does not fit its field, None if it does."""
    if field.merge is Merge.CHOICE:
        return None if isinstance(value, str) and value in field.choices else "choice"
    if field.merge is not Merge.GROUP:
        return _FORMS[field.form](value)
    if not isinstance(value, dict):
        return "group"
    reason = _members_reason(field, value)
    return reason and reason[1]


def _members_reason(field: Field, value: dict[str, Any]) -> tuple[str, str] | None:
    for name, item in value.items():
        if name == "" or name[0] == "_":
            return name, "path"
        member = field.members.get(name)
        if member is not None and not is_empty(item):
            reason = value_reason(member, item)
            if reason:
                return name, reason
    return None


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _date_reason(value: Any) -> str | None:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return "date"
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return "date"
    return None


_FORMS: dict[Form, Callable[[Any], str | None]] = {
    Form.TEXT: lambda value: None if isinstance(value, str) else "text",
    Form.INTEGER: lambda value: None if _whole(value) else "integer",
    Form.INSTANT: lambda value: None if _whole(value) and 0 <= value <= LAST_MOMENT else "instant",
    Form.FLAG: lambda value: None if value is True else "flag",
    Form.DATE: _date_reason,
    Form.ID: lambda value: None if is_id(value) else "id",
    Form.LABEL: lambda value: "label" if not isinstance(value, str) or "/" in value else None,
    Form.ANY: lambda _value: None,
}
