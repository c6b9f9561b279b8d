"""What `--json` prints is what `docs/commands.md` says, tried command by command on one district and one laptop."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gridworker.cli.app import PROGRAM as APP
from gridworker.cli.declaration import Program
from gridworker.cli.frame import run
from gridworker.cli.server import PROGRAM as SERVER
from tests.docs.pages import DOCS, text_of
from tests.stories.cast import PASSWORD, REGIONS, District

GRID = "330109001035003"
DISPUTE = {"title": "东篱苑3幢501室漏水到401室", "type": "neighbour", "parties": [{"name": "单国强"}]}
_SHAPE = re.compile(r"`(\[?\{[^`]+)`")
_NESTED = re.compile(r"\[[^\[\]{}]*\]|\{[^\[\]{}]*\}")
_ROW = re.compile(r"^\| (server: )?(`[^|]+) \| (.+) \|$", re.MULTILINE)


def promised(command: str, *, server: bool = False) -> set[str]:
    """The members a command's value has at its top, or in each of its rows; those with `?` may be missing."""
    table = text_of(DOCS / "commands.md").split("## What `--json` prints")[1]
    for of_server, names, value in _ROW.findall(table):
        if bool(of_server) == server and f"`{command}`" in names:
            shape = _SHAPE.search(value)
            assert shape, value
            return set(_top_names(shape[1].strip("[]")[1:-1]))
    raise AssertionError(command)


def _top_names(shape: str) -> Iterator[str]:
    while shape != (inside := _NESTED.sub("", shape)):
        shape = inside
    for member in shape.split(","):
        name = member.strip().rstrip(":")
        if not name.endswith("?"):
            yield name


class Shell:
    """Types commands of one program with `--json`, in this process."""

    def __init__(self, program: Program, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._program, self._folder, self._capsys = program, folder, capsys

    def prints(self, *words: str, typed: Any = None, ends: int = 0) -> Any:
        """The value a command prints before it `ends`; `typed` is what stands in the file it is given for `-`."""
        file = self._folder.with_suffix(".json")
        file.write_text(json.dumps(typed), encoding="utf-8")
        given = [str(file) if word == "-" else word for word in words]
        self._capsys.readouterr()
        told = [self._program.place.names[0], str(self._folder), "--json", *given]
        assert run(self._program, told) == ends, words
        return json.loads(self._capsys.readouterr().out)


def members(value: Any) -> set[str]:
    """The names in an object, or in the first row of a list."""
    return set(value[0] if isinstance(value, list) else value)


@pytest.fixture
def district(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[District]:
    """A district with one grid, one worker and one desk, serving."""
    made = District(tmp_path / "district")
    desk = Shell(SERVER, made.folder, capsys)
    desk.prints("init", "--name", "萧山区", "--code", "330109", "--regions", str(REGIONS))
    added = desk.prints("region", "add", GRID, "第三网格", "--parent", GRID[:12], "--level", "grid")
    assert members(added) == promised("region add", server=True)
    for worker, name, role, scope in (
        ("zhoumin", "周敏", "grid_worker", GRID),
        ("yujianfen", "俞建芬", "town_desk", GRID[:9]),
    ):
        words = ("--id", worker, "--name", name, "--role", role, "--scope", scope)
        assert members(desk.prints("worker", "add", *words)) == promised("worker …", server=True)
    made.opens()
    yield made
    made.closes()


def month_tables(zhou: Shell, folder: Path) -> None:
    """A kind exported, which month's tables there are, and one of them filled."""
    table = str(folder / "disputes.json")
    assert members(zhou.prints("export", "dispute", "--format", "json", "--out", table)) == promised("export")
    assert members(zhou.prints("report")) == promised("report")
    filled = zhou.prints("report", "mediation", "--month", "2026-11", "--out", str(folder / "month.xlsx"))
    assert members(filled) == {"name", "month", "rows", "traced"}
    people = folder / "people.csv"
    people.write_text("姓名,住址\n李建国,东篱苑3-2-501\n", encoding="utf-8")
    assert members(zhou.prints("import", "person", str(people), "--dry-run")) == promised("import")
    assert zhou.prints("import", "person", str(people))["homes"] == 1


def handled_as_evidence(zhou: Shell, dispute: str, folder: Path) -> None:
    """A file of the dispute listed, exported, its log; a photo on which no page is."""
    scan = folder / "收条.pdf"
    scan.write_bytes(b"%PDF-1.7\n")
    zhou.prints("record", "attach", dispute, str(scan))
    assert members(zhou.prints("evidence", dispute)) == promised("evidence")
    out = ("--out", str(folder / "证据"), "--reason", "移送法院")
    assert members(zhou.prints("evidence", dispute, *out)) == promised("evidence --out")
    assert members(zhou.prints("evidence", dispute, "--log")) == promised("evidence --log")
    assert members(zhou.prints("page", str(scan), ends=3)) == promised("page")


@pytest.mark.usefixtures("qapp")
def test_every_command_prints_what_the_page_says(
    district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRIDWORKER_PASSWORD", PASSWORD)
    desk, zhou = Shell(SERVER, district.folder, capsys), Shell(APP, tmp_path / "zhou", capsys)
    code = desk.prints("enrol-code", "zhoumin")
    assert members(code) == promised("enrol-code", server=True)
    enrolled = zhou.prints("enrol", "--server", district.address, "--code", code["code"])
    assert members(enrolled) == promised("enrol")

    added = zhou.prints("record", "add", "dispute", "-", typed=DISPUTE)
    assert members(added) == {"id"}
    dispute = added["id"]
    edited = zhou.prints("record", "edit", dispute, "-", typed={"risk": "low"})
    assert members(edited) == promised("record edit")
    assert members(zhou.prints("sync")) == promised("sync")
    assert promised("record show") <= members(zhou.prints("record", "show", dispute))
    assert members(zhou.prints("record", "list", "dispute")) >= promised("record show")
    assert members(zhou.prints("record", "show", dispute, "--history")) == promised("record show --history")
    assert members(zhou.prints("search", "漏水")) == promised("search")
    paper = ("--paper", "registration", "--format", "docx", "--out", str(tmp_path / "登记表.docx"))
    dossier = ("--dossier", "--out", str(tmp_path / "卷宗.pdf"))
    assert members(zhou.prints("document", dispute, "--list")) == promised("document --list")
    assert members(zhou.prints("document", dispute, *paper)) == promised("document --paper")
    assert members(zhou.prints("document", dispute, *dossier)) == promised("document --dossier")
    handled_as_evidence(zhou, dispute, tmp_path)
    month_tables(zhou, tmp_path)
    assert members(zhou.prints("doctor")) == promised("doctor")

    given = desk.prints(
        "record", "add", "task", "-", "--grid", GRID, "--as", "yujianfen", typed={"title": "排查"}
    )
    assert members(given) == promised("record add", server=True)
    assert members(desk.prints("record", "list", "task")) == promised("record list", server=True)
    hand_over = ("--to", "330109001035", "--as", "yujianfen", "--why", "归社区办")
    assert members(desk.prints("record", "hand-over", given["id"], *hand_over)) == {"id"}
    folder = str(tmp_path / "backups")
    assert members(desk.prints("backup", folder)) == promised("backup", server=True)
    assert members(desk.prints("restore", folder)) == promised("restore", server=True)
    for command in ("region list", "worker list", "device list", "status"):
        listed = desk.prints(*command.split())
        name = command if command in ("region list", "status") else f"{command.split()[0]} …"
        assert members(listed) == promised(name, server=True), command
