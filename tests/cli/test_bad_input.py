"""What people and scripts hand in by mistake: each time one clear sentence, exit code 2, and nothing changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.terminal import PATROL, UNKNOWN_ID, Desk

LONG = "长" * 20_001


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "not_json"),
        ('{"text": ', "not_json"),
        ("{'text': 1}", "not_json"),
        ('{"text": NaN}', "not_json"),
        ('{"at": ' + "9" * 5000 + "}", "not_json"),
        (b"\xff\xfe{\x00}\x00", "not_utf8"),
        ("[" * 100_000, "json_too_deep"),
        ('{"text": "甲", "text": "乙"}', "json_name_twice"),
        ("null", "not_an_object"),
        ('"漏水"', "not_an_object"),
        ("[[]]", "not_an_object"),
    ],
)
def test_a_file_that_is_no_record(desk: Desk, typed: str | bytes, code: str) -> None:
    ended = desk.script("record", "add", "patrol", "-", typed=typed)
    assert (ended.code, ended.error) == (2, code)
    assert desk.script("record", "list", "patrol").json == []


def without(name: str) -> dict[str, Any]:
    return {other: value for other, value in PATROL.items() if other != name}


@pytest.mark.parametrize(
    ("fields", "code", "path", "reason"),
    [
        (without("categories"), "INVALID", "categories", "required"),
        (PATROL | {"place": None}, "INVALID", "place", "required"),
        (PATROL | {"text": LONG}, "TOO_BIG", "text", "too_long"),
        (PATROL | {"text": "楼道\0"}, "INVALID", "text", "not_text"),
        (PATROL | {"mode": "rocket"}, "INVALID", "mode", "choice"),
        (PATROL | {"recheck_on": "2026-02-30"}, "INVALID", "recheck_on", "date"),
        (PATROL | {"at": 1.5}, "INVALID", "at", "float"),
        (PATROL | {"at": "昨天"}, "INVALID", "at", "instant"),
        (PATROL | {"tz": 2**60}, "INVALID", "tz", "range"),
        (PATROL | {"categories": "fire"}, "INVALID", "categories", "set"),
        (PATROL | {"place": "东篱苑"}, "INVALID", "place", "group"),
        (PATROL | {"rechecks_id": "昨天那条"}, "INVALID", "rechecks_id", "id"),
        (PATROL | {"extra": {"表": 1}}, "INVALID", "extra", "answers"),
        (PATROL | {"_hidden": 1}, "INVALID", "_hidden", "path"),
    ],
)
def test_a_record_that_is_not_valid_is_told_path_and_reason(
    desk: Desk, fields: dict[str, Any], code: str, path: str, reason: str
) -> None:
    ended = desk.script("record", "add", "patrol", "-", typed=fields)
    assert ended.code == 2
    assert ended.error == code
    assert [path, reason] in ended.json["error"]["paths"]
    assert f"（{path}）" in ended.told
    assert desk.script("record", "list", "patrol").json == []


def test_lone_surrogates_are_no_text(desk: Desk) -> None:
    ended = desk.script("record", "add", "note", "-", typed='{"text": "\\ud800"}')
    assert (ended.code, ended.json["error"]["paths"]) == (2, [["text", "not_text"]])
    ended = desk.script("record", "add", "note", "-", typed='{"text": "记一笔", "\\udfff": 1}')
    assert ended.code == 2


def test_deep_json_is_refused_by_its_depth(desk: Desk) -> None:
    deep = '{"text": "记一笔", "extra": {"a@1": {"b": ' + "[" * 40 + "]" * 40 + "}}}"
    ended = desk.script("record", "add", "note", "-", typed=deep)
    assert ended.code == 2
    assert ended.json["error"]["paths"][0][1] == "too_deep"


def test_twenty_thousand_characters_are_just_right(desk: Desk) -> None:
    record = desk.adds("note", {"text": LONG[:-1]})
    assert desk.script("record", "show", record).json["text"] == LONG[:-1]


@pytest.mark.parametrize(
    ("words", "typed", "code"),
    [
        (("record", "add", "vehicle", "-"), {"name": "来国强"}, "unknown_kind"),
        (("record", "list", "巡查"), None, "unknown_kind"),
        (
            ("record", "add", "reference", "-"),
            {"name": "x", "version": 1, "content": 1},
            "not_yours_to_write",
        ),
        (("record", "add", "note", "-", "--grid", "330109999999999"), {"text": "记一笔"}, "unknown_grid"),
        (("record", "show", "x"), None, "unknown_record"),
        (("record", "show", UNKNOWN_ID, "--history"), None, "unknown_record"),
        (("record", "edit", UNKNOWN_ID, "-"), {"text": "改"}, "unknown_record"),
        (("record", "delete", UNKNOWN_ID, "--why", "重复"), None, "unknown_record"),
        (("record", "list", "note", "--after", "x"), None, "unknown_record"),
        (("record", "list", "note", "--where", "text"), None, "condition_form"),
        (("record", "list", "note", "--where", "tags/a/b=1"), None, "unknown_path"),
        (("resolve", UNKNOWN_ID, "text", "--keep", "mine"), None, "unknown_record"),
        (("refused", "x"), None, "unknown_record"),
        (("record", "add", "note", "没有这个文件.json"), None, "file_missing"),
        (("record", "add", "note", "."), None, "file_unreadable"),
        (("record", "delete", UNKNOWN_ID, "--why", " "), None, "reason_needed"),
        (("export", "note", "--format", "csv", "--out", "x.csv", "--plain"), None, "reason_needed"),
        (("export", "note", "--format", "csv", "--out", "/没有/x.csv"), None, "folder_missing"),
        (("export", "note", "--format", "csv", "--out", "."), None, "out_is_a_folder"),
        (("export", "vehicle", "--format", "csv", "--out", "x.csv"), None, "unknown_kind"),
        (("enrol", "--server", "区里的服务器", "--code", "A"), None, "bad_address"),
        (("enrol", "--server", "http://grid.example.org", "--code", "A"), None, "http_refused"),
        (
            ("enrol", "--server", "https://127.0.0.1:9", "--code", "A", "--ca", "没有.pem"),
            None,
            "no_such_file",
        ),
    ],
)
def test_what_is_not_there_is_named(desk: Desk, words: tuple[str, ...], typed: Any, code: str) -> None:
    ended = desk.script(*words, typed=typed)
    assert (ended.code, ended.error) == (2, code)
    assert ended.told.strip() == ended.json["error"]["message"]


def test_an_edit_that_is_not_valid_changes_nothing(desk: Desk) -> None:
    record = desk.adds("patrol", PATROL)
    before = desk.script("record", "show", record).json
    bad: list[Any] = [
        {"text": LONG},
        {"place/text": "x"},
        {"text": "好", "mode": "rocket"},
        {"categories": []},
        [],
    ]
    for changes in bad:
        assert desk.script("record", "edit", record, "-", typed=changes).code == 2
    assert desk.script("record", "show", record).json == before


def test_a_state_that_cannot_follow_is_refused(desk: Desk) -> None:
    task = desk.adds("task", {"title": "回访来国强"})
    assert desk.script("record", "edit", task, "-", typed={"status": "done"}).code == 0
    ended = desk.script("record", "edit", task, "-", typed={"status": "dismissed"})
    assert (ended.code, ended.error) == (2, "ILLEGAL_TRANSITION")


def test_of_a_list_what_came_before_a_bad_record_is_saved_and_told(desk: Desk) -> None:
    ended = desk.script(
        "record", "add", "note", "-", typed=[{"text": "一"}, {"text": "二"}, {}, {"text": "四"}]
    )
    assert ended.code == 2
    assert ended.json["error"]["paths"] == [["text", "required"]]
    assert "前 2 条已保存，第 3 条没有保存" in ended.told
    saved = {row["id"] for row in desk.script("record", "list", "note").json}
    assert saved == set(ended.json["saved"])


@pytest.mark.usefixtures("qapp")
def test_of_several_photos_what_became_of_those_before_a_missing_one_is_told(
    desk: Desk, tmp_path: Path
) -> None:
    photo = tmp_path / "空白.png"
    Image.new("L", (200, 200), 255).save(photo)
    ended = desk.script("page", str(photo), str(tmp_path / "没有.jpg"))
    assert ended.code == 2
    assert [(one["file"], one["fate"]) for one in ended.json["filed"]] == [(str(photo), "unknown")]
    assert f"{photo}：没有归档" in ended.told


def test_odd_numbers_and_names_are_saved_and_pointed_out(desk: Desk) -> None:
    party = {"name": "来国强", "phone": "1381234567", "id_number": "330109198001011235"}
    fields = {"type": "neighbour", "title": "漏水", "tittle": "x", "parties": [party]}
    ended = desk.script("record", "add", "dispute", "-", typed=fields)
    assert ended.code == 0
    assert "手机号码应为11位" in ended.told
    assert "parties/0/id_number" in ended.told
    assert "tittle（tittle）不是已知的字段" in ended.told
    assert "1381234567" not in ended.told
    shown = desk.script("record", "show", ended.json["id"]).json
    assert [element["phone"] for element in shown["parties"].values()] == ["1381234567"]


def test_signs_that_command_a_terminal_are_not_passed_on(desk: Desk) -> None:
    desk.adds("note", {"text": "看这里\x1b[2J\x07"})
    for words in (("record", "list", "note"), ("search", "看这里\x1b[2J")):
        ended = desk.run(*words)
        assert "\x1b" not in ended.out + ended.told
    assert desk.script("record", "list", "note").json[0]["text"] == "看这里\x1b[2J\x07"


@pytest.mark.parametrize("text", ['"', "OR NOT *", "' --", "a" * 100_000, "🙂", "。，", "\udcff", " "])
def test_any_search_is_answered(desk: Desk, text: str) -> None:
    assert desk.script("search", text).json == []


def test_a_file_with_a_byte_order_mark_is_read(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "随手记.json"
    file.write_text(json.dumps({"text": "记事本存的"}), encoding="utf-8-sig")
    assert desk.run("record", "add", "note", str(file)).code == 0
