"""The district clears what is past its time while it serves: both laptops lose it, what is owed or open stays."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.stories.cast import District, Laptop

LONG_AGO = 1_577_836_800_000
PLACE = {"text": "东篱苑3幢2单元楼道"}


def test_what_is_past_its_time_goes_for_good_everywhere(
    district: District, zhou: Laptop, shen: Laptop, tmp_path: Path
) -> None:
    old = zhou.adds("patrol", at=LONG_AGO, place=PLACE, categories=["normal"], text="旧事一件")
    edited = zhou.adds("patrol", at=LONG_AGO, place=PLACE, categories=["normal"], text="旧事两件")
    hazard = zhou.adds(
        "patrol", at=LONG_AGO, place=PLACE, categories=["fire"], outcome="deadline", recheck_on="2020-02-01"
    )
    fresh = zhou.adds("patrol", place=PLACE, categories=["normal"])
    zhou.syncs()
    shen.syncs()
    assert shen.shows(old)["text"] == "旧事一件"

    assert district.does("retention", "preview") == []
    policy = tmp_path / "retention.json"
    policy.write_text(json.dumps({"patrol": {"months": 24}}), encoding="utf-8")
    district.does("reference", "publish", "policy/retention", str(policy))
    looked = {one["id"]: one["kept"] for one in district.does("retention", "preview")}
    assert looked == {old: "", edited: "", hazard: "open"}

    # 沈国强 has written to one of them and has not sent it yet.
    shen.edits(edited, {"text": "旧事两件，还要再看"})
    gone = district.does("retention", "purge", "--why", "年度清理")
    assert {one["id"] for one in gone} == {old, edited}
    assert district.says("record", "show", old).code == 2
    assert [one["why"] for one in district.does("retention", "list")] == ["年度清理", "年度清理"]
    with closing(sqlite3.connect(district.folder / "district.db")) as opened:
        told = "".join(str(row[0]) for row in opened.execute("SELECT sent FROM oplog"))
    assert "旧事" not in told

    zhou.syncs()
    assert zhou.says("record", "show", old).code == 2
    assert [hit["id"] for hit in zhou.does("search", "旧事")] == []
    for record in (hazard, fresh):
        assert zhou.shows(record)["_sync"] == "synced"
    receipt = shen.syncs(code=3)
    assert [(one["id"], one["why"]) for one in receipt["attention"]] == [(edited, "refused")]
    assert shen.says("record", "show", old).code == 2
    # The record he wrote to stays with him, sealed, until he has dealt with what came back.
    assert shen.shows(edited)["text"] == "旧事两件"
    assert shen.says("record", "edit", edited, "-", typed={"text": "再改"}).code != 0

    # A new laptop learns nothing of them, and both still agree with the district.
    assert zhou.syncs()["attention"] == []
    late = Laptop(tmp_path / "late")
    district.enrols(late, "zhoumin")
    assert {one["id"] for one in late.does("record", "list", "patrol")} == {hazard, fresh}
