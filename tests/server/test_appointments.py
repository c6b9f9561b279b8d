"""查梅 mediates in the village: what a mediation came to is hers to enter, and every laptop is told so."""

from __future__ import annotations

from typing import Any

import pytest

from gridworker.server.district import District
from tests.server.conftest import Place
from tests.server.serving import serving
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


def told(village: Village, name: str) -> list[Any]:
    """What a laptop that comes now is told under a name, in force last."""
    zhou = village.enrols("zhoumin")
    bodies = map(zhou.body, zhou.pull_all())
    return [body["content"] for body in bodies if body.get("name") == name]


def test_laptops_are_told_who_mediates_and_who_leads(village: Village) -> None:
    village.district.add_worker("fengyun", "冯云", "mediator", GRID)
    both = {VILLAGE: {"chamei": "查梅"}, GRID: {"fengyun": "冯云"}}
    assert told(village, "policy/mediators") == [{"regions": both}]
    village.district.revoke("chamei", VILLAGE)
    assert told(village, "policy/mediators") == [{"regions": {GRID: {"fengyun": "冯云"}}}]

    village.district.add_worker("louxiaoyan", "楼晓燕", "village_lead", GRID)
    leads = {VILLAGE: {"shilan": "施兰"}, GRID: {"louxiaoyan": "楼晓燕"}}
    assert told(village, "policy/leads") == [{"regions": leads}]
    village.district.revoke("shilan", VILLAGE)
    village.district.revoke("louxiaoyan", GRID)
    assert told(village, "policy/leads") == [{"nobody": True}]


def test_a_district_from_before_tells_laptops_as_soon_as_it_is_served(place: Place) -> None:
    """查梅 was appointed when nothing was published yet: an update must not wait for the next appointment."""

    def read() -> list[Any]:
        district = District.open(place.folder, place.url)
        try:
            village = Village(district, district.site.clock)
            return [told(village, name) for name in ("policy/mediators", "policy/leads")]
        finally:
            district.close()

    assert read() == [[], []]
    for _ in range(2):
        with serving(place):
            pass
        said = [
            [{"regions": {VILLAGE: {who: name}}}] for who, name in (("chamei", "查梅"), ("shilan", "施兰"))
        ]
        assert read() == said, "said once, however often it is started"
