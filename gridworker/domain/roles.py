"""Who may do what (kinds, "Who may")."""

from __future__ import annotations

from enum import StrEnum

SERVER = "server"
"""The author of what the district server writes by itself."""


class Role(StrEnum):
    """What a person is within a scope."""

    GRID_WORKER = "grid_worker"
    MEDIATOR = "mediator"
    VILLAGE_LEAD = "village_lead"
    TOWN_DESK = "town_desk"
    DISTRICT_DESK = "district_desk"
    AUDITOR = "auditor"
    ADMIN = "admin"


DESKS = frozenset({Role.VILLAGE_LEAD, Role.TOWN_DESK, Role.DISTRICT_DESK})
WRITERS = DESKS | {Role.GRID_WORKER, Role.MEDIATOR}
READERS = WRITERS | {Role.AUDITOR}
GRIDS_ONLY = frozenset({Role.GRID_WORKER, Role.MEDIATOR})
"""Roles whose streams are grids, wherever they are granted: a desk's own records are its desk's."""

_DESK_MOVES = frozenset(
    {
        ("reported", "accepted"),
        ("reported", "returned"),
        ("accepted", "assigned"),
        ("accepted", "closed"),
        ("assigned", "returned"),
        ("verified", "closed"),
    }
)


MEDIATORS_MOVES = frozenset({("mediating", "agreed"), ("mediating", "failed")})
"""What mediation came to stands on a paper that a mediator signs (人民调解法 art. 26, 29)."""

MEDIATORS = DESKS | {Role.MEDIATOR}

_ONLY = {
    "event": dict.fromkeys(_DESK_MOVES, DESKS),
    "dispute": dict.fromkeys(MEDIATORS_MOVES, MEDIATORS),
}
"""The transitions that not everybody who writes may take, by kind, and who may."""


def may_move(role: Role, kind: str, old: str | None, new: str | None) -> bool:
    """Whether `role` may take this declared transition.

    Where no mediator is appointed a grid worker is one (decision 010): callers give `mediating_role`.
    """
    return role in _ONLY.get(kind, {}).get((old or "", new or ""), WRITERS)


def mediating_role(role: Role, *, appointed: bool) -> Role:
    """As what somebody takes the steps of a dispute: in a grid without an appointed mediator the worker mediates."""
    return Role.MEDIATOR if role is Role.GRID_WORKER and not appointed else role


def may_assign(role: Role, worker: str, assignee: str | None) -> bool:
    """Whether `role` may give a task to `assignee`: to others only a desk may."""
    return role in DESKS or not assignee or assignee == worker


def may_read(role: Role, kind: str) -> bool:
    """Whether `role` sees records of `kind`: the audit of accesses is for auditors only."""
    return role in READERS and (kind != "access" or role is Role.AUDITOR)
