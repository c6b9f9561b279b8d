"""Whether an op may be applied, before its record is looked at: scope and role as they stand now, then its content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from gridworker.domain.authorship import authorship_problems
from gridworker.domain.canonical import equal
from gridworker.domain.checks import Problem, find_problems
from gridworker.domain.fields import Kind
from gridworker.domain.kinds import KINDS, SCHEMA, workflow_name
from gridworker.domain.op import Op
from gridworker.domain.overlay import depends
from gridworker.domain.paths import CONFLICTS, Body
from gridworker.domain.roles import Role, may_assign, may_move
from gridworker.server.arrival import Arrived, envelope_problems


class Verdict(NamedTuple):
    """Why an op is not applied: for good, or for now."""

    result: Literal["refused", "later"]
    code: str
    paths: Sequence[tuple[str, str]] = ()


UNREADABLE = Verdict("refused", "INVALID", [("", "unreadable")])
NEED_REVIEW = Verdict("later", "NEED_REVIEW")
REVIEWED = Verdict("refused", "INVALID", [("", "review")])
"""What a supervisor refused."""


def judge(
    op: Op, size: int, worker: str, role: Role | None, reference: str, is_ordinary: bool
) -> Verdict | None:
    """Why an op of `size` bytes by `worker` is not applied in its stream; None if nothing stands against it.

    `role` is what the worker may write there as, None if nothing; `reference` is the stream of reference data;
    `is_ordinary` is whether the op was seen at a glance to be a right create.
    """
    if op.kind == "reference" or op.stream == reference:
        return Verdict("refused", "INVALID", [("kind", "server_only")])
    if role is None:
        return NEED_REVIEW
    if op.kind not in KINDS or op.schema > SCHEMA:
        return Verdict("later", "NEWER_SCHEMA")
    kind = KINDS[op.kind]
    problems = find_problems(kind, op, size, is_ordinary=is_ordinary) or envelope_problems(op)
    if not problems and not is_ordinary:
        # An ordinary op says nothing of its author.
        problems = authorship_problems(op, worker)
    if not problems:
        problems = list(_role_problems(kind, op, worker, role))
    return _refusal(problems) if problems else None


def may_choose(kind: Kind, op: Op, role: Role, body: Body) -> bool:
    """Whether `role` may resolve a workflow state so: by a move of its own, or by a candidate somebody proposed."""
    field = workflow_name(kind)
    if op.action != "resolve" or field is None or field not in op.patch:
        return True
    old, new = op.patch[field]
    proposed = (
        candidate
        for entry in body.get(CONFLICTS, ())
        if entry["path"] == field
        for candidate in entry["candidates"]
        if candidate["op"] in op.settles
    )
    return may_move(role, kind.code, old, new) or any(equal(item.get("value"), new) for item in proposed)


def _role_problems(kind: Kind, op: Op, worker: str, role: Role) -> Iterator[Problem]:
    if op.kind == "access" and op.action != "create":
        yield Problem("INVALID", "", "append_only")
    state = workflow_name(kind)
    if state and state in op.patch and op.action == "edit" and not may_move(role, op.kind, *op.patch[state]):
        yield Problem("ILLEGAL_TRANSITION", state, "role")
    if op.kind == "task" and "assignee" in op.patch and not may_assign(role, worker, op.patch["assignee"][1]):
        yield Problem("INVALID", "assignee", "role")


def _refusal(problems: list[Problem]) -> Verdict:
    codes = {problem.code for problem in problems}
    code = "INVALID" if "INVALID" in codes else problems[0].code
    return Verdict("refused", code, [(problem.path, problem.reason) for problem in problems])


class Blocks:
    """Ops of one request that were not applied, and what must therefore wait or fall with them."""

    def __init__(self, blocked: dict[str, list[tuple[Arrived, Verdict]]] | None = None) -> None:
        self._blocked = blocked or {}

    def copy(self) -> Blocks:
        """The same, to go on from: a transaction may be tried again."""
        return Blocks({record: list(entries) for record, entries in self._blocked.items()})

    def add(self, arrived: Arrived, verdict: Verdict) -> None:
        """Notes that an op was not applied."""
        if arrived.record:
            self._blocked.setdefault(arrived.record, []).append((arrived, verdict))

    def verdict(self, arrived: Arrived) -> Verdict | None:
        """What becomes of an op because of an earlier one on its record; None if it stands by itself."""
        if arrived.op is None:
            return None
        for earlier, verdict in self._blocked.get(arrived.record, ()):
            on_create = earlier.op is None or earlier.op.action == "create"
            if depends(arrived.op, earlier.op.patch if earlier.op else (), on_create=on_create):
                code = "NEED_REVIEW" if verdict.code == "NEED_REVIEW" else "DEPENDS"
                return Verdict(verdict.result, code)
        return None
