"""A round along a route: the district's, yesterday's or the points that are due; the next stop follows from today's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from gridworker.operations.agenda import agenda
from gridworker.operations.coverage import coverage
from gridworker.operations.records import add_record, edit_record
from gridworker.operations.routes import AGAIN, POINTS, Route, choose, key_of, next_stop, walk
from gridworker.store.profile import Profile
from tests.laptop import GRID_CODE, NOON, laptop
from tests.operations.published import publish

DAY = 86_400_000


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def place(profile: Profile, name: str, every: int | None = 7, days_ago: int = 30, **fields: Any) -> str:
    profile.clock.at = NOON - days_ago * DAY  # type: ignore[attr-defined]  # the clock of these tests can be set
    given = {"name": name, "type": "shop", "place": {"text": "东篱路"}, "check_every": every, **fields}
    made = add_record(profile, "place", given).ids[0]
    profile.clock.at = NOON  # type: ignore[attr-defined]
    return made


def patrol(profile: Profile, days_ago: float, text: str, place_id: str = "") -> str:
    given = {"at": NOON - int(days_ago * DAY), "place": {"text": text}, "categories": ["normal"]}
    return add_record(profile, "patrol", given | ({"place_id": place_id} if place_id else {})).ids[0]


def routes(profile: Profile) -> dict[str, Route]:
    return {route.code: route for route in walk(profile).routes}


def names(route: Route) -> str:
    return "".join(stop.name for stop in route.stops)


def test_points_are_covered_while_their_days_last(profile: Profile) -> None:
    never, late, fine = place(profile, "甲"), place(profile, "乙"), place(profile, "丙")
    place(profile, "丁", every=None)
    patrol(profile, 7, "东篱路乙", late)
    patrol(profile, 6, "东篱路丙", fine)
    found = coverage(profile)
    assert [(point.name, point.due) for point in found.points] == [
        ("甲", date(2026, 10, 30)),
        ("乙", date(2026, 11, 22)),
        ("丙", date(2026, 11, 23)),
    ]
    assert (found.covered, [point.id for point in found.waiting]) == (1, [never, late])
    (item,) = agenda(profile).items
    assert (item.what, item.title, item.remark) == ("points", "2", "甲 · 乙")
    patrol(profile, 0, "东篱路甲", never)
    patrol(profile, 0, "东篱路乙", late)
    assert (coverage(profile).covered, agenda(profile).items) == (3, [])


def test_the_districts_route_leads_from_stop_to_stop_whoever_patrolled_them(profile: Profile) -> None:
    shop = place(profile, "来记面馆", every=None)
    stops = [{"place_id": shop}, {"text": "东篱苑北门"}, {"place_id": "gone"}, 7, {"text": "西河沿河埠头"}]
    publish(
        profile,
        f"policy/routes-{GRID_CODE}",
        1,
        {"routes": [{"name": "早巡", "shift": "morning", "stops": stops}]},
    )
    publish(profile, "policy/routes-330109001035004", 1, {"routes": [{"name": "别的网格", "stops": stops}]})
    ((code, route),) = routes(profile).items()
    assert (route.name, route.shift, names(route)) == ("早巡", "morning", "来记面馆东篱苑北门西河沿河埠头")
    assert route.stops[0].spot.type == "shop"
    assert next_stop(route) == route.stops[0]
    patrol(profile, 0, "东篱苑北门")
    route = routes(profile)[code]
    assert route.done == 1
    assert next_stop(route, after=shop).name == "西河沿河埠头"  # type: ignore[union-attr]
    assert next_stop(route, after="西河沿河埠头").name == "来记面馆", "it goes round"  # type: ignore[union-attr]
    patrol(profile, 0, "西河沿河埠头")
    patrol(profile, 0, "东篱路来记面馆", shop)
    assert next_stop(routes(profile)[code]) is None


def test_the_last_own_round_can_be_walked_again(profile: Profile) -> None:
    for hour, where in enumerate(("北门", "车棚", "河埠头", "车棚")):
        patrol(profile, 2 - hour / 24, where)
    patrol(profile, 1, "一处")
    again = routes(profile)[AGAIN]
    assert (again.name, names(again)) == ("2026-11-20", "北门车棚河埠头")
    assert next_stop(again, after=key_of(again.stops[0].spot)) == again.stops[1]


def test_a_route_is_chosen_for_a_day(profile: Profile) -> None:
    place(profile, "甲")
    assert walk(profile).chosen == ""
    choose(profile, POINTS)
    assert walk(profile).route == routes(profile)[POINTS]
    profile.clock.at = NOON + DAY  # type: ignore[attr-defined]
    assert walk(profile).route is None


def test_a_place_that_is_no_shop_any_more_is_on_no_list(profile: Profile) -> None:
    first, second = place(profile, "甲"), place(profile, "乙")
    edit_record(profile, first, {"merged_into": second})
    assert [point.id for point in coverage(profile).points] == [second]
