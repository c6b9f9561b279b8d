"""What a laptop's screen shows: the pulled record with the laptop's own ops laid over it (protocol §5)."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any, NamedTuple

from gridworker.domain.canonical import equal, is_empty
from gridworker.domain.fields import Kind
from gridworker.domain.merge import Author
from gridworker.domain.op import Op
from gridworker.domain.paths import CONFLICTS, DELETED, Body, Names, read, target, touches, write


class View(NamedTuple):
    """A record as the screen shows it, and the pulled values that an own op covers, by path."""

    body: Body
    covered: dict[str, Any]


def overlay(kind: Kind, base: Body, ops: Iterable[Op], author: Author) -> View:
    """`base` (not changed) with `ops`, the replica's own in order, laid over it: the author's own words always show."""
    body = copy.deepcopy(base)
    touched: dict[str, Any] = {}
    for op in ops:
        for path in sorted(op.patch):
            old, new = op.patch[path]
            touched.setdefault(path, old)
            _lay(kind, body, path, new)
        if op.action == "create":
            body.setdefault("created_at", op.at)
            body.setdefault("created_by", author.worker)
        _close_candidates(body, op, author)
    covered = {
        path: read(base, target(kind, path))
        for path, old in touched.items()
        if not _seen(kind, base, body, path, old)
    }
    if base.get(DELETED) and DELETED not in touched and touched:
        body.pop(DELETED, None)
        covered[DELETED] = True
    return View(body, covered)


def _lay(kind: Kind, body: Body, path: str, new: Any) -> None:
    where = target(kind, path)
    if where.names is Names.ELEMENT and isinstance(there := read(body, where), dict):
        there.update(new)
    else:
        write(body, where, None if is_empty(new) else new)


def _seen(kind: Kind, base: Body, body: Body, path: str, old: Any) -> bool:
    """Whether the pulled value at `path` is the one the author saw, or the one now shown."""
    where = target(kind, path)
    if where.names in (Names.MEMBER, Names.ELEMENT):
        return True
    pulled = read(base, where)
    return equal(pulled, old) or equal(pulled, read(body, where))


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
