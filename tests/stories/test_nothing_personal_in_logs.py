"""A day with everything that goes wrong in it: no log, no check of the computer tells whom the work was about."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridworker import __version__
from gridworker.environment.logs import write_fault
from tests.stories.cast import District, Laptop

PERSONAL = {
    "name": "施丽娟",
    "foreigner": "Maria Rossi",
    "phone": "13857112345",
    "id_number": "330109198505051230",
    "address": "东篱苑3幢2单元501",
    "words": "夫妻常年争吵",
    "file": "施丽娟的低保材料",
}
CASE = {
    "type": "neighbour",
    "title": f"{PERSONAL['name']}与{PERSONAL['foreigner']}漏水",
    "facts": PERSONAL["words"],
    "place": {"text": PERSONAL["address"]},
    "parties": [
        {"name": PERSONAL["name"], "phone": PERSONAL["phone"], "id_number": PERSONAL["id_number"]},
        {"name": PERSONAL["foreigner"]},
    ],
}


def log_files(*folders: Path) -> list[Path]:
    """Every log file of these programs."""
    return [file for folder in folders for file in sorted((folder / "logs").glob("*"))]


def in_zip(file: Path) -> dict[str, str]:
    """The texts of an archive by name."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    """A district that serves."""
    made = District(tmp_path / "district")
    made.set_up()
    made.opens()
    yield made
    made.dies()


def test_a_day_with_all_its_troubles(district: District, tmp_path: Path) -> None:
    zhou, shen = Laptop(tmp_path / "zhou"), Laptop(tmp_path / "shen")
    district.enrols(zhou, "zhoumin")
    district.enrols(shen, "shenguoqiang")
    told = []
    case = zhou.adds("dispute", **CASE)
    zhou.syncs()
    shen.syncs()
    for laptop, facts in ((zhou, PERSONAL["words"] + "，已劝和"), (shen, PERSONAL["words"] + "，仍未和好")):
        laptop.edits(case, {"facts": facts})
        told.append(laptop.says("sync").code)
    assert told == [0, 3]
    zhou.says("record", "add", "dispute", "-", typed={"title": PERSONAL["name"], "type": PERSONAL["words"]})
    zhou.says("record", "add", "note", "-", typed=f"{{{PERSONAL['name']}")
    zhou.says("record", "attach", case, str(tmp_path / PERSONAL["file"]))
    zhou.says("search", PERSONAL["name"])
    district.says("records", "show", PERSONAL["name"])
    district.dies()
    zhou.says("sync")
    district.opens()
    zhou.syncs(code=3)
    # What the window writes when it meets a defect, with the worst that could be in it.
    for trouble in (
        KeyError(PERSONAL["foreigner"]),
        ValueError(str(CASE)),
        OSError(2, "no", PERSONAL["file"]),
    ):
        write_fault(zhou.folder, trouble, "window")
    checked = zhou.says("doctor", "--bundle", str(tmp_path / "bundle.zip"))
    district.closes()

    files = log_files(zhou.folder, shen.folder, district.folder)
    assert files
    for file in files:
        text = file.read_text("utf-8")
        assert [each for each in PERSONAL.values() if each in text] == [], file
        assert not re.search(r"[\u4e00-\u9fff]", text), file
    bundle = in_zip(tmp_path / "bundle.zip")
    assert {"README.txt", "report.json", "logs/gridworker.log"} <= set(bundle)
    for support in (f"{checked.json} {checked.told}", *bundle.values()):
        assert [each for each in PERSONAL.values() if each in support] == []
    report = json.loads(bundle["report.json"])
    assert (report["version"], report["counts"]["conflicts"]) == (__version__, 1)
    assert [check["ok"] for check in report["checks"]] == [True, True, True, True]
