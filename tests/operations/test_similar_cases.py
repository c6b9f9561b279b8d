"""A new leak reminds of an old one: what was agreed then is shown, and who it was is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gridworker.operations.records import add_record, edit_record
from gridworker.operations.similar_cases import similar_cases
from gridworker.store.profile import Profile
from tests.laptop import laptop

LEAK = {
    "title": "陈国庆家楼上漏水，吊顶损坏",
    "type": "neighbour",
    "status": "accepted",
    "facts": "601室卫生间渗漏，致501室陈国庆家吊顶脱落。",
    "place": {"text": "东篱苑9幢501室"},
    "parties": [
        {"role": "applicant", "name": "陈国庆", "phone": "13800001111"},
        {"role": "respondent", "name": "欧阳芳", "agent": {"name": "欧阳明"}},
    ],
    "clauses": [
        {"order": 1, "what": "欧阳芳于月底前修好漏点，欧阳明13900002222联系陈国庆。", "due_on": "2026-10-30"}
    ],
}
NOISE = LEAK | {
    "title": "夜间装修噪声",
    "facts": "业主深夜施工，电钻声影响休息。",
    "place": {"text": "西河路3号"},
}


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def closed(profile: Profile, **fields: Any) -> str:
    record = add_record(profile, "dispute", fields).ids[0]
    for state in ("mediating", "agreed", "performed", "archived"):
        edit_record(profile, record, {"status": state, "closed_on": "2026-11-01"})
    return record


def test_a_leak_reminds_of_a_leak_and_names_nobody(profile: Profile) -> None:
    old = closed(profile, **LEAK)
    closed(profile, **NOISE)
    closed(profile, **LEAK | {"type": "housing"})
    add_record(profile, "dispute", LEAK | {"title": "楼上漏水，还在调解"})
    new = add_record(
        profile,
        "dispute",
        {"title": "楼上漏水", "type": "neighbour", "status": "accepted", "facts": "401室卫生间渗漏，致301室吊顶损坏。",
         "place": {"text": "东篱苑5幢301室"}, "parties": [{"name": "李建国"}]},
    ).ids[0]  # fmt: skip
    (found,) = similar_cases(profile, new)
    assert (found.id, found.place, found.closed_on) == (old, "东篱苑", "2026-11-01")
    assert found.title == "陈某家楼上漏水，吊顶损坏"
    told = " ".join(found.agreed)
    assert "于月底前修好漏点" in told
    for secret in ("陈国庆", "欧阳芳", "欧阳明", "13900002222"):
        assert secret not in told + found.title


def test_nothing_alike_is_no_hint(profile: Profile) -> None:
    closed(profile, **NOISE)
    new = add_record(profile, "dispute", LEAK).ids[0]
    assert similar_cases(profile, new) == []
