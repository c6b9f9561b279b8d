"""From what a person typed to the patch of an op: whole records, or a few paths with new values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gridworker.domain.canonical import equal, is_empty
from gridworker.domain.errors import InvalidRecord
from gridworker.domain.fields import Field, Kind, Merge
from gridworker.domain.op import Patch
from gridworker.domain.paths import DELETED, Body, Names, Target, join, read, target

MakeId = Callable[[], str]


def create_patch(kind: Kind, values: Mapping[str, Any], make_id: MakeId) -> Patch:
    """The patch of a new record: sets given as lists, collections as objects by id or as lists that get ids.

    Raises `InvalidRecord` where a value has not the shape of its field.
    """
    patch: Patch = {}
    for name, value in values.items():
        if not is_empty(value):
            patch.update(_spread(kind.fields.get(name), name, value, {}, make_id))
    return patch


def edit_patch(kind: Kind, body: Body, changes: Mapping[str, Any], make_id: MakeId) -> Patch:
    """The patch that gives the record shown as `body` new values at the paths of `changes`; equal values drop out.

    A path may also name a whole set or collection. Raises `InvalidRecord` for a path that cannot be.
    """
    patch: Patch = {}
    for path, value in changes.items():
        where = target(kind, path)
        if where.names is Names.INVALID and len(where.segments) == 1 and where.field:
            patch.update(_spread(where.field, where.segments[0], value, body, make_id))
        elif where.names is Names.INVALID:
            raise InvalidRecord("INVALID", [(path, "path")])
        else:
            patch.update(_change(kind, body, path, where, value))
    return {path: pair for path, pair in patch.items() if not equal(*pair)}


def _change(kind: Kind, body: Body, path: str, where: Target, value: Any) -> Patch:
    old = read(body, where)
    if where.names is Names.ELEMENT and is_empty(value):
        return {f"{path}/{DELETED}": (None, True)}
    if where.names is Names.ELEMENT and old is not None:
        inner = {join(*where.segments, name): item for name, item in value.items()}
        return {at: (read(body, target(kind, at)), item) for at, item in inner.items()}
    if where.field and where.field.merge is Merge.GROUP and isinstance(value, dict) and isinstance(old, dict):
        unknown = {name: item for name, item in old.items() if name not in where.field.members}
        value = unknown | value
    if where.names is Names.MEMBER:
        value = True if value else None
    return {path: (old, None if is_empty(value) else value)}


def _spread(field: Field | None, name: str, value: Any, body: Body, make_id: MakeId) -> Patch:
    """A whole set, collection or table of answers as the paths it consists of; anything else as it is."""
    merge = field.merge if field else Merge.VALUE
    if merge is Merge.SET:
        return _spread_set(name, value, body)
    if merge is Merge.ELEMENTS:
        return _spread_elements(name, value, body, make_id)
    if merge is Merge.ANSWERS:
        if not isinstance(value, dict) or not all(isinstance(answers, dict) for answers in value.values()):
            raise InvalidRecord("INVALID", [(name, "answers")])
        return {
            join(name, form, question): (((body.get(name) or {}).get(form) or {}).get(question), answer)
            for form, answers in value.items()
            for question, answer in answers.items()
        }
    return {join(name): (None, value)}


def _spread_set(name: str, value: Any, body: Body) -> Patch:
    if is_empty(value):
        value = []
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise InvalidRecord("INVALID", [(name, "set")])
    shown = set(body.get(name) or ())
    patch: Patch = {join(name, item): (None, True) for item in value if item not in shown}
    patch.update({join(name, item): (True, None) for item in shown.difference(value)})
    return patch


def _spread_elements(name: str, value: Any, body: Body, make_id: MakeId) -> Patch:
    items = {make_id(): item for item in value} if isinstance(value, list) else value
    if not isinstance(items, dict) or not all(isinstance(item, dict) for item in items.values()):
        raise InvalidRecord("INVALID", [(name, "elements")])
    shown = body.get(name) or {}
    patch: Patch = {}
    for element, item in items.items():
        if element not in shown:
            patch[join(name, element)] = (None, item)
            continue
        for member, new in item.items():
            patch[join(name, element, member)] = (shown[element].get(member), new)
    return patch
