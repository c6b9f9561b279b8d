"""What a laptop's screen shows: the pulled record with the laptop's own ops laid over it (protocol §5)."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any, NamedTuple

from gridworker.domain.canonical import equal, is_empty
from gridworker.domain.fields import Kind
from gridworker.domain.merge import Author, by_path, merge
from gridworker.domain.op import Op, Patch
from gridworker.domain.paths import (
    CONFLICTS,
    DELETED,
    Body,
    Names,
    Target,
    copied,
    join,
    read,
    target,
    touches,
    write,
)


class View(NamedTuple):
    """A record as the screen shows it, and the pulled values that an own op covers, by path."""

    body: Body
    covered: dict[str, Any]


class _Touched(NamedTuple):
    """A path of own ops, and the values their author has seen or given there."""

    where: Target
    seen: list[Any]


def overlay(kind: Kind, base: Body, ops: Iterable[Op], author: Author) -> View:
    """`base` with `ops`, the replica's own in order, laid over it: the author's own words always show.

    Neither `base` nor an op is changed, and the view shares nothing with them.
    """
    body = copied(base)
    touched: dict[str, _Touched] = {}
    for op in ops:
        for path, where, old, new in list(by_path(kind, body, op.patch)):
            _note(kind, touched, path, where, [old, new])
            write(body, where, None if is_empty(new) else new)
        if op.action == "create":
            # As the server will sign it: until then lists need its moment, and its author's name.
            body.setdefault("created_at", op.at)
            body.setdefault("created_by", author.worker)
        _close_candidates(body, op, author)
    covered = {
        path: copied(read(base, where))
        for path, (where, seen) in touched.items()
        if _covers(read(base, where), read(body, where), where, seen)
    }
    covered.update(_lift_removals(kind, body, touched))
    return View(body, covered)


def created(kind: Kind, op: Op, author: Author) -> View:
    """What `overlay` shows of a record that one op makes: nothing is covered, for nothing was there."""
    body = merge(kind, {}, op, author, 0, lambda: ()).body
    return View({"created_at": op.at, "created_by": author.worker} | body, {})


def patched(kind: Kind, base: Body, patch: Patch) -> Body:
    """`base` as it would be with a patch; neither is changed."""
    body: Body = copied(base)
    for _, where, _, new in list(by_path(kind, body, patch)):
        write(body, where, None if is_empty(new) else new)
    return body


def _note(kind: Kind, touched: dict[str, _Touched], path: str, where: Target, values: list[Any]) -> None:
    """Remembers what an own op saw and gave at a path; a new element is a value at each of its fields."""
    touched.setdefault(path, _Touched(where, [])).seen.extend(values)
    if where.names is Names.ELEMENT and isinstance(values[1], dict):
        for name, value in values[1].items():
            inner = join(*where.segments, name)
            _note(kind, touched, inner, target(kind, inner), [None, value])


def _covers(pulled: Any, shown: Any, where: Target, seen: list[Any]) -> bool:
    """Whether own ops hide a pulled value that their author has not seen; members of a set never conflict."""
    if where.names in (Names.MEMBER, Names.ELEMENT) or equal(pulled, shown):
        return False
    return not any(equal(pulled, value) for value in seen)


def _lift_removals(kind: Kind, body: Body, touched: dict[str, _Touched]) -> dict[str, Any]:
    """What was removed elsewhere while own ops beneath it wait is shown, and its removal beside it."""
    above = {DELETED} if touched else set()
    for where, _ in touched.values():
        if where.names in (Names.ELEMENT_FIELD, Names.FROZEN):
            above.add(join(*where.segments[:2], DELETED))
    lifted = {}
    for path in above - touched.keys():
        removal = target(kind, path)
        if read(body, removal) is True:
            write(body, removal, None)
            lifted[path] = True
    return lifted


def settled_over(kind: Kind, view: View, path: str, waiting: Container[str]) -> Any:
    """What a resolve at `path` is to name as its old value: what will be current when it arrives.

    That is what is shown, unless own words there were or will be set aside as a candidate: then it is what they
    cover. `waiting` are the ids of the own ops in `view`.
    """
    if path in view.covered:
        return view.covered[path]
    for entry in view.body.get(CONFLICTS, ()):
        if entry["path"] == path and any(candidate["op"] in waiting for candidate in entry["candidates"]):
            return entry["current"].get("value")
    return read(view.body, target(kind, path))


def _close_candidates(body: Body, op: Op, author: Author) -> None:
    entries = []
    for entry in body.get(CONFLICTS, ()):
        path = entry["path"]
        if path in op.patch:
            old = op.patch[path][0]
            entry["candidates"] = [
                candidate
                for candidate in entry["candidates"]
                if candidate["op"] not in op.settles
                and not (candidate["by"] == author.worker and equal(candidate.get("value"), old))
            ]
        if entry["candidates"]:
            entries.append(entry)
    if entries:
        body[CONFLICTS] = entries
    else:
        body.pop(CONFLICTS, None)


def depends(op: Op, blocked_paths: Iterable[str], *, on_create: bool) -> bool:
    """Whether `op` cannot stand without an earlier op of its record that touched `blocked_paths` (protocol §4)."""
    return on_create or any(touches(path, blocked) for blocked in blocked_paths for path in op.patch)
