"""`gridworker-server` as an administrator types it: JSON for scripts, words for people, exit codes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gridworker.cli.server import PROGRAM, main
from gridworker.environment.language import LANGUAGES
from tests.server.conftest import Place
from tests.server.village import GRID, OTHER_GRID, TOWN, VILLAGE


class Said(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


Say = Callable[..., Said]


@pytest.fixture
def say(place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Types a command about the village; `typed` goes to standard input as JSON."""

    def type_(*words: str, typed: Any = None) -> Said:
        content = json.dumps(typed, ensure_ascii=False).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        where = ["--data", str(place.folder), *(["--database", place.url] if place.url else [])]
        code = main([*where, *words])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Said(code, captured.out, captured.err)

    return type_


def test_an_administrators_morning(say: Say) -> None:
    added = say(
        "--json", "region", "add", f"{VILLAGE}009", "第九网格", "--parent", VILLAGE, "--level", "grid"
    )
    columns = {"code", "name", "level", "parent", "valid_from", "valid_to"}
    assert [set(row) for row in added.json] == [columns]
    assert added.json[0]["parent"] == VILLAGE
    listed = say("region", "list", "--json").json
    assert [row["code"] for row in listed] == sorted(row["code"] for row in listed)
    words = ("--id", "xiejun", "--name", "解军", "--role", "grid_worker", "--scope", GRID)
    assert say("worker", "add", *words, "--json").json == [
        {"id": "xiejun", "name": "解军", "role": "grid_worker", "scopes": [GRID]}
    ]
    assert say("worker", "grant", "xiejun", "--scope", OTHER_GRID, "--json").json[0]["scopes"] == [
        GRID,
        OTHER_GRID,
    ]
    assert say("worker", "revoke", "xiejun", "--scope", GRID, "--json").json[0]["scopes"] == [OTHER_GRID]
    assert "xiejun" in {row["id"] for row in say("worker", "list", "--json").json}
    code = say("enrol-code", "xiejun", "--hours", "2", "--json").json
    assert code.keys() == {"code", "expires_at"}
    assert say("device", "list", "--json").json == []
    status = say("status", "--json").json
    assert {"version", "epoch", "counts", "devices"} <= status.keys()


def test_the_districts_hand_in_json(say: Say, tmp_path: Path) -> None:
    task = {"title": "回访独居老人", "assignee": "zhoumin"}
    added = say("record", "add", "task", "-", "--grid", GRID, "--as", "shilan", "--json", typed=task)
    assert (added.code, added.json.keys()) == (0, {"id", "result"})
    record = added.json["id"]
    file = tmp_path / "changes.json"
    file.write_text('{"text": "带上血压计"}', "utf-8")
    edited = say("record", "edit", record, str(file), "--as", "shilan", "--json")
    assert edited.json == {"id": record, "result": "ok"}
    [row] = say("record", "list", "task", "--scope", TOWN, "--json").json
    assert row.keys() == {"id", "kind", "stream", "rev", "deleted", "body"}
    assert say("record", "show", record, "--json").json == row
    history = say("record", "show", record, "--history", "--json").json
    assert [op["patch"].get("text") for op in history] == [None, [None, "带上血压计"]]
    handed = say("record", "hand-over", record, "--to", TOWN, "--as", "shilan", "--why", "归街道", "--json")
    assert (handed.code, handed.json.keys()) == (0, {"id"})
    published = say("reference", "publish", "phrases", "-", "--json", typed=["已当场劝离"])
    assert published.json == say("reference", "list", "--json").json
    assert published.json[0]["version"] == 1


