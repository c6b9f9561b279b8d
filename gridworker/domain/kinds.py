"""The kinds of record this schema knows."""

from __future__ import annotations

from gridworker.domain.access import ACCESS
from gridworker.domain.dispute import DISPUTE
from gridworker.domain.enterprise import ENTERPRISE
from gridworker.domain.event import EVENT
from gridworker.domain.fields import Kind, Merge
from gridworker.domain.household import HOUSEHOLD
from gridworker.domain.note import NOTE
from gridworker.domain.patrol import PATROL
from gridworker.domain.person import PERSON
from gridworker.domain.place import PLACE
from gridworker.domain.reference import REFERENCE
from gridworker.domain.task import TASK
from gridworker.domain.visit import VISIT

SCHEMA = 1
"""The schema number of this set of kinds and fields."""
FLOOR = 1
"""The oldest schema whose apps understand what is pulled; it rises 24 months after the next one at the earliest."""

_WORK = (PATROL, DISPUTE, VISIT, EVENT, TASK, NOTE)
REGISTRY = (PERSON, HOUSEHOLD, PLACE, ENTERPRISE)
"""人房企: what the work is about."""

KINDS: dict[str, Kind] = {kind.code: kind for kind in (*_WORK, *REGISTRY, REFERENCE, ACCESS)}


def _workflow_of(kind: Kind) -> str | None:
    return next((name for name, field in kind.fields.items() if field.merge is Merge.WORKFLOW), None)


_WORKFLOWS = {code: _workflow_of(kind) for code, kind in KINDS.items()}


def workflow_name(kind: Kind) -> str | None:
    """The name of the field that holds a kind's workflow state, if it has one."""
    return _WORKFLOWS[kind.code] if kind.code in _WORKFLOWS else _workflow_of(kind)
