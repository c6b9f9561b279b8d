"""From what a person typed to the patch of an op: whole records, or a few paths with new values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gridworker.domain.canonical import equal, is_empty, normal_text
from gridworker.domain.checks import text_reason
from gridworker.domain.errors import InvalidRecord
from gridworker.domain.fields import Field, Kind, Merge
from gridworker.domain.op import Patch
from gridworker.domain.paths import DELETED, TABLES, Body, Names, Target, join, read, split, target

MakeId = Callable[[], str]


def create_patch(kind: Kind, values: Mapping[str, Any], make_id: MakeId) -> Patch:
    """The patch of a new record: sets given as lists, collections as objects by id or as lists that get ids.

    Raises `InvalidRecord` where a value has not the shape of its field.
    """
    patch: Patch = {}
    for name, value in values.items():
        _check_text(kind, name, value)
        field = kind.fields.get(name)
        if is_empty(value):
            continue
        if field and field.merge in TABLES:
            patch.update(_spread(kind, field, name, value, {}, make_id))
        else:
            patch[join(name)] = (None, value)
    return patch


def edit_patch(kind: Kind, body: Body, changes: Mapping[str, Any], make_id: MakeId) -> Patch:
    """The patch that gives the record shown as `body` new values at the paths of `changes`; equal values drop out.

    A path may also name a whole set, which is then exactly what is given, or a whole collection or table of answers:
    there what is named is changed or added, null takes away one of them, and an empty value all. Raises
    `InvalidRecord` for a path that cannot be and a value that has not the shape of its field.
    """
    patch: Patch = {}
    for path, value in changes.items():
        _check_text(kind, path, value)
        where = target(kind, path)
        field = where.field
        if field and field.merge in TABLES and len(where.segments) == 1:
            if field.required and _is_nothing(value):
                raise InvalidRecord("INVALID", [(path, "required")], kind=kind.code)
            patch.update(_spread(kind, field, where.segments[0], value, body, make_id))
        elif where.names is Names.INVALID:
            raise InvalidRecord("INVALID", [(path, "path")], kind=kind.code)
        else:
            patch.update(_change(kind, body, join(*split(path)), where, value))
    return {path: pair for path, pair in patch.items() if not equal(*pair)}


def new_values(kind: Kind, patch: Patch) -> dict[str, Any]:
    """The changes, as `edit_patch` takes them, that make a patch again once it was taken back.

    An element that was added is there beneath its removal by then, and is brought back.
    """
    added = {path for path in patch if target(kind, path).names is Names.ELEMENT}
    changed = {path: new for path, (_, new) in patch.items() if path not in added}
    return changed | {f"{path}/{DELETED}": None for path in added}


def mended(kind: Kind, held: Body, refused: Iterable[Patch], mending: Patch) -> Patch:
    """The values of refused ops and the new ones over them, as changes of `held`, what the server is known to hold.

    Of a field that came back the old value is what its author saw: what others wrote there since is disputed and not
    written over. What one op added and a later one took away again never was; equal values drop out.
    """
    wanted, saw = dict[str, Any](), dict[str, Any]()
    returned = [item for patch in refused for item in patch.items()]
    for path, (old, _) in returned:
        saw.setdefault(path, old)
    for path, (_, new) in (*returned, *mending.items()):
        where, above = target(kind, path), path.rpartition("/")[0]
        if isinstance(wanted.get(above), dict) and where.names in (Names.ELEMENT_FIELD, Names.REMOVAL):
            wanted[above] = {**wanted[above], where.segments[-1]: new}
        else:
            wanted[path] = new
    patch: Patch = {}
    for path, new in wanted.items():
        where = target(kind, path)
        if where.names is Names.ELEMENT and isinstance(new, dict):
            kept = {name: item for name, item in new.items() if name != DELETED}
            patch.update(_change_element(kind, held, where, None if new.get(DELETED) else kept))
        else:
            patch[path] = (saw.get(path, read(held, where)), new)
    return {path: pair for path, pair in patch.items() if not equal(*pair)}


def taken_out(kind: Kind, mending: Patch, patch: Patch) -> set[str]:
    """The elements that a mending patch removes and that never come to be, as `patch` is what was made of it."""
    dropped = mending.keys() - patch.keys()
    return {
        join(*target(kind, path).segments[:-1])
        for path in dropped
        if "/" in path and target(kind, path).names is Names.REMOVAL
    }


def _is_nothing(value: Any) -> bool:
    """Whether a whole table is taken away; one that names members to take away is not empty."""
    return value is None or value in ("", [], {})


def _check_text(kind: Kind, path: str, value: Any) -> None:
    """What cannot even be compared is refused before anything is: floats, broken texts, bottomless nesting."""
    reason = text_reason(path) or text_reason(value)
    if reason:
        raise InvalidRecord(
            "TOO_BIG" if reason == "too_long" else "INVALID", [(path, reason)], kind=kind.code
        )


def _change(kind: Kind, body: Body, path: str, where: Target, value: Any) -> Patch:
    old = read(body, where)
    if where.names is Names.ELEMENT:
        return _change_element(kind, body, where, value)
    if where.names in (Names.MEMBER, Names.REMOVAL):
        return {path: (old, True if value else None)}
    if where.field and where.field.merge is Merge.GROUP and isinstance(value, dict) and isinstance(old, dict):
        unknown = {name: item for name, item in old.items() if name not in where.field.members}
        value = unknown | value
    return {path: (old, None if is_empty(value) else value)}


def _change_element(kind: Kind, body: Body, where: Target, value: Any) -> Patch:
    """An element added, changed in the fields that are named, or removed where the value is null."""
    path, there = join(*where.segments), read(body, where)
    if value is None:
        removal = f"{path}/{DELETED}"
        return {removal: (read(body, target(kind, removal)), True)} if there is not None else {}
    if not isinstance(value, dict):
        raise InvalidRecord("INVALID", [(path, "element")], kind=kind.code)
    if there is None:
        return {path: (None, value)}
    patch: Patch = {}
    for name, item in value.items():
        inner = join(*where.segments, name)
        patch.update(_change(kind, body, inner, target(kind, inner), item))
    return patch


def _spread(kind: Kind, field: Field, name: str, value: Any, body: Body, make_id: MakeId) -> Patch:
    """A whole set, collection or table of answers as the paths it consists of."""
    if field.merge is Merge.SET:
        return _spread_set(kind, name, value, body)
    if field.merge is Merge.ANSWERS:
        return _spread_answers(kind, name, value, body)
    return _spread_elements(kind, name, value, body, make_id)


def _spread_set(kind: Kind, name: str, value: Any, body: Body) -> Patch:
    if _is_nothing(value):
        value = []
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise InvalidRecord("INVALID", [(name, "set")], kind=kind.code)
    given, shown = set(map(normal_text, value)), set(body.get(name) or ())
    patch: Patch = {join(name, item): (None, True) for item in sorted(given - shown)}
    patch.update({join(name, item): (True, None) for item in sorted(shown - given)})
    return patch


def _spread_answers(kind: Kind, name: str, value: Any, body: Body) -> Patch:
    if _is_nothing(value):
        value = {form: dict.fromkeys(answers) for form, answers in body.get(name, {}).items()}
    if not isinstance(value, dict) or not all(isinstance(answers, dict) for answers in value.values()):
        raise InvalidRecord("INVALID", [(name, "answers")], kind=kind.code)
    patch: Patch = {}
    for form, answers in value.items():
        for question, answer in answers.items():
            path = join(name, form, question)
            patch[path] = (read(body, target(kind, path)), answer)
    return patch


def _spread_elements(kind: Kind, name: str, value: Any, body: Body, make_id: MakeId) -> Patch:
    if _is_nothing(value):
        value = dict.fromkeys(body.get(name) or {})
    items = {make_id(): item for item in value} if isinstance(value, list) else value
    if not isinstance(items, dict) or not all(isinstance(item, dict | None) for item in items.values()):
        raise InvalidRecord("INVALID", [(name, "elements")], kind=kind.code)
    patch: Patch = {}
    for element, item in items.items():
        patch.update(_change_element(kind, body, target(kind, join(name, element)), item))
    return patch