def test_a_history_is_told_in_the_words_of_the_laptops(say: Say) -> None:
    added = say(
        "record", "add", "task", "-", "--grid", GRID, "--as", "shilan", "--json", typed={"title": "回访"}
    )
    record = added.json["id"]
    say("record", "edit", record, "-", "--as", "shilan", typed={"text": "带上血压计"})
    told = say("record", "show", record, "--history").out
    assert {"修改", "带上血压计"} <= set(told.split())
    assert not {"create", "edit", "ok", "title", "text"} & set(told.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_result_is_told_to_people_too(say: Say, language: str) -> None:
    lang = ("--lang", language)
    task = {"title": "回访独居老人"}
    added = say("record", "add", "task", "-", "--grid", GRID, "--as", "shilan", *lang, typed=task)
    record = added.out.split()[-1].split("：")[-1]
    for words in (
        ("record", "list", "task"),
        ("record", "list", "note"),
        ("record", "show", record),
        ("record", "show", record, "--history"),
        ("record", "edit", record, "-", "--as", "shilan"),
        ("region", "list"),
        ("worker", "list"),
        ("device", "list"),
        ("enrol-code", "zhoumin"),
        ("reference", "list"),
        ("status",),
    ):
        said = say(*words, *lang, typed={"text": "带上血压计"})
        assert said.code == 0, said
        assert said.out.strip()
        assert said.err == ""


@pytest.mark.parametrize(
    ("words", "typed", "code", "error"),
    [
        (("record", "add", "task", "-", "--grid", GRID, "--as", "shilan"), {}, 2, "INVALID"),
        (("record", "add", "task", "-", "--grid", GRID, "--as", "shilan"), [], 2, "not_an_object"),
        (("record", "add", "boat", "-", "--grid", GRID, "--as", "shilan"), {}, 2, "unknown_kind"),
        (
            ("record", "add", "task", "-", "--grid", GRID, "--as", "tangjing"),
            {"title": "x"},
            5,
            "not_in_scope",
        ),
        (("record", "add", "task", "/no/such", "--grid", GRID, "--as", "shilan"), None, 2, "file_missing"),
        (("record", "show", "nothing"), None, 2, "no_such_record"),
        (("record", "list", "task", "--scope", "999"), None, 2, "unknown_region"),
        (("region", "add", "33", "x", "--parent", TOWN, "--level", "village"), None, 2, "region_code"),
        (("region", "import", "/no/such.csv"), None, 2, "file_missing"),
        (("worker", "grant", "nobody", "--scope", GRID), None, 2, "unknown_worker"),
        (("enrol-code", "nobody"), None, 2, "unknown_worker"),
        (("enrol-code", "zhoumin", "--hours", "0"), None, 2, "code_hours"),
        (("device", "revoke", "nothing", "--why", "遗失"), None, 2, "unknown_device"),
        (("init", "--name", "萧山区", "--code", "330109"), None, 2, "district_exists"),
        (("serve", "--port", "99999"), None, 2, "usage"),
        (("frobnicate",), None, 2, "unknown_command"),
        (("review", "release", "x", "--why", "y"), None, 2, "not_waiting"),
        (("review", "refuse", "x", "--why", "y"), None, 2, "not_waiting"),
        (("review", "refuse", "x", "--why", " "), None, 2, "reason_needed"),
        (("restore", "x"), None, 2, "no_backup_here"),
    ],
)
def test_what_goes_wrong_is_said_with_its_exit_code(
    say: Say, words: tuple[str, ...], typed: Any, code: int, error: str
) -> None:
    said = say("--json", *words, typed=typed)
    assert (said.code, said.json["error"]["code"]) == (code, error)
    assert "{" not in said.json["error"]["message"]
    english = say("--lang", "en", *words, typed=typed)
    assert (english.code, english.out) == (code, "")
    assert english.err.strip()


def test_without_a_data_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "server_data_needed"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", PROGRAM.commands, ids=lambda command: command.name)
def test_every_command_has_help_with_an_example(
    command: Any, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.name.split(), "--help", "--lang", language]) == 0
    shown = capsys.readouterr().out
    assert command.example in shown
    assert command.about.said(language) in shown


def test_init_from_a_region_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    regions = Path(__file__).parents[2] / "resources" / "regions" / "330109.csv"
    words = ["--data", str(tmp_path / "new"), "--json"]
    name = ["--name", "萧山区", "--code", "330109"]
    assert main([*words, "init", *name, "--regions", str(regions)]) == 0
    assert json.loads(capsys.readouterr().out) == {"name": "萧山区", "code": "330109", "regions": 613}
