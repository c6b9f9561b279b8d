"""事件: reported, followed step by step, verified on the spot; each step says who, when and why (domain notes §5)."""

from __future__ import annotations

from typing import Any

from gridworker.domain.errors import PersonCanMend
from gridworker.domain.event import STATUS
from gridworker.domain.roles import Role, may_move
from gridworker.operations.changes import Changes
from gridworker.operations.records import edit_record
from gridworker.store import record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

CLOSED = "closed"


def open_events(profile: Profile, limit: int = 500) -> list[str]:
    """The ids of the events that are not closed, newest first."""

    def work(db: Tables) -> list[str]:
        rows = record_rows.select(db, "event", limit=limit)
        return [row.id for row in rows if row.body.get("status") != CLOSED]

    return profile.read(work)


def moves(profile: Profile, status: str) -> list[str]:
    """The states to which this worker may move an event, in the order of the declaration."""
    role = Role(profile.identity.role)
    return [to for to in STATUS.transitions.get(status, ()) if may_move(role, "event", status, to)]


def move(profile: Profile, record: str, to: str, opinion: str, seen: dict[str, Any]) -> Changes:
    """Takes a step, with what is said about it; what was done about a matter (`handled`) is its result too.

    Raises `PersonCanMend` (`unknown_record`, `sealed`, `step_not_possible`) and `InvalidRecord`.
    """
    old = str(seen.get("status") or "")
    if to not in moves(profile, old):
        raise PersonCanMend("step_not_possible")
    step = {
        "at": profile.clock.now(),
        "by": profile.identity.worker,
        "from": old,
        "to": to,
        "action": to,
        **({"opinion": opinion} if opinion else {}),
    }
    changes: dict[str, Any] = {"status": to, f"flow/{profile.make_id()}": step}
    if to == "handled" and opinion:
        changes["result"] = opinion
    return edit_record(profile, record, changes, seen=seen).changes
