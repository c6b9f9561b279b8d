"""The server of the model: one stream, an op log, and the merge of the product."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from gridworker.domain.canonical import equal, fingerprint
from gridworker.domain.checks import find_problems
from gridworker.domain.fields import Merge
from gridworker.domain.kinds import KINDS
from gridworker.domain.merge import Author, ForbiddenState, Merged, PastOp, UnknownCandidate, merge
from gridworker.domain.op import Op, Patch, op_content
from gridworker.domain.overlay import depends
from gridworker.domain.paths import CONFLICTS, Body, Names, read, target
from gridworker.protocol.messages import decode_op
from tests.domain.model.faults import Faults
from tests.domain.model.messages import Ack, Answer, Request, Row

KIND = KINDS["dispute"]


class Accepted(NamedTuple):
    """An op of the log, with what stood at its paths before, who had put it there, and the removals it lies beneath."""

    seq: int
    past: PastOp
    record: str
    result: str
    before: dict[str, Any]
    writers: dict[str, Author | None]
    removals: frozenset[str]


class Held:
    """A record on the server."""

    def __init__(self) -> None:
        self.rev, self.seq, self.mark = 0, 0, ""
        self.body: Body = {}
        self.marks: dict[int, str] = {0: ""}
        self.past: list[PastOp] = []
        self.writers: dict[str, Author] = {}


def leaves(patch: Patch) -> Iterator[tuple[str, Any, Any]]:
    """Every single value of a patch, as path, old, new: a new element is the values at its fields."""
    for path, (old, new) in patch.items():
        if target(KIND, path).names is Names.ELEMENT:
            yield from ((f"{path}/{name}", None, value) for name, value in new.items())
        else:
            yield path, old, new


class Server:
    """Answers requests, one at a time, in whatever order they arrive."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.records: dict[str, Held] = {}
        self.log: list[Accepted] = []
        self.refused: dict[str, str] = {}
        self._results: dict[str, tuple[bytes, Ack]] = {}

    def handle(self, request: Request) -> Answer:
        """The acks of a request's ops and a page behind its cursor."""
        blocked: list[tuple[Op, str]] = []
        acks = []
        for op in map(decode_op, request.ops):
            ack = self._judge(op, request.author, blocked)
            acks.append(ack)
            if ack.result in ("refused", "later"):
                blocked.append((op, ack.result))
        return self._page(request, tuple(acks))

    def _judge(self, op: Op, author: Author, blocked: list[tuple[Op, str]]) -> Ack:
        content = op_content(op)
        if op.op in self._results and not self.faults.apply_duplicates:
            known, ack = self._results[op.op]
            assert known == content, "an op came again with other content"
            return Ack(op.op, "refused") if self.faults.refuse_duplicates else ack
        for earlier, result in blocked:
            on_create = earlier.action == "create"
            if earlier.record == op.record and depends(op, earlier.patch, on_create=on_create):
                return self._refuse(op, content, "DEPENDS") if result == "refused" else Ack(op.op, "later")
        problems = find_problems(KIND, op, len(content))
        if problems:
            return self._refuse(op, content, problems[0].code)
        if op.record not in self.records and op.action != "create":
            return Ack(op.op, "later")
        try:
            ack = self._apply(op, author)
        except UnknownCandidate:
            return Ack(op.op, "later")
        except ForbiddenState:
            return self._refuse(op, content, "ILLEGAL_TRANSITION")
        self._results[op.op] = (content, ack)
        return ack

    def _refuse(self, op: Op, content: bytes, code: str) -> Ack:
        self.refused[op.op] = code
        self._results[op.op] = (content, Ack(op.op, "refused"))
        return Ack(op.op, "refused")

    def _apply(self, op: Op, author: Author) -> Ack:
        held = self.records.get(op.record) or Held()
        known_base = held.marks.get(op.base[0]) == op.base[1]
        op = msgspec.structs.replace(op, base=op.base if known_base else (0, ""))
        before = {path: _plain(held.body, path) for path, _, _ in leaves(op.patch)}
        removals = frozenset(_removals_above(held.body, op.patch))
        merged = self._merge(held, op, author)
        held.rev, held.seq = held.rev + 1, len(self.log) + 1
        held.mark = held.marks[held.rev] = fingerprint(held.mark.encode(), op_content(op))
        past = PastOp(held.rev, op.op, author, op.at, op.patch, op.settles, merged.effects)
        held.past.append(past)
        writers = {path: held.writers.get(path) for path in before}
        after = {path: _plain(merged.body, path) for path in before}
        held.writers.update({path: author for path in before if not equal(before[path], after[path])})
        held.body = merged.body
        self.records[op.record] = held
        self.log.append(Accepted(held.seq, past, op.record, merged.result, before, writers, removals))
        return Ack(op.op, merged.result, held.seq)

    def _merge(self, held: Held, op: Op, author: Author) -> Merged:
        """The merge of the product, unless one of its rules is to be got wrong."""
        patch = op.patch
        if self.faults.null_is_no_change:
            patch = {path: pair for path, pair in patch.items() if pair[1] is not None}
        if self.faults.last_write_wins:
            patch = {path: (_plain(held.body, path), new) for path, (_, new) in patch.items()}
        if self.faults.compare_base_instead_of_value:
            patch = {path: _by_base(held, op, path) for path in patch}
        if self.faults.groups_by_member:
            patch = {path: _member_by_member(held, path, pair) for path, pair in patch.items()}
        op = msgspec.structs.replace(op, patch=patch)
        merged = merge(KIND, held.body, op, author, held.rev, lambda: held.past)
        if self.faults.drop_candidates:
            merged.body.pop(CONFLICTS, None)
        return merged

    def _page(self, request: Request, acks: tuple[Ack, ...]) -> Answer:
        changed = sorted(
            (held.seq, record) for record, held in self.records.items() if held.seq > request.cursor
        )
        page = changed[: request.rows]
        rows = tuple(self._row(record) for _, record in page)
        more = len(changed) > len(page)
        head = len(self.log)
        cursor = page[-1][0] if more and not self.faults.cursor_to_the_head else head
        return Answer(request, acks, rows, cursor, more)

    def _row(self, record: str) -> Row:
        held = self.records[record]
        return Row(held.seq, record, held.rev, held.mark, msgspec.json.encode(held.body))


def _removals_above(body: Body, patch: Patch) -> Iterator[str]:
    """The removals in force above the paths of a patch that does not itself say anything about them."""
    for path in patch:
        places = ["_deleted"]
        if path.count("/") == 2:
            places.append(path.rpartition("/")[0] + "/_deleted")
        yield from (place for place in places if place not in patch and _plain(body, place) is True)


def _plain(body: Body, path: str) -> Any:
    return read(body, target(KIND, path))


def _by_base(held: Held, op: Op, path: str) -> tuple[Any, Any]:
    """Old as it must be for the merge to decide by `base`: a change since then is a conflict, whoever made it."""
    since = any(past.rev > op.base[0] and path in past.patch for past in held.past)
    current = _plain(held.body, path)
    new = op.patch[path][1]
    return (("changed since", current) if since else current, new)


def _member_by_member(held: Held, path: str, pair: tuple[Any, Any]) -> tuple[Any, Any]:
    """A group taken apart: of each member that the op does not change, the present value is taken."""
    field, current, (old, new) = KIND.fields.get(path), _plain(held.body, path), pair
    if field is None or field.merge is not Merge.GROUP or not all(map(_is_object, (current, old, new))):
        return pair
    changed = {name: value for name, value in new.items() if not equal(old.get(name), value)}
    return current, current | changed


def _is_object(value: object) -> bool:
    return isinstance(value, dict)
