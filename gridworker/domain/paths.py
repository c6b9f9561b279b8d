"""Paths into a record's body, and reading and writing what they name (protocol §4, patches).

A body is a JSON object. A set is a sorted list of texts, a collection an object by element id, `extra` an object of
objects. A removed record or element keeps its fields beside `_deleted: true`.
"""

from __future__ import annotations

from bisect import bisect_left
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple

from gridworker.domain.canonical import normal_text
from gridworker.domain.fields import Field, Kind, Merge

DELETED = "_deleted"
CONFLICTS = "_conflicts"

TABLES = frozenset({Merge.SET, Merge.ELEMENTS, Merge.ANSWERS})
"""Fields that are changed by their members, never as a whole."""

_SHORT = 200

Body = dict[str, Any]


class Names(Enum):
    """What a path names."""

    FIELD = "field"
    MEMBER = "member"
    ELEMENT = "element"
    ELEMENT_FIELD = "element_field"
    FROZEN = "frozen"
    REMOVAL = "removal"
    ANSWER = "answer"
    UNKNOWN = "unknown"
    INVALID = "invalid"


class Target(NamedTuple):
    """A path taken apart: what it names, its segments, and the field that declares it (None if undeclared)."""

    names: Names
    segments: tuple[str, ...]
    field: Field | None


def split(path: str) -> tuple[str, ...]:
    """The segments of a path in NFC, unescaped as in RFC 6901 (`~1` is `/`, `~0` is `~`)."""
    path = normal_text(path)
    if "~" not in path:
        return tuple(path.split("/"))
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in path.split("/"))


def join(*segments: str) -> str:
    """The path with these segments, in the one spelling that names them."""
    return normal_text("/".join(part.replace("~", "~0").replace("/", "~1") for part in segments))


def target(kind: Kind, path: str) -> Target:
    """What `path` names in a record of `kind`; `Names.INVALID` where no such thing can be."""
    return _short_target(kind, path) if len(path) <= _SHORT else _target(kind, path)


def _target(kind: Kind, path: str) -> Target:
    field = kind.fields.get(path)
    if field is not None:
        return Target(Names.INVALID if field.merge in TABLES else Names.FIELD, (path,), field)
    segments = split(path)
    head = segments[0]
    if path == DELETED:
        return Target(Names.REMOVAL, segments, None)
    if not all(segments) or head.startswith("_"):
        return Target(Names.INVALID, segments, None)
    field = kind.fields.get(head)
    return _beneath(field, segments) if field else Target(Names.UNKNOWN, segments, None)


# An op's paths are taken apart where it is checked, merged and shown; only short ones are worth remembering.
_short_target = lru_cache(maxsize=4096)(_target)


def _beneath(field: Field, segments: tuple[str, ...]) -> Target:
    depth = len(segments)
    if field.merge is Merge.SET and depth == 2:
        return Target(Names.MEMBER, segments, field)
    if field.merge is Merge.ANSWERS and depth == 3:
        return Target(Names.ANSWER, segments, field)
    if field.merge is Merge.ELEMENTS and depth == 2:
        return Target(Names.ELEMENT, segments, field)
    if field.merge is Merge.ELEMENTS and depth == 3:
        if segments[2] == DELETED:
            return Target(Names.REMOVAL, segments, field)
        if field.append_only:
            return Target(Names.FROZEN, segments, field)
        member = field.members.get(segments[2])
        if member is None and segments[2].startswith("_"):
            return Target(Names.INVALID, segments, None)
        return Target(Names.ELEMENT_FIELD, segments, member)
    return Target(Names.INVALID, segments, field)


def read(body: Body, where: Target) -> Any:
    """The value at a target, None where there is none; a set member reads as True.

    Beneath an undeclared field a plain value that stands in the way is what is read, so that nothing replaces it.
    """
    value: Any = body
    for segment in where.segments:
        if isinstance(value, dict):
            value = value.get(segment)
        elif where.names is Names.MEMBER and isinstance(value, list):
            return True if segment in value else None
        else:
            return value if where.names is Names.UNKNOWN else None
    return value


def write(body: Body, where: Target, value: Any) -> None:
    """Puts a copy of `value` at a target, making what lies above it; None removes it."""
    *above, last = where.segments
    if where.names is Names.MEMBER:
        _put(body, above[0], _with_member(body.get(above[0]) or [], last, is_in=bool(value)) or None)
        return
    inside = body
    for segment in above:
        if not isinstance(inside.get(segment), dict):
            if value is None:
                return
            inside[segment] = {}
        inside = inside[segment]
    _put(inside, last, copied(value))


def _with_member(members: Any, name: str, *, is_in: bool) -> list[str]:
    """The sorted members of a set with or without one."""
    if not isinstance(members, list) or len(members) < _MANY:
        # Few, or kept before it was known to be a set.
        return sorted({*members, name} if is_in else set(members) - {name})
    # An op may bring ten thousand: none of them sorts all the others again.
    place = bisect_left(members, name)
    behind = place + (members[place : place + 1] == [name])
    return [*members[:place], *([name] if is_in else []), *members[behind:]]


_MANY = 256


def copied(value: Any) -> Any:
    """A JSON value of its own, its names in NFC: what is later changed in it changes nothing elsewhere."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {normal_text(name): copied(item) for name, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def _put(inside: Body, name: str, value: Any) -> None:
    if value is None:
        inside.pop(name, None)
    else:
        inside[name] = value


def scope(path: str) -> str:
    """What a path stands for when looking beneath it: `_deleted` stands for its whole record (``""``) or element."""
    if path == DELETED:
        return ""
    return path.removesuffix("/" + DELETED)


def beneath(path: str, above: str) -> bool:
    """Whether `path` is `above` or lies under it; everything lies under ``""``."""
    return above == "" or path == above or path.startswith(above + "/")


def touches(path: str, other: str) -> bool:
    """Whether an op at `path` depends on what an earlier op did at `other` (protocol §4, dependence)."""
    return beneath(path, scope(other)) or beneath(other, scope(path))
