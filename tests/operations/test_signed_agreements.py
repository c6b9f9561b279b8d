"""What is signed is not changed here, and whoever tries is told so in the words of the field."""

from __future__ import annotations

import pytest

from gridworker.domain import mediation
from gridworker.domain.errors import InvalidRecord
from gridworker.environment.wording import describe
from gridworker.operations.disputes import open_case
from gridworker.operations.records import add_record, edit_record
from tests.laptop import laptop


def test_a_signed_clause_is_named_by_its_field_and_stays() -> None:
    party = {"role": "applicant", "type": "person", "name": "李建国"}
    clause = {"order": 1, "what": "赔偿吊顶", "due_on": "2026-12-01"}
    with laptop() as profile:
        fields = {"title": "楼上漏水", "type": "neighbour", "parties": [party], "clauses": [clause]}
        record = add_record(profile, "dispute", fields).ids[0]
        edit_record(profile, record, {"agreement": {"form": "written", "signed_on": "2026-11-20"}})
        ((element, _),) = mediation.clauses(open_case(profile, record).seen)

        with pytest.raises(InvalidRecord) as refused:
            edit_record(profile, record, {f"clauses/{element}/what": "不赔"})

        told = describe(refused.value, "zh_CN")
        assert "履行内容" in told
        assert "补充条款" in told
        ((_, kept),) = mediation.clauses(open_case(profile, record).seen)
        assert kept["what"] == "赔偿吊顶"
