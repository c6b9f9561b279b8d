"""Whom Zhou Min is to call on, and why: derived from tags, use, size and what was done, never written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from gridworker.domain.plans import Due, planned_on
from gridworker.operations.agenda import MOST_VISITS, agenda
from gridworker.operations.plans import planned
from gridworker.operations.records import add_record, delete_record, edit_record
from gridworker.operations.visits import after, due, key_of, next_door, rounds
from gridworker.store.profile import Profile
from tests.laptop import NOON, laptop
from tests.operations.published import publish

DAY = 86_400_000
TODAY = date(2026, 11, 22)
FAR = date(2028, 1, 1)
ROOM = {"text": "东篱苑", "building": "7", "unit": "1", "room": "302"}


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def at(profile: Profile, days_ago: int) -> None:
    profile.clock.at = NOON - days_ago * DAY  # type: ignore[attr-defined]  # the clock of these tests can be set


def person(profile: Profile, name: str = "陈桂芳", days_ago: int = 100, **tag: Any) -> str:
    at(profile, days_ago)
    watch = [{"category": "living_alone", "level": "key", **tag}]
    record = add_record(profile, "person", {"name": name, "place": ROOM, "watch": watch}).ids[0]
    at(profile, 0)
    return record


def visit(profile: Profile, days_ago: int, target: str = "", **fields: Any) -> str:
    given = {"at": NOON - days_ago * DAY, "target": "person", "name": "陈桂芳", "result": "met", **fields}
    return add_record(profile, "visit", given | ({"target_id": target} if target else {})).ids[0]


def plan(profile: Profile) -> Due | None:
    found = profile.read(lambda db: planned(db, TODAY, FAR))
    return found[0].due if found else None


def why(profile: Profile) -> tuple[str, str, int]:
    found = plan(profile)
    assert found is not None
    assert found.why is not None
    return found.why.of, found.why.code, found.why.every


def test_a_tag_in_force_asks_for_calls_by_its_level_and_the_last_visit_counts(profile: Profile) -> None:
    chen = person(profile)
    assert why(profile) == ("tag", "living_alone", 30)
    visit(profile, 40, chen)
    assert plan(profile) == plan(profile)._replace(on=date(2026, 11, 12))  # type: ignore[union-attr]
    last = visit(profile, 3, chen)
    assert plan(profile).on == date(2026, 12, 19)  # type: ignore[union-attr]
    delete_record(profile, last, "")
    assert plan(profile).on == date(2026, 11, 12), "nothing of it was stored"  # type: ignore[union-attr]


def test_a_tag_that_ended_asks_for_nothing_any_more(profile: Profile) -> None:
    person(profile, until_on="2026-11-21")
    assert plan(profile) is None
    person(profile, "李建国", until_on="2026-11-22")
    assert plan(profile) is not None, "its last day still counts"


def test_of_several_tags_the_most_frequent_counts(profile: Profile) -> None:
    chen = person(profile)
    edit_record(
        profile, chen, {f"watch/{profile.make_id()}": {"category": "disabled_elder", "level": "high"}}
    )
    assert why(profile) == ("tag", "disabled_elder", 7)


def test_the_district_sets_the_frequencies_and_what_it_leaves_out_stays(profile: Profile) -> None:
    person(profile)
    content = {"person": {"living_alone": {"key": 14, "any": "often"}}, "household": "x", "again": 0}
    publish(profile, "policy/visit-frequencies", 1, content)
    assert why(profile) == ("tag", "living_alone", 14)
    publish(profile, "policy/visit-frequencies", 2, {"person": {"living_alone": {"any": 0}}})
    assert plan(profile) is None, "the district asks for no calls"
    person(profile, "黄阿毛", category="low_income", level="")
    assert why(profile) == ("tag", "low_income", 90)


def test_a_day_set_by_hand_wins_until_the_next_visit(profile: Profile) -> None:
    chen = person(profile)
    visit(profile, 2, chen, next_on="2026-11-24")
    assert (plan(profile).on, plan(profile).by_hand) == (date(2026, 11, 24), True)  # type: ignore[union-attr]
    visit(profile, 1, chen)
    assert (plan(profile).on, plan(profile).by_hand) == (date(2026, 12, 21), False)  # type: ignore[union-attr]


def test_nobody_in_is_a_try_and_one_goes_again_soon(profile: Profile) -> None:
    chen = person(profile)
    visit(profile, 40, chen)
    visit(profile, 2, chen, result="absent")
    visit(profile, 1, chen, result="refused")
    assert (plan(profile).on, plan(profile).tries) == (date(2026, 11, 24), 2)  # type: ignore[union-attr]
    visit(profile, 0, chen, result="phone")
    assert (plan(profile).on, plan(profile).tries) == (date(2026, 12, 22), 0)  # type: ignore[union-attr]


@pytest.mark.parametrize("result", ["met", "phone", "absent", "refused"])
def test_the_day_after_one_more_is_known_before_it_is_written_down(profile: Profile, result: str) -> None:
    chen = person(profile)
    for before in (None, 40, 4):
        if before is not None:
            visit(profile, before, chen, result="absent" if before == 4 else "met")
        whom = profile.read(lambda db: planned(db, TODAY, FAR))[0]
        assert whom.due.why is not None
        calls = whom.calls.and_one(TODAY - timedelta(days=1), spoken=result in ("met", "phone"))
        last = visit(profile, 1, chen, result=result)
        then = plan(profile)
        assert then is not None
        assert then.on == planned_on(whom.due.why, calls, whom.again)
        delete_record(profile, last, "")


def test_visits_from_before_somebody_was_on_file_count_by_name_and_place(profile: Profile) -> None:
    visit(profile, 5, place=ROOM)
    visit(profile, 1, place={"text": "柳塘新村1幢"})
    chen = person(profile)
    assert plan(profile).on == date(2026, 12, 17)  # type: ignore[union-attr]
    known = rounds(profile).known
    assert known[chen].moments == (NOON - 5 * DAY,)
    assert len(known) == 2, "the other of that name lives elsewhere"


def test_households_by_use_enterprises_by_size_and_whoever_lives_there_counts(profile: Profile) -> None:
    at(profile, 200)
    let = add_record(profile, "household", {"place": ROOM, "use": "rent"}).ids[0]
    add_record(profile, "household", {"place": {**ROOM, "room": "301"}, "use": "own"})
    firm = add_record(profile, "enterprise", {"name": "永利五金加工部", "size": "small"}).ids[0]
    add_record(profile, "enterprise", {"name": "柳塘印务", "size": "micro"})
    tenant = add_record(profile, "person", {"name": "吴小梅", "household_id": let}).ids[0]
    at(profile, 0)
    found = profile.read(lambda db: planned(db, TODAY, TODAY))
    assert [(one.id, one.due.why.every) for one in found if one.due.why] == [(let, 180), (firm, 180)]
    visit(profile, 1, tenant, name="吴小梅")
    assert [one.id for one in profile.read(lambda db: planned(db, TODAY, TODAY))] == [firm]


def test_today_has_the_longest_overdue_with_their_reason_and_says_how_many_more(profile: Profile) -> None:
    for n in range(MOST_VISITS + 3):
        person(profile, f"老人{n}", days_ago=100 - n)
    items = agenda(profile).items
    visits = [item for item in items if item.what == "visit"]
    assert [item.title for item in visits] == [f"老人{n}" for n in range(MOST_VISITS)]
    assert all(item.due is not None and item.due.why is not None for item in visits)
    assert [item.title for item in items if item.what == "visits"] == ["3"]


def test_the_next_door_is_the_next_in_the_order_of_the_building(profile: Profile) -> None:
    for name, building, room in (
        ("甲", "7", "1002"),
        ("乙", "7", "302"),
        ("丙", "12", "101"),
        ("丁", "7", "401"),
    ):
        at(profile, 100)
        add_record(
            profile,
            "person",
            {
                "name": name,
                "place": {"text": "东篱苑", "building": building, "unit": "1", "room": room},
                "watch": [{"category": "living_alone"}],
            },
        )
    at(profile, 0)
    known = rounds(profile).known
    waiting = due(known, TODAY)
    here = next(whom for whom in waiting if whom.name == "乙")
    order = []
    while waiting:
        order.append(here.name)
        waiting = [whom for whom in waiting if whom.key != here.key]
        here = after(here, waiting) or here
    assert "".join(order) == "乙丁甲丙"


def test_a_sweep_goes_on_behind_the_next_door(profile: Profile) -> None:
    for room in ("302", "301", "1001"):
        add_record(profile, "household", {"place": {**ROOM, "room": room}})
    known = rounds(profile).known
    assert known == {}
    first = {"name": "x", "place": ROOM, "target": "household"}
    add_record(profile, "visit", {**first, "result": "met"})
    here = rounds(profile).known[key_of(first)]
    beyond = next_door(profile, here)
    assert beyond is not None
    assert beyond.where == "东篱苑7幢1单元1001室"
    assert next_door(profile, beyond) is None
