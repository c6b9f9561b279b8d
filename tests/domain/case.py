"""One record on a server that has nothing but the rules: people write to it, and a test sees what came of it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, NamedTuple

from gridworker.domain.changes import create_patch
from gridworker.domain.checks import Problem, find_problems
from gridworker.domain.ids import IdMaker
from gridworker.domain.kinds import KINDS
from gridworker.domain.merge import Author, PastOp, merge
from gridworker.domain.op import Action, Op, Patch, op_content
from gridworker.domain.paths import CONFLICTS, Body, read, target
from gridworker.domain.roles import SERVER

LAI = Author("lai", "lai-office")
LAI_IN_THE_FIELD = Author("lai", "lai-field")
SHEN = Author("shen", "shen-office")
TANG = Author("tang", "tang-office")
THE_SERVER = Author(SERVER, SERVER)

make_id = IdMaker(lambda: 1_790_000_000_000, random.Random(7).randbytes)

LEAK: dict[str, Any] = {
    "type": "neighbour",
    "title": "楼上漏水",
    "facts": "卫生间渗水",
    "status": "accepted",
    "place": {"text": "东篱苑3幢2单元501", "region": "330109001001"},
    "tags": ["漏水"],
    "parties": {make_id(): {"role": "applicant", "name": "韩水根", "phone": "13900000001"}},
}


class Written(NamedTuple):
    """An op that was taken in."""

    op: str
    result: str


def op_of(patch: Patch, *, kind: str = "dispute", action: Action = "edit", **members: Any) -> Op:
    """An op with this patch; everything else is in order unless `members` says otherwise."""
    whole: dict[str, Any] = {
        "n": 1,
        "op": make_id(),
        "stream": "grid",
        "record": make_id(),
        "kind": kind,
        "schema": 1,
        "at": 1_790_000_000_000,
        "tz": 480,
        "base": (0, ""),
    }
    return Op(patch=patch, action=action, **(whole | members))


def problems_of(
    patch: Patch, *, kind: str = "dispute", action: Action = "edit", **members: Any
) -> list[Problem]:
    """What the checks say to an op with this patch."""
    op = op_of(patch, kind=kind, action=action, **members)
    return find_problems(KINDS[kind], op, 1000)


class Case:
    """A record: `body` at `rev`, and its `past`."""

    def __init__(self, kind: str = "dispute", values: Mapping[str, Any] = LEAK, by: Author = LAI) -> None:
        self.kind = KINDS[kind]
        self.rev = 0
        self.body: Body = {}
        self.past: list[PastOp] = []
        self.created = self.write(by, create_patch(self.kind, values, make_id), action="create")

    def write(
        self,
        by: Author,
        patch: Patch,
        *,
        seen: int | None = None,
        action: Action = "edit",
        settles: tuple[str, ...] = (),
        op: str | None = None,
    ) -> Written:
        """Takes in an op by somebody who had last pulled the record at revision `seen` (else: just now)."""
        base = self.rev if seen is None else seen
        made = op_of(
            patch,
            kind=self.kind.code,
            action=action,
            settles=list(settles),
            base=(base, ""),
            op=op or make_id(),
        )
        assert by is THE_SERVER or find_problems(self.kind, made, len(op_content(made))) == []
        merged = merge(self.kind, self.body, made, by, self.rev, lambda: self.past)
        self.rev, self.body = self.rev + 1, merged.body
        self.past.append(PastOp(self.rev, made.op, by, made.at, made.patch, made.settles, merged.effects))
        return Written(made.op, merged.result)

    def at(self, path: str) -> Any:
        """The present value at a path."""
        return read(self.body, target(self.kind, path))

    def candidates(self, path: str) -> list[Any]:
        """The values that wait beside the present one."""
        entries = (entry for entry in self.body.get(CONFLICTS, ()) if entry["path"] == path)
        return [candidate["value"] for entry in entries for candidate in entry["candidates"]]

    def party(self) -> str:
        """The path of the first party."""
        return f"parties/{min(self.body['parties'])}"


PERSON = {
    "type": "person",
    "name": "李建国",
    "sex": "male",
    "birth_on": "1974-03-05",
    "ethnicity": "汉",
    "id_number": "330109197403051234",
    "phone": "13712342046",
    "address": "东篱苑5幢1单元301室",
    "occupation": "退休职工",
}
CASE: dict[str, Any] = {
    "status": "performed",
    "source": "application",
    "type": "neighbour",
    "accepted_on": "2026-11-16",
    "facts": "漏水。",
    "claims": "赔偿。",
    "parties": {"a": PERSON | {"role": "applicant"}, "b": PERSON | {"role": "respondent"}},
    "mediators": {"m": {"name": "周敏"}},
    "sessions": {
        "s": {"at": 1, "place": "社区", "present": ["周敏"], "record": "谈妥。", "result": "agreed"}
    },
    "agreement": {"form": "written", "signed_on": "2026-11-22", "effective_on": "2026-11-22", "copies": 3},
    "clauses": {"c": {"order": 1, "who": "李建国", "what": "修好", "due_on": "2026-11-30"}},
    "attachments": {"i": {"role": "identity", "name": "身份证.jpg"}},
}
