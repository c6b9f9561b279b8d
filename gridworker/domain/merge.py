"""Rules 2 and 3 of a patch: each path by itself, compare and set, and nothing overwritten unseen (protocol §4).

Pure: the record's past is handed in as a function that lists its ops, called only where the answer depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

import msgspec

from gridworker.domain.authorship import AUTHORSHIP
from gridworker.domain.canonical import equal, is_empty
from gridworker.domain.checks import next_states
from gridworker.domain.fields import Field, Kind, Merge
from gridworker.domain.ids import is_id
from gridworker.domain.op import Op, Patch
from gridworker.domain.paths import (
    CONFLICTS,
    DELETED,
    TABLES,
    Body,
    Names,
    Target,
    beneath,
    copied,
    join,
    read,
    scope,
    target,
    write,
)
from gridworker.domain.roles import SERVER

Result = Literal["ok", "merged", "conflict"]
Effect = Literal["kept", "same"]


class Author(NamedTuple):
    """Who made an op: the worker and the replica it was made on."""

    worker: str
    replica: str


class PastOp(msgspec.Struct, frozen=True):
    """An accepted op of the record, as its log keeps it; `effects` names the paths that did not simply apply."""

    rev: int
    op: str
    author: Author
    at: int
    patch: Patch
    settles: list[str]
    effects: dict[str, Effect]


class Merged(NamedTuple):
    """What an op did: the worst result, the body afterwards, and the paths that did not simply apply."""

    result: Result
    body: Body
    effects: dict[str, Effect]


class UnknownCandidate(Exception):
    """A resolve moves a workflow to a state by a candidate that has not arrived yet."""


class ForbiddenState(Exception):
    """A resolve moves a workflow to a state that no candidate proposed and no transition allows."""


History = Callable[[], Sequence[PastOp]]
_NOTHING = object()


def merge(kind: Kind, body: Body, op: Op, author: Author, rev: int, history: History) -> Merged:
    """Applies a checked op to `body`, the record at `rev`; `op.base` must already be `[0, ""]` where it is unknown.

    `body` is changed in place and shares nothing with `op`. `history` lists all accepted ops of the record, oldest
    first. Raises `UnknownCandidate` or `ForbiddenState` before anything is changed.
    """
    if rev == 0:
        return _first(kind, body, op)
    return _Merging(kind, body, op, author, rev, history).run()


def _first(kind: Kind, body: Body, op: Op) -> Merged:
    """A record's first op meets nothing: every path applies."""
    for path in sorted(op.patch):
        new = op.patch[path][1]
        if is_empty(new) or path in AUTHORSHIP:
            continue
        field = kind.fields.get(path)
        if field is not None and field.merge not in TABLES:
            body[path] = copied(new)
            continue
        head, _, element = path.partition("/")
        field = kind.fields.get(head)
        if field is not None and field.merge is Merge.ELEMENTS and is_id(element):
            body.setdefault(head, {})[element] = copied(new)
        else:
            write(body, target(kind, path), new)
    return Merged("ok", body, {})


def by_path(kind: Kind, body: Body, patch: Patch) -> Iterator[tuple[str, Target, Any, Any]]:
    """A patch path by path, in order, as path, target, old, new; an added element that `body` has, field by field."""
    for path in sorted(patch):
        old, new = patch[path]
        where = target(kind, path)
        if where.names is Names.ELEMENT and isinstance(new, dict) and read(body, where) is not None:
            for name, value in sorted(new.items()):
                inner = join(*where.segments, name)
                yield inner, target(kind, inner), None, value
        else:
            yield path, where, old, new


