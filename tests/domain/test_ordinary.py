"""What is let through at a glance is let through by the checks too, and becomes what the merge would make of it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.disputes import dispute_records
from gridworker.domain import checks
from gridworker.domain.changes import create_patch
from gridworker.domain.kinds import KINDS
from gridworker.domain.merge import merge
from gridworker.domain.op import Op
from gridworker.domain.ordinary import ordinary_body
from tests.domain.case import LAI, make_id, op_of
from tests.domain.json_values import values

DISPUTE = KINDS["dispute"]
PLACE = {"text": "东篱苑3幢", "region": "330109001035"}
PARTY = {
    "role": "applicant",
    "type": "person",
    "name": "沈国强",
    "phone": "13800000000",
    "birth_on": "1958-03-01",
}
RIGHT: dict[str, Any] = {
    "type": "neighbour",
    "title": "楼上漏水",
    "status": "accepted",
    "occurred_on": "2026-11-20",
    "place": PLACE,
    "tags/漏水": True,
    "risk_flags/violence": True,
    f"parties/{make_id()}": PARTY,
}

odd = st.one_of(
    values,
    st.floats(allow_nan=False),
    st.integers(),
    st.sampled_from(
        ["", "x" * 20_001, "坏\0字", "2026-02-30", "neighbour", "archived", True, {"_a": 1}, {"": 1}]
    ),
)
paths = st.sampled_from(
    [
        *DISPUTE.fields,
        *RIGHT,
        "tags/",
        "tags/独居/甲",
        "tags/a~1b",
        "risk_flags/group",
        f"links/{make_id()}",
        "links/7",
        "weather",
        "_deleted",
        "a~b",
        "parties",
        "parties/x",
        f"parties/{make_id()}/name",
    ]
)


def create(fields: dict[str, Any]) -> Op:
    return op_of({path: (None, value) for path, value in fields.items()}, action="create")


def is_sound(op: Op) -> bool:
    """Whether the glance lets an op pass, which must then be right and make the body that the merge makes."""
    made = ordinary_body(DISPUTE, op)
    if made is not None:
        assert checks.find_problems(DISPUTE, op, 1000, is_ordinary=False) == []
        assert made == merge(DISPUTE, {}, op, LAI, 0, list).body
    return made is not None


@given(st.dictionaries(paths, odd, max_size=4), st.sets(st.sampled_from(list(RIGHT)), max_size=2))
def test_at_a_glance_nothing_wrong_is_let_through(changes: dict[str, Any], left_out: set[str]) -> None:
    fields = {name: value for name, value in RIGHT.items() if name not in left_out} | changes
    is_sound(create(fields))


@given(st.sampled_from(sorted(PARTY)) | st.sampled_from(["sex", "_deleted", "agent", "spouse"]), odd)
def test_nor_within_a_party(name: str, value: Any) -> None:
    is_sound(create(RIGHT | {f"parties/{make_id()}": PARTY | {name: value}}))


@given(st.sampled_from(sorted(PLACE)) | st.sampled_from(["floor", "_x", "room"]), odd)
def test_nor_within_a_place(name: str, value: Any) -> None:
    is_sound(create(RIGHT | {"place": PLACE | {name: value}}))


@pytest.mark.parametrize(
    "members",
    [{"op": "7"}, {"record": "7"}, {"why": "x" * 20_001}, {"settles": ["7"]}, {"action": "delete"}],
)
def test_nor_around_the_patch(members: dict[str, Any]) -> None:
    assert not is_sound(msgspec.structs.replace(create(RIGHT), **members))


def test_a_dispute_as_people_take_it_down_is_ordinary() -> None:
    assert is_sound(create(RIGHT))
    for fields in dispute_records(50, seed=7):
        patch = create_patch(DISPUTE, fields, make_id)
        assert is_sound(op_of(patch, action="create"))
