"""Who made a record and when: filled in from the op and the token, never taken on the author's word (protocol §4)."""

from __future__ import annotations

from gridworker.domain.checks import Problem
from gridworker.domain.op import Op
from gridworker.domain.paths import Body

AUTHORSHIP = frozenset({"created_at", "created_by", "created_by_name"})


def sign(body: Body, op: Op, worker: str, name: str) -> None:
    """Writes the author of a create into the new record's body."""
    body.update(created_at=op.at, created_by=worker, created_by_name=name)


def authorship_problems(op: Op, worker: str) -> list[Problem]:
    """What a create claims about its author that is not so."""
    claims = {"created_at": op.at, "created_by": worker}
    return [
        Problem("INVALID", path, "authorship")
        for path, truth in claims.items()
        if path in op.patch and op.patch[path][1] != truth
    ]
