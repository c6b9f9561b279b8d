"""New records that are seen at a glance to be right: what most ops are, judged by msgspec in one go.

It only ever says yes where `domain.checks` finds nothing; whatever is unusual is left to these. The shapes come
from the same declarations. Of 10,000 creates the checks took a quarter of the server's time.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, TypedDict

import msgspec

from gridworker.domain.canonical import is_empty
from gridworker.domain.fields import MAX_INTEGER, MAX_TEXT, Field, Form, Kind, Merge
from gridworker.domain.ids import ID_FORM, is_id
from gridworker.domain.op import Op

_FORMS: dict[Form, Any] = {
    Form.TEXT: Annotated[str, msgspec.Meta(max_length=MAX_TEXT)],
    Form.INTEGER: Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)],
    Form.INSTANT: Annotated[int, msgspec.Meta(ge=0, le=MAX_INTEGER)],
    Form.DATE: datetime.date,
    Form.ID: Annotated[str, msgspec.Meta(pattern=rf"\A{ID_FORM}\Z")],
}


class _Shape(NamedTuple):
    """What an ordinary patch looks like: plain fields as pairs, and per group and collection its members."""

    pairs: Any
    plain: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    elements: Mapping[str, tuple[Any, frozenset[str]]]
    required: tuple[str, ...]


def is_ordinary(kind: Kind, op: Op) -> bool:
    """Whether a create is at a glance a right one."""
    if op.action != "create" or op.settles or op.why or not (is_id(op.op) and is_id(op.record)):
        return False
    shape, given = _shape(kind), set()
    try:
        for path, (old, new) in op.patch.items():
            if old is not None:
                return False
            if path not in shape.plain:
                head, _, element = path.partition("/")
                wanted, names = shape.elements[head]
                if not is_id(element) or not new.keys() <= names or is_empty(new):
                    return False
                msgspec.convert(new, wanted)
                given.add(head)
            elif path in shape.groups and not new.keys() <= shape.groups[path]:
                return False
        msgspec.convert(op.patch, shape.pairs)
        raw = msgspec.json.encode(op.patch)
    except (msgspec.ValidationError, UnicodeEncodeError, KeyError, AttributeError):
        return False
    return b"\\u0000" not in raw and not any(
        is_empty(op.patch.get(name, _NOTHING)[1]) for name in shape.required if name not in given
    )


_NOTHING = (None, None)


@cache
def _shape(kind: Kind) -> _Shape:
    fields = {name: field for name, field in kind.fields.items() if not field.server_only}
    known = {name: wanted for name, field in fields.items() if (wanted := _value(field)) is not None}
    collections = {name: field for name, field in fields.items() if field.merge is Merge.ELEMENTS}
    pair: Any = tuple
    return _Shape(
        _object({name: pair[None, wanted] for name, wanted in known.items()}),
        frozenset(known),
        {name: _names(fields[name]) for name in known if fields[name].merge is Merge.GROUP},
        {name: (_members(field), _names(field)) for name, field in collections.items()},
        tuple(name for name, field in kind.fields.items() if field.required),
    )


def _value(field: Field) -> Any:
    """The type of a value that is right for a field; None where there is none that says it all."""
    if field.merge is Merge.CHOICE:
        return Literal[field.choices]
    if field.merge is Merge.WORKFLOW:
        return Literal[field.initial]
    if field.merge is Merge.GROUP:
        return _members(field)
    return _FORMS.get(field.form) if field.merge in (Merge.VALUE, Merge.TEXT) else None


def _members(field: Field) -> Any:
    return _object({name: _value(field.members[name]) for name in _names(field)})


def _names(field: Field) -> frozenset[str]:
    """The members that a type says all of: of a group within, only its own members would be looked at."""
    plain = (name for name, member in field.members.items() if member.merge is not Merge.GROUP)
    return frozenset(name for name in plain if _value(field.members[name]) is not None)


def _object(members: dict[str, Any]) -> Any:
    make: Any = TypedDict
    return make("Members", members, total=False)
