"""Who may take the steps of a dispute that need a mediator (decision 010)."""

from __future__ import annotations

from gridworker.domain.roles import Role, may_move, mediating_role
from gridworker.operations.references import mediators_of
from gridworker.store import streams
from gridworker.store.database import Tables
from gridworker.store.profile import Profile


def who_mediates(profile: Profile, db: Tables, stream: str) -> dict[str, str]:
    """Who may take the steps of a mediator in a stream where this worker may not, by id; empty where they may."""
    if profile.identity.role != Role.GRID_WORKER:
        return {}
    code = next((one.code for one in streams.all_streams(db) if one.id == stream), "")
    return mediators_of(db, code)


def may_step(profile: Profile, db: Tables, stream: str, old: str | None, new: str | None) -> bool:
    """Whether this worker may take a step of a dispute; the district judges the same (`server.group`)."""
    role = Role(profile.identity.role)
    if may_move(role, "dispute", old, new):
        return True
    return may_move(
        mediating_role(role, appointed=bool(who_mediates(profile, db, stream))), "dispute", old, new
    )
