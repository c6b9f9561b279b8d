"""Everything goes back in time at once: the district, a laptop, a copy of another; one is revoked, one worker moved."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.server.postgresql import running_postgresql
from tests.stories.cast import District, Laptop

WORKERS = ("zhoumin", "shenguoqiang", "chenyan", "linfang")
GRID, OTHER_GRID = "330109001035003", "330109001035004"


@pytest.fixture(params=["sqlite", "postgresql"])
def district(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[District]:
    """A district of two grids and four grid workers, on each of the two databases."""
    if request.param == "sqlite":
        yield from _serving(District(tmp_path / "district"))
    else:
        with running_postgresql() as address:
            yield from _serving(District(tmp_path / "district", address))


def _serving(made: District) -> Iterator[District]:
    made.set_up()
    made.does("region", "add", OTHER_GRID, "第四网格", "--parent", GRID[:12], "--level", "grid")
    for worker, name in (("chenyan", "陈燕"), ("linfang", "林芳")):
        made.does("worker", "add", "--id", worker, "--name", name, "--role", "grid_worker", "--scope", GRID)
    made.opens()
    yield made
    made.dies()


class People:
    """The laptops of four workers and a copy of one, and every note somebody saw as saved, with its last words."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.zhou, self.shen, self.chen, self.lin = (Laptop(folder / name) for name in WORKERS)
        self.clone = Laptop(folder / "clone")
        self.said: dict[str, str] = {}

    def save(self, *said: tuple[Laptop, str]) -> list[str]:
        """Each saves a note on their laptop, at the same time."""
        records = at_once([partial(laptop.adds, "note", text=text) for laptop, text in said])
        self.said.update(zip(records, (text for _, text in said), strict=True))
        return records

    def sync(self, *laptops: Laptop) -> list[Any]:
        """All sync at the same time until nothing is waiting; gives their receipts."""
        return at_once([partial(laptop.syncs, "--until-empty") for laptop in laptops])


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Makes calls at the same time; gives what they return, in their order."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def notes_on(laptop: Laptop) -> dict[str, str]:
    return {row["id"]: row["text"] for row in laptop.does("record", "list", "note")}


def released(district: District) -> int:
    """The supervisor lets through everything that waits; gives how many that were."""
    waiting = district.does("review", "list")
    for row in waiting:
        assert district.does("review", "release", row["op"], "--why", "情况属实")["result"] == "ok"
    return len(waiting)


def yesterday(district: District, people: People) -> str:
    """周敏 keeps a copy of her profile and 沈国强's disk is copied; then the district makes its backup."""
    [shared] = people.save((people.zhou, "三幢门禁坏了"))
    people.sync(people.zhou)
    people.sync(people.shen)
    people.zhou.does("backup", str(people.folder / "zhou.gwb"))
    shutil.copytree(people.shen.folder, people.clone.folder)
    people.save((people.zhou, "旧备份之后、区里备份之前"))
    people.sync(people.zhou)
    district.does("backup", str(people.folder / "backups"))
    return shared


def today(people: People, shared: str) -> None:
    """周敏's disk dies and she goes on from her copy, 沈国强's copy begins to live, everybody works."""
    people.zhou = Laptop(people.folder / "zhou-again")
    people.zhou.does("restore", str(people.folder / "zhou.gwb"))
    people.save(
        (people.zhou, "旧备份恢复以后"),
        (people.shen, "原机"),
        (people.clone, "克隆机"),
        (people.chen, "停用前送出"),
        (people.lin, "调动前送出"),
    )
    people.sync(people.zhou, people.shen, people.clone, people.chen, people.lin)
    people.shen.edits(shared, {"text": "三幢门禁修好了"})
    people.said[shared] = "三幢门禁修好了"
    people.sync(people.shen)
    people.save((people.chen, "停用前没有送出"), (people.lin, "调动前没有送出"))


def test_nothing_that_was_seen_as_saved_is_missing_or_doubled(district: District, tmp_path: Path) -> None:
    people = People(tmp_path)
    enrolled = at_once([partial(district.enrols, Laptop(tmp_path / name), name) for name in WORKERS])
    shared = yesterday(district, people)
    today(people, shared)

    district.does("device", "revoke", enrolled[WORKERS.index("chenyan")]["replica"], "--why", "电脑遗失")
    district.does("restore", str(tmp_path / "backups"))
    district.does("worker", "revoke", "linfang", "--scope", GRID)
    district.does("worker", "grant", "linfang", "--scope", OTHER_GRID)
    assert len(district.does("record", "list", "note")) == 2

    people.sync(people.zhou, people.shen, people.clone, people.lin)
    people.chen.syncs(code=5)
    assert released(district) == 4
    receipts = people.sync(people.zhou, people.shen, people.clone, people.lin)
    assert [(receipt["waiting"], receipt["attention"]) for receipt in receipts] == [(0, [])] * 4

    rows = {row["id"]: row for row in district.does("record", "list", "note")}
    assert {record: row["body"]["text"] for record, row in rows.items()} == people.said
    assert {record: row["rev"] for record, row in rows.items() if row["rev"] != 1} == {shared: 2}
    assert (
        at_once([partial(notes_on, one) for one in (people.zhou, people.shen, people.clone)])
        == [people.said] * 3
    )
    assert notes_on(people.lin) == {}
    assert people.chen.says("record", "add", "note", "-", typed={"text": "停用以后"}).code == 5
