"""New records that are seen at a glance to be right: what most ops are, judged by msgspec in one go.

What comes of such an op is what it brings, so the glance gives the record's body with it. It only ever says yes where
`domain.checks` finds nothing, and only what `domain.merge` would say; whatever is unusual is left to these. The shapes
come from the same declarations. Of 10,000 creates checks and merge took half of the server's time.
"""

from __future__ import annotations

import datetime
from bisect import insort
from collections.abc import Collection, Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple

import msgspec

from gridworker.domain.canonical import is_empty
from gridworker.domain.fields import LAST_MOMENT, MAX_INTEGER, MAX_TEXT, Field, Form, Kind, Merge
from gridworker.domain.ids import ID_FORM, is_id
from gridworker.domain.op import Op
from gridworker.domain.paths import Body

_AN_ID = Annotated[str, msgspec.Meta(pattern=rf"\A{ID_FORM}\Z")]
_FORMS: dict[Form, Any] = {
    Form.TEXT: Annotated[str, msgspec.Meta(max_length=MAX_TEXT)],
    Form.INTEGER: Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)],
    Form.INSTANT: Annotated[int, msgspec.Meta(ge=0, le=LAST_MOMENT)],
    Form.DATE: datetime.date,
    Form.ID: _AN_ID,
}


class _Shape(NamedTuple):
    """What an ordinary body looks like: its type, and which of its fields are plain, collections and sets."""

    body: Any
    plain: frozenset[str]
    collections: frozenset[str]
    sets: frozenset[str]


def ordinary_body(kind: Kind, op: Op, *, sound: bool = False) -> Body | None:
    """The body of the record that an op makes, unsigned, if the op is at a glance a right create; else None.

    The body shares its values with the op. `sound` says that no text of the op holds a NUL or half a character.
    """
    if op.action != "create" or op.settles or op.why or not (is_id(op.op) and is_id(op.record)):
        return None
    shape, body = _shape(kind), dict[str, Any]()
    plain, collections, sets = shape.plain, shape.collections, shape.sets
    for path, (old, new) in op.patch.items():
        if old is not None or (not new if isinstance(new, str) else is_empty(new)):
            return None
        if path in plain:
            body[path] = new
            continue
        head, _, rest = path.partition("/")
        if head in collections and rest:
            body.setdefault(head, {})[rest] = new
        elif head in sets and new is True and rest and "/" not in rest and "~" not in rest:
            insort(body.setdefault(head, []), rest)
        else:
            return None
    try:
        msgspec.convert(body, shape.body)
        return body if sound or b"\\u0000" not in msgspec.json.encode(body) else None
    except (msgspec.ValidationError, UnicodeEncodeError):
        return None


@cache
def _shape(kind: Kind) -> _Shape:
    fields = {name: field for name, field in kind.fields.items() if not field.server_only}
    plain = {name: wanted for name, field in fields.items() if (wanted := _value(field)) is not None}
    # Types made while running: the checker knows only those written down.
    collections = {
        name: dict[_AN_ID, _members(field)]  # type: ignore[misc]
        for name, field in fields.items()
        if field.merge is Merge.ELEMENTS
    }
    sets = {name: list[_member(field)] for name, field in fields.items() if field.merge is Merge.SET}  # type: ignore[misc]
    required = [name for name, field in kind.fields.items() if field.required]
    whole = _object(plain | collections | sets, required)
    return _Shape(whole, frozenset(plain), frozenset(collections), frozenset(sets))


def _member(field: Field) -> Any:
    """The type of a member of a set; a label has no slash, and no member has one."""
    if field.choices:
        return Literal[field.choices]
    return _FORMS[Form.TEXT if field.form is Form.LABEL else field.form]


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
    """The type of a group or an element; of a group within, only its own members would be looked at."""
    plain = {name: member for name, member in field.members.items() if member.merge is not Merge.GROUP}
    known = {name: wanted for name, member in plain.items() if (wanted := _value(member)) is not None}
    return _object(known, ())


def _object(members: Mapping[str, Any], required: Collection[str]) -> Any:
    """The type of an object that has no other members than these; what is required and not among them is missing."""
    optional = [(name, wanted, msgspec.UNSET) for name, wanted in members.items() if name not in required]
    needed = [(name, members.get(name, Any)) for name in required]
    return msgspec.defstruct("Members", [*needed, *optional], kw_only=True, forbid_unknown_fields=True)
