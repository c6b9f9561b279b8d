"""Zhou Min looks whether a dossier is complete: what it must hold depends on how the case went."""

from __future__ import annotations

from typing import Any

import pytest

from gridworker.domain.dossier import Need, Part, completeness, signed_part
from gridworker.domain.mediation_papers import papers_of
from tests.domain.case import CASE


def parts(**changes: Any) -> dict[str, Part]:
    return {part.code: part for part in completeness(CASE | changes).parts}


def test_a_case_with_everything_is_complete() -> None:
    what = completeness(CASE)
    assert (what.done, what.wanted) == (5, 5)
    musts = {part.code: part.why for part in what.parts if part.need is Need.MUST}
    assert musts == {
        "application": "applied",
        "rights_notice": "always",
        "identity": "always",
        "session": "mediated",
        "agreement": "written",
    }


def test_the_register_stands_for_an_application_that_nobody_made() -> None:
    found = parts(source="grid")
    assert (found["registration"].need, found["registration"].why) == (Need.MUST, "begun")
    assert (found["application"].need, found["application"].papers) == (Need.MAY, ())


def test_an_oral_agreement_wants_the_register_of_it() -> None:
    found = parts(agreement={"form": "oral", "effective_on": "2026-11-22"})
    assert found["oral_agreement"].need is Need.MUST
    assert "agreement" not in found


@pytest.mark.parametrize("status", ["failed", "mediating"])
def test_without_an_agreement_none_is_asked_for(status: str) -> None:
    found = parts(status=status, agreement=None, clauses=None)
    assert "agreement" not in found
    assert found["session"].need is Need.MUST


def test_a_refused_case_needs_neither_notice_nor_session() -> None:
    found = parts(status="refused", sessions=None, agreement=None, clauses=None)
    assert {"rights_notice", "session", "agreement"}.isdisjoint(found)


def test_who_has_an_agent_needs_a_mandate_and_who_has_a_guardian_does_not() -> None:
    agent = {"name": "陈志强", "sex": "male", "phone": "1", "id_number": "2", "authority": "special"}
    sides = CASE["parties"]
    assert parts(parties=sides | {"b": sides["b"] | {"agent": agent}})["mandate"].need is Need.MUST
    guardian = agent | {"relation": "guardian"}
    assert "mandate" not in parts(parties=sides | {"b": sides["b"] | {"agent": guardian}})


def test_what_was_asked_of_a_court_must_be_there() -> None:
    assert parts()["confirmation"].need is Need.MAY
    found = parts(confirmation="applied")["confirmation"]
    assert (found.need, found.why, len(found.papers)) == (Need.MUST, "confirmed", 1)


def test_a_field_that_is_missing_is_missing_in_its_paper_until_a_signed_page_is_there() -> None:
    lacking = CASE | {"clauses": {"c": {"order": 1, "who": "李建国", "what": "修好"}}}
    part = next(one for one in completeness(lacking).parts if one.code == "agreement")
    assert [(lack.code, lack.fields) for lack in part.lacks] == [("clause_field", ("clauses/due_on",))]
    assert not part.is_complete
    scan = CASE["attachments"] | {"x": {"role": "signed", "name": "协议书签字页.pdf"}}
    signed = next(
        one for one in completeness(lacking | {"attachments": scan}).parts if one.code == "agreement"
    )
    assert signed.is_complete


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("权利义务告知书.pdf", "rights_notice"),
        ("第二次调解记录.jpg", "session"),
        ("口头协议登记表.jpg", "oral_agreement"),
        ("补充协议.pdf", "supplement"),
        ("IMG_2026.jpg", "agreement"),
        ("司法确认裁定书.pdf", "confirmation"),
    ],
)
def test_a_signed_page_belongs_to_the_paper_its_name_says(name: str, part: str) -> None:
    assert signed_part({"role": "signed", "name": name}) == part


def test_only_one_form_of_the_agreement_is_offered_once_it_is_known() -> None:
    both = {ref.code for ref in papers_of(CASE | {"agreement": None})}
    assert {"agreement", "oral_agreement"} <= both
    assert "oral_agreement" not in {ref.code for ref in papers_of(CASE)}


def test_nothing_known_is_no_trouble() -> None:
    assert completeness({}).wanted == 2
    assert completeness({"parties": "?", "sessions": 3, "attachments": []}).done == 0