class _Merging:
    def __init__(self, kind: Kind, body: Body, op: Op, author: Author, rev: int, history: History) -> None:
        self.kind, self.body, self.op, self.author, self.rev = kind, body, op, author, rev
        self._history = history
        self._past: Sequence[PastOp] | None = None
        self.effects: dict[str, Effect] = {}
        self.conflict = False

    @property
    def past(self) -> Sequence[PastOp]:
        if self._past is None:
            self._past = self._history()
        return self._past

    def run(self) -> Merged:
        self._check_states()
        for path, where, old, new in list(by_path(self.kind, self.body, self.op.patch)):
            if path in AUTHORSHIP:
                continue
            if where.names is Names.REMOVAL and new:
                self._remove(path, where, old)
            else:
                self._set(path, where, old, new)
            self._revive(where)
        self._refresh()
        if self.conflict:
            return Merged("conflict", self.body, self.effects)
        return Merged("merged" if self.effects or self._others() else "ok", self.body, self.effects)

    def _check_states(self) -> None:
        if self.op.action != "resolve":
            return
        for path, (old, new) in self.op.patch.items():
            field = self.kind.fields.get(path)
            if field and field.merge is Merge.WORKFLOW and not self._may_choose(path, field, old, new):
                raise ForbiddenState

    def _may_choose(self, path: str, field: Field, old: Any, new: Any) -> bool:
        """Whether a resolve may name this state: it is there, is a step from `old`, or was a candidate it settles."""
        if new in (old, self.body.get(path)) or new in next_states(field, old):
            return True
        known = {past.op: past for past in self.past if past.op in self.op.settles}
        for past in known.values():
            if past.effects.get(path) == "kept" and equal(past.patch[path][1], new):
                return True
        if known.keys() != set(self.op.settles):
            raise UnknownCandidate
        return False

    def _others(self) -> bool:
        """Whether somebody else's op came since the author last pulled the record."""
        return self.op.base[0] < self.rev and any(True for _ in self._foreign_since())

    def _foreign_since(self) -> Iterator[PastOp]:
        for past in self.past:
            if past.rev > self.op.base[0] and past.author != self.author and past.author.replica != SERVER:
                yield past

    def _remove(self, path: str, where: Target, old: Any) -> None:
        above = scope(path)
        if read(self.body, where) is True:
            self._settle(path, where)
            if not old:
                self.effects[path] = "same"
        elif any(beneath(other, above) for past in self._foreign_since() for other in past.patch):
            self._propose(path, where, True)
        else:
            write(self.body, where, True)
            self._settle(path, where)

    def _set(self, path: str, where: Target, old: Any, new: Any) -> None:
        current = read(self.body, where)
        if equal(current, new):
            self._settle(path, where)
            if not equal(old, new):
                self.effects[path] = "same"
        elif where.names is Names.MEMBER or (equal(current, old) and where.names is not Names.FROZEN):
            write(self.body, where, None if is_empty(new) else new)
            self._settle(path, where)
        else:
            self._propose(path, where, None if is_empty(new) else new)

    def _revive(self, where: Target) -> None:
        """An op beneath a removal its author had not seen proposes the return (one candidate a replica)."""
        for path in self._removals_above(where):
            removed = next((past for past in reversed(self.past) if _removes(past, path)), None)
            if removed and removed.rev > self.op.base[0] and removed.author != self.author:
                self._propose(path, target(self.kind, path), None)

    def _removals_above(self, where: Target) -> Iterator[str]:
        if self.body.get(DELETED) is True and DELETED not in self.op.patch:
            yield DELETED
        if where.names in (Names.ELEMENT_FIELD, Names.FROZEN):
            path = join(*where.segments[:2], DELETED)
            if path not in self.op.patch and read(self.body, target(self.kind, path)) is True:
                yield path

    def _propose(self, path: str, where: Target, value: Any) -> None:
        """The late value becomes a candidate beside the current one, in place of its author's earlier ones."""
        self.effects[path] = "kept"
        entry = self._entry(path) or {"path": path, "current": self._current(path, where), "candidates": []}
        entry["candidates"] = self._open_candidates(path, entry, where)
        if not any(self.op.op in past.settles and path in past.patch for past in self.past):
            entry["candidates"].append(self._signed(value))
            self.conflict = True
        self._keep_entry(entry)

    def _settle(self, path: str, where: Target) -> None:
        """The op has had its say at `path`: its author's candidates there close, and those equal to the value."""
        entry = self._entry(path)
        if entry:
            self._keep_entry(entry | {"candidates": self._open_candidates(path, entry, where)})

    def _refresh(self) -> None:
        """An entry shows the present value, also where that was changed together with what lies around it."""
        for entry in list(self.body.get(CONFLICTS, ())):
            value = read(self.body, target(self.kind, entry["path"]))
            if not equal(entry["current"].get("value"), value):
                late = [item for item in entry["candidates"] if not equal(item.get("value"), value)]
                self._keep_entry(entry | {"current": self._signed(value), "candidates": late})

    def _signed(self, value: Any) -> dict[str, Any]:
        return {"value": copied(value), "op": self.op.op, "by": self.author.worker, "at": self.op.at}

    def _open_candidates(self, path: str, entry: dict[str, Any], where: Target) -> list[dict[str, Any]]:
        old = self.op.patch[path][0] if path in self.op.patch else _NOTHING
        value = read(self.body, where)
        return [
            candidate
            for candidate in entry["candidates"]
            if not self._is_own(candidate, old)
            and not (candidate["op"] in self.op.settles and path in self.op.patch)
            and not equal(candidate.get("value"), value)
        ]

    def _is_own(self, candidate: dict[str, Any], old: Any) -> bool:
        if candidate["by"] != self.author.worker:
            return False
        if candidate["op"] == self.op.op or (old is not _NOTHING and equal(candidate.get("value"), old)):
            return True
        return any(past.op == candidate["op"] and past.author == self.author for past in self.past)

    def _current(self, path: str, where: Target) -> dict[str, Any]:
        value = copied(read(self.body, where))
        for past in reversed(self.past):
            if _wrote(past, path):
                return {"value": value, "op": past.op, "by": past.author.worker, "at": past.at}
        return {"value": value, "op": "", "by": "", "at": 0}

    def _entry(self, path: str) -> dict[str, Any] | None:
        return next((entry for entry in self.body.get(CONFLICTS, ()) if entry["path"] == path), None)

    def _keep_entry(self, entry: dict[str, Any]) -> None:
        others = [other for other in self.body.get(CONFLICTS, ()) if other["path"] != entry["path"]]
        if entry["candidates"]:
            others.append(entry)
        if others:
            self.body[CONFLICTS] = sorted(others, key=lambda item: str(item["path"]))
        else:
            self.body.pop(CONFLICTS, None)


def _removes(past: PastOp, path: str) -> bool:
    old, new = past.patch.get(path, (None, None))
    return new is True and not old and path not in past.effects


def _wrote(past: PastOp, path: str) -> bool:
    """Whether a past op put the value at `path` there: at the path itself or with the element it lies in."""
    if path in past.effects:
        return False
    if path in past.patch:
        return not equal(*past.patch[path])
    return any(beneath(path, other) for other in past.patch)
