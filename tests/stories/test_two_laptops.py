"""Two colleagues record offline, sync, see each other's work, disagree, and settle it; in between the server fails."""

from __future__ import annotations

from typing import Any

from tests.stories.cast import District, Laptop

GRID = "330109001035003"
STAIRS = {"text": "东篱苑3幢2单元楼道", "region": GRID, "building": "3", "unit": "2"}


def quarrel() -> dict[str, Any]:
    """A water-leak quarrel as a worker types it."""
    return {
        "title": "东篱苑3幢501室漏水到401室",
        "type": "neighbour",
        "status": "lead",
        "facts": "501室卫生间防水层老化，401室吊顶泡坏，双方为赔偿数额争执。",
        "parties": [
            {"role": "applicant", "type": "person", "name": "单国强", "phone": "13800004321"},
            {"role": "respondent", "type": "person", "name": "仇丽娟", "phone": "13900001234"},
        ],
    }


def test_the_day_of_two_laptops_and_a_district(district: District, zhou: Laptop, shen: Laptop) -> None:
    district.closes()
    patrol = zhou.adds("patrol", place=STAIRS, categories=["normal"])
    hazard = zhou.adds(
        "patrol",
        place=STAIRS,
        categories=["fire"],
        text="楼道内停放电动自行车一辆，占用疏散通道。",
        outcome="deadline",
        recheck_on="2026-11-29",
    )
    dispute = zhou.adds("dispute", **quarrel())
    visit = shen.adds("visit", target="person", name="来阿凤", result="met", text="独居，煤气已关好。")
    assert zhou.shows(dispute)["_sync"] == "waiting"
    offline = zhou.says("sync")
    assert offline.code == 4
    assert "内容都存在本机" in offline.told

    district.opens()
    task = district.does(
        *("record", "add", "task", "-", "--grid", GRID, "--as", "yujianfen"),
        typed={"title": "冬季用火用电安全排查", "type": "instruction", "assignee": "zhoumin"},
    )["id"]
    receipt = zhou.syncs()
    assert receipt["results"]["ok"] == 3
    assert (receipt["sent"], receipt["waiting"], receipt["attention"]) == (3, 0, [])
    shen.syncs()
    for record in (patrol, hazard, dispute, visit, task):
        assert shen.shows(record)["_sync"] == "synced"
    zhou.syncs()
    assert zhou.shows(visit)["text"] == "独居，煤气已关好。"
    assert zhou.shows(task)["title"] == "冬季用火用电安全排查"
    assert [hit["id"] for hit in shen.does("search", "dlysp")] == []
    assert dispute in [hit["id"] for hit in shen.does("search", "漏水")]

    disagree_and_settle(district, zhou, shen, dispute)


def disagree_and_settle(district: District, zhou: Laptop, shen: Laptop, dispute: str) -> None:
    """Both change the same dispute; the later one is asked, settles it, and nothing that was typed is gone."""
    zhou.edits(dispute, {"title": "东篱苑501室漏水赔偿纠纷", "status": "accepted", "risk": "low"})
    shen.edits(dispute, {"title": "东篱苑3幢楼上漏水", "claims": "赔偿吊顶损失三千元。"})
    zhou.syncs()
    district.dies()
    assert shen.says("sync").code == 4
    district.opens()
    receipt = shen.syncs(code=3)
    assert receipt["results"]["conflict"] == 1
    assert [item["id"] for item in receipt["attention"]] == [dispute]

    (conflict,) = shen.does("conflicts")
    assert conflict["path"] == "title"
    assert conflict["current"]["value"] == "东篱苑501室漏水赔偿纠纷"
    assert [side["value"] for side in conflict["candidates"]] == ["东篱苑3幢楼上漏水"]
    seen = shen.shows(dispute)
    assert (seen["status"], seen["claims"], seen["_sync"]) == ("accepted", "赔偿吊顶损失三千元。", "conflict")
    assert seen["number"]

    shen.does("resolve", dispute, "title", "--keep", "mine")
    assert shen.shows(dispute)["_conflicts"] == []
    shen.syncs()
    zhou.syncs()
    for laptop in (zhou, shen):
        shown = laptop.shows(dispute)
        assert (shown["title"], shown["_sync"], shown["_conflicts"]) == ("东篱苑3幢楼上漏水", "synced", [])
    typed = every_value(zhou.does("record", "show", dispute, "--history"))
    for value in (
        "东篱苑3幢501室漏水到401室",
        "东篱苑501室漏水赔偿纠纷",
        "东篱苑3幢楼上漏水",
        "lead",
        "accepted",
    ):
        assert value in typed


def every_value(history: list[dict[str, Any]]) -> list[Any]:
    """All values that were ever written to single paths."""
    return [value for op in history for pair in op["patch"].values() for value in pair]
