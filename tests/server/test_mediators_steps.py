"""查梅 mediates in the village: what a mediation came to is hers to enter, and every laptop is told so."""

from __future__ import annotations

from typing import Any

import pytest

from gridworker.server.district import District
from tests.server.conftest import Place
from tests.server.test_the_server_process import serving
from tests.server.village import GRID, VILLAGE, Village, dispute

FAR_GRID = "330109002001001"
"""In another town, where nobody is appointed."""


def came_to(village: Village, worker: str, new: str, grid: str = GRID) -> tuple[str, list[Any]]:
    """What becomes of a worker's word on what a mediation came to."""
    laptop, stream = village.enrols(worker), village.streams[grid]
    made = laptop.op(stream, "dispute", dispute(laptop.make_id(), status="accepted"))
    held = laptop.op(stream, "dispute", {"status": ("accepted", "mediating")}, record=made.record)
    over = laptop.op(stream, "dispute", {"status": ("mediating", new)}, record=made.record)
    acks = laptop.send(made, held, over)
    assert [ack.result for ack in acks[:2]] == ["ok", "ok"], "everybody who writes may begin"
    return acks[2].code, acks[2].paths


@pytest.mark.parametrize("new", ["agreed", "failed"])
def test_what_mediation_came_to_is_for_the_appointed_mediator(village: Village, new: str) -> None:
    assert came_to(village, "zhoumin", new) == ("ILLEGAL_TRANSITION", [("status", "role")])
    for worker in ("chamei", "shilan", "laiguohua"):
        assert came_to(village, worker, new) == ("", [])


def test_where_nobody_is_appointed_the_grid_worker_mediates(village: Village) -> None:
    village.district.add_worker("wuqing", "吴青", "grid_worker", FAR_GRID)
    assert came_to(village, "wuqing", "agreed", FAR_GRID) == ("", [])
    village.district.revoke("chamei", VILLAGE)
    assert came_to(village, "zhoumin", "agreed") == ("", [])


def test_laptops_are_told_who_mediates(village: Village) -> None:
    zhou = village.enrols("zhoumin")

    def told() -> dict[str, Any]:
        bodies = map(zhou.body, zhou.pull_all())
        (one,) = [body for body in bodies if body.get("name") == "policy/mediators"]
        return dict(one["content"]["regions"])

    village.district.add_worker("fengyun", "冯云", "mediator", GRID)
    assert told() == {VILLAGE: {"chamei": "查梅"}, GRID: {"fengyun": "冯云"}}
    village.district.revoke("chamei", VILLAGE)
    assert told() == {GRID: {"fengyun": "冯云"}}


def test_a_district_from_before_tells_laptops_as_soon_as_it_is_served(place: Place) -> None:
    """查梅 was appointed when nothing was published yet: an update must not wait for the next appointment."""

    def told() -> list[Any]:
        district = District.open(place.folder, place.url)
        try:
            zhou = Village(district, district.site.clock).enrols("zhoumin")
            bodies = map(zhou.body, zhou.pull_all())
            return [body["content"]["regions"] for body in bodies if body.get("name") == "policy/mediators"]
        finally:
            district.close()

    assert told() == []
    for _ in range(2):
        with serving(place):
            pass
        assert told() == [{VILLAGE: {"chamei": "查梅"}}], "said once, however often it is started"
