"""诉求: the needs that are open, of everybody who was called on; the deadline of a new one."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.masking import mask_numbers
from gridworker.domain.needs import OPEN, Stage, deadline, needs, stage
from gridworker.operations.policies import need_terms
from gridworker.operations.references import rules_of
from gridworker.store import plan_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

NEED = "need:"
MOST = 2_000


class Need(NamedTuple):
    """A need that is open: the visit at which it was heard, its element, who brought it up, and how it stands."""

    visit: str
    element: str
    name: str
    target_id: str
    text: str
    handler: str
    urgency: str
    due_on: date | None
    stage: Stage
    heard_at: int

    @property
    def key(self) -> str:
        """What the page of visits is entered with to go on with it."""
        return f"{NEED}{self.visit}/{self.element}"


def list_needs(profile: Profile, target_id: str = "") -> list[Need]:
    """The open needs, of one target where one is given: the longest overdue first, those without a day last."""
    return profile.read(lambda db: open_needs(db, target_id))


def open_needs(db: Tables, target_id: str = "") -> list[Need]:
    """`list_needs` within a transaction."""
    found = []
    for row in plan_rows.with_needs(db, MOST):
        target = str(row.body.get("target_id") or "")
        if target_id and target != target_id:
            continue
        for element, item in needs(row.body):
            stands = stage(item)
            if stands in OPEN:
                name = str(row.body.get("name") or "")
                found.append(_need(row.id, element, name, target, item, stands, row.number))
    return sorted(found, key=lambda need: (need.due_on is None, need.due_on or date.max, need.heard_at))


def _need(
    visit: str, element: str, name: str, target: str, item: dict[str, Any], stands: Stage, at: int
) -> Need:
    text = mask_numbers(" ".join(str(item.get("text") or "").split()))
    handler, urgency = str(item.get("handler") or ""), str(item.get("urgency") or "")
    return Need(visit, element, name, target, text, handler, urgency, _day(item.get("due_on")), stands, at)


def need_deadlines(profile: Profile, heard_at: int) -> dict[str, date]:
    """By when a need heard at a moment (ms UTC) is to be answered, by its urgency."""

    def work(db: Tables) -> dict[str, date]:
        holidays, terms = rules_of(db).holidays, need_terms(db)
        day = local_day(heard_at, CHINA_MINUTES)
        return {urgency: deadline(urgency, day, terms, holidays) for urgency in terms}

    return profile.read(work)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
