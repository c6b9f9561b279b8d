"""Who made a record, and who may do what (kinds, "Who may"; protocol §4, "Who")."""

from __future__ import annotations

import pytest

from gridworker.domain.authorship import authorship_problems, sign
from gridworker.domain.paths import Body
from gridworker.domain.roles import DESKS, WRITERS, Role, may_assign, may_move, may_read, mediating_role
from tests.domain.case import op_of


def test_a_new_record_is_signed_with_who_and_when() -> None:
    body: Body = {"title": "楼上漏水", "created_by": "mayor"}
    op = op_of({"title": (None, "楼上漏水")}, action="create", at=5)
    sign(body, op, "lai", "来雪芬")
    assert body == {"title": "楼上漏水", "created_at": 5, "created_by": "lai", "created_by_name": "来雪芬"}


def test_a_false_claim_of_authorship_is_named() -> None:
    op = op_of({"created_by": (None, "mayor"), "created_at": (None, 5)}, action="create", at=6)
    assert [problem.path for problem in authorship_problems(op, "lai")] == ["created_at", "created_by"]
    honest = op_of({"created_by": (None, "lai"), "created_at": (None, 6)}, action="create", at=6)
    assert authorship_problems(honest, "lai") == []


@pytest.mark.parametrize("move", [("reported", "accepted"), ("accepted", "assigned"), ("verified", "closed")])
def test_accepting_assigning_and_closing_an_event_is_a_desks(move: tuple[str, str]) -> None:
    assert not may_move(Role.GRID_WORKER, "event", *move)
    assert not may_move(Role.MEDIATOR, "event", *move)
    assert all(may_move(desk, "event", *move) for desk in DESKS)


@pytest.mark.parametrize(
    "move", [("returned", "reported"), ("assigned", "handling"), ("handled", "verified")]
)
def test_feedback_and_verifying_is_a_grid_workers_too(move: tuple[str, str]) -> None:
    assert may_move(Role.GRID_WORKER, "event", *move)


@pytest.mark.parametrize("new", ["agreed", "failed"])
def test_what_mediation_came_to_is_a_mediators_where_one_is_appointed(new: str) -> None:
    worker, appointed = Role.GRID_WORKER, mediating_role(Role.GRID_WORKER, appointed=True)
    assert not may_move(appointed, "dispute", "mediating", new)
    assert may_move(mediating_role(worker, appointed=False), "dispute", "mediating", new)
    assert all(may_move(role, "dispute", "mediating", new) for role in DESKS | {Role.MEDIATOR})
    assert may_move(appointed, "dispute", "breached", "failed"), "who does not pay is no matter of mediation"


def test_steps_of_other_kinds_are_everybodys() -> None:
    assert may_move(Role.GRID_WORKER, "dispute", "lead", "accepted")
    assert may_move(Role.MEDIATOR, "task", "open", "done")


def test_tasks_for_others_are_a_desks() -> None:
    assert may_assign(Role.GRID_WORKER, "lai", "lai")
    assert may_assign(Role.GRID_WORKER, "lai", None)
    assert not may_assign(Role.GRID_WORKER, "lai", "shen")
    assert may_assign(Role.VILLAGE_LEAD, "tang", "shen")


def test_the_audit_of_accesses_is_the_auditors() -> None:
    assert [role for role in Role if may_read(role, "access")] == [Role.AUDITOR]
    assert {role for role in Role if may_read(role, "dispute")} == WRITERS | {Role.AUDITOR}
