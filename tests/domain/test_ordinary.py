"""What is let through at a glance is let through by the checks too."""

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
from gridworker.domain.op import Op
from gridworker.domain.ordinary import is_ordinary
from tests.domain.case import make_id, op_of
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


def problems(op: Op) -> list[checks.Problem]:
    """What the checks find without the glance."""
    return checks._all_problems(DISPUTE, op)


@given(st.dictionaries(paths, odd, max_size=4), st.sets(st.sampled_from(list(RIGHT)), max_size=2))
def test_at_a_glance_nothing_wrong_is_let_through(changes: dict[str, Any], left_out: set[str]) -> None:
    fields = {name: value for name, value in RIGHT.items() if name not in left_out} | changes
    op = create(fields)
    if is_ordinary(DISPUTE, op):
        assert problems(op) == []


@given(st.sampled_from(sorted(PARTY)) | st.sampled_from(["sex", "_deleted", "agent", "spouse"]), odd)
def test_nor_within_a_party(name: str, value: Any) -> None:
    op = create(RIGHT | {f"parties/{make_id()}": PARTY | {name: value}})
    if is_ordinary(DISPUTE, op):
        assert problems(op) == []


@given(st.sampled_from(sorted(PLACE)) | st.sampled_from(["floor", "_x", "room"]), odd)
def test_nor_within_a_place(name: str, value: Any) -> None:
    op = create(RIGHT | {"place": PLACE | {name: value}})
    if is_ordinary(DISPUTE, op):
        assert problems(op) == []


@pytest.mark.parametrize(
    "members",
    [{"op": "7"}, {"record": "7"}, {"why": "x" * 20_001}, {"settles": ["7"]}, {"action": "delete"}],
)
def test_nor_around_the_patch(members: dict[str, Any]) -> None:
    assert not is_ordinary(DISPUTE, msgspec.structs.replace(create(RIGHT), **members))


def test_a_dispute_as_people_take_it_down_is_ordinary() -> None:
    assert is_ordinary(DISPUTE, create(RIGHT))
    for fields in dispute_records(50, seed=7):
        patch = create_patch(DISPUTE, fields, make_id)
        assert is_ordinary(DISPUTE, op_of(patch, action="create"))
