"""周敏's grid has a mediator: the laptop says so before the district does."""

from __future__ import annotations

import pytest

from gridworker.domain.errors import InvalidRecord
from gridworker.operations.disputes import open_case
from gridworker.operations.records import add_record, edit_record
from gridworker.store.profile import Profile
from tests.laptop import laptop
from tests.operations.published import publish

CASE = {"title": "楼上漏水", "type": "neighbour", "status": "accepted", "parties": [{"name": "李建国"}]}


def mediating(profile: Profile) -> str:
    record = add_record(profile, "dispute", CASE).ids[0]
    edit_record(profile, record, {"status": "mediating"})
    return record


@pytest.mark.parametrize("code", ["330109001035", "330109001"])
def test_what_it_came_to_is_the_mediators(code: str) -> None:
    profile = laptop()
    publish(profile, "policy/mediators", 1, {"regions": {code: {"chamei": "查梅"}}})
    record = mediating(profile)
    assert open_case(profile, record).mediators == {"chamei": "查梅"}
    with pytest.raises(InvalidRecord) as caught:
        edit_record(profile, record, {"status": "failed", "close_reason": "谈不拢"})
    assert (caught.value.code, caught.value.paths) == ("ILLEGAL_TRANSITION", [("status", "mediator")])
    edit_record(profile, record, {"facts": "双方都在场。"})


@pytest.mark.parametrize("content", [None, {"regions": {"330109002": {"wu": "吴青"}}}, {"regions": []}, "?"])
def test_where_nobody_is_appointed_the_grid_worker_mediates(content: object) -> None:
    profile = laptop()
    if content is not None:
        publish(profile, "policy/mediators", 1, content)
    record = mediating(profile)
    assert open_case(profile, record).mediators == {}
    edit_record(profile, record, {"status": "failed"})


def test_a_mediator_takes_the_step() -> None:
    profile = laptop("chamei", role="mediator")
    publish(profile, "policy/mediators", 1, {"regions": {"330109001035": {"chamei": "查梅"}}})
    edit_record(profile, mediating(profile), {"status": "agreed"})
