"""The kinds of record this schema knows."""

from __future__ import annotations

from gridworker.domain.access import ACCESS
from gridworker.domain.dispute import DISPUTE
from gridworker.domain.event import EVENT
from gridworker.domain.fields import Field, Kind, Merge
from gridworker.domain.note import NOTE
from gridworker.domain.patrol import PATROL
from gridworker.domain.reference import REFERENCE
from gridworker.domain.task import TASK
from gridworker.domain.visit import VISIT

SCHEMA = 1
"""The schema number of this set of kinds and fields."""

KINDS: dict[str, Kind] = {
    kind.code: kind for kind in (PATROL, DISPUTE, VISIT, EVENT, TASK, NOTE, REFERENCE, ACCESS)
}


def workflow_field(kind: Kind) -> Field | None:
    """The workflow state of a kind, if it has one."""
    return next((field for field in kind.fields.values() if field.merge is Merge.WORKFLOW), None)
