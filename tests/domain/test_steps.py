"""Each step of a case asks for what it needs: by whoever takes it, and only when it is taken."""

from __future__ import annotations

from typing import Any

import pytest

from gridworker.domain.steps import moves, out_of_order, too_early
from tests.domain.case import CASE

UNWILLING = {"consent": "refuse", "role": "respondent", "name": "王秀英"}


def steps(to: str, **changes: Any) -> list[str]:
    """What is missing for a step from the case as it is changed."""
    body = CASE | changes
    said = {"close_reason": "谈不拢。", "archive_number": "2026-031", "retention": "long"}
    patch = {"status": (body["status"], to)} | {
        name: (None, text) for name, text in said.items() if name not in body
    }
    return [reason for _, reason in too_early(body, patch)]


@pytest.mark.parametrize(
    ("to", "changes", "missing"),
    [
        ("accepted", {"status": "lead"}, []),
        ("accepted", {"status": "lead", "parties": {"a": CASE["parties"]["a"]}}, ["step_two_parties"]),
        ("accepted", {"status": "lead", "parties": CASE["parties"] | {"b": UNWILLING}}, ["step_consent"]),
        ("refused", {"status": "lead", "close_reason": ""}, ["step_reason"]),
        ("agreed", {"status": "mediating", "sessions": None, "clauses": None}, ["step_session", "step_clause"]),
        ("agreed", {"status": "mediating", "clauses": {"c": {"what": "修好"}}}, ["step_clause_day"]),
        ("performing", {"status": "agreed", "agreement": {"form": "written"}}, ["step_effective"]),
        ("performed", {"status": "performing"}, ["step_clauses_kept"]),
        ("archived", {}, []),
        ("archived", {"attachments": None}, ["step_dossier"]),
        ("archived", {"retention": ""}, ["step_archive_number"]),
        ("archived", {"status": "refused", "attachments": None, "sessions": None, "agreement": None,
                      "clauses": None, "accepted_on": None}, []),
        ("archived", {"status": "failed", "agreement": None, "clauses": None}, []),
    ],
)  # fmt: skip
def test_what_a_step_needs(to: str, changes: dict[str, Any], missing: list[str]) -> None:
    assert steps(to, **changes) == missing


def test_a_minor_without_guardian_is_not_accepted() -> None:
    child = CASE["parties"]["b"] | {"birth_on": "2012-05-01"}
    case = {"status": "lead", "created_at": 1_795_320_000_000, "parties": CASE["parties"] | {"b": child}}
    assert steps("accepted", **case) == ["step_guardian"]
    named = child | {"agent": {"name": "王母", "relation": "guardian"}}
    assert steps("accepted", **case | {"parties": CASE["parties"] | {"b": named}}) == []


def test_what_takes_no_step_needs_nothing() -> None:
    assert too_early(CASE, {"facts": ("漏水。", "")}) == []
    assert too_early(CASE | {"status": "lead"}, {"status": ("lead", "archived")}) == [], (
        "the table refuses it"
    )


def test_a_step_is_offered_with_what_it_lacks() -> None:
    offered = {move.to: move.missing for move in moves(CASE | {"status": "mediating", "sessions": None})}
    assert offered == {"agreed": ("session",), "failed": (), "withdrawn": (), "transferred": ()}


SESSION_DAY = 1_795_320_000_000
"""22 November 2026, noon in China."""


@pytest.mark.parametrize(
    ("accepted", "patch", "wrong"),
    [
        ("2026-11-22", {"sessions/n": (None, {"at": SESSION_DAY})}, []),
        ("2026-11-23", {"sessions/n": (None, {"at": SESSION_DAY})}, [("sessions/n", "before_acceptance")]),
        ("2026-11-23", {"facts": ("漏水。", "")}, []),
        (
            "2026-11-23",
            {"agreement": (None, {"form": "written", "signed_on": "2026-11-22", "sealed_on": "2026-11-24"})},
            [("agreement/signed_on", "before_acceptance")],
        ),
        ("", {"sessions/n": (None, {"at": SESSION_DAY})}, []),
        ("?", {"sessions/n": (None, {"at": SESSION_DAY})}, []),
    ],
)
def test_nothing_is_mediated_before_it_is_accepted(
    accepted: str, patch: dict[str, Any], wrong: list[tuple[str, str]]
) -> None:
    assert out_of_order(CASE | {"accepted_on": accepted, "sessions": None, "agreement": None}, patch) == wrong


def test_a_case_is_not_accepted_after_it_was_mediated() -> None:
    case = CASE | {"sessions": {"s": {"at": SESSION_DAY}}}
    assert out_of_order(case, {"accepted_on": (None, "2026-12-01")}) == [("accepted_on", "after_session")]
