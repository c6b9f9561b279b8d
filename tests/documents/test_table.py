"""Tables that an office opens: Chinese headers, numbers that keep their digits, nothing that runs as a formula."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from gridworker.documents.table import columns, write_records
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.kinds import KINDS

DISPUTE: dict[str, Any] = {
    "id": "0192f0c1-7a3b-7c4d-8e5f-0123456789ab",
    "kind": "dispute",
    "grid": "330109001035003",
    "number": "（2026）西河路社区第三网格人调字第1号",
    "type": "neighbour",
    "title": "来国强与施丽娟漏水纠纷",
    "status": "mediating",
    "occurred_on": "2026-11-20",
    "place": {"text": "东篱苑3幢2单元501", "building": "3"},
    "risk_flags": ["extreme", "group"],
    "parties": {
        "a": {"role": "applicant", "name": "来国强", "phone": "13812345678", "id_number": "330109198001011234"},
        "b": {"role": "respondent", "name": "施丽娟", "_deleted": True},
    },
    "clauses": {"c": {"order": 1, "what": "赔偿墙面粉刷", "amount_fen": 1230000, "due_on": "2026-12-31"}},
    "facts": '=HYPERLINK("http://x")',
    "created_at": 1_795_320_000_000,
    "created_by_name": "周敏",
    "tz": 480,
    "_sync": "synced",
}  # fmt: skip


def row_of(out: Path) -> dict[str, Any]:
    sheet = load_workbook(out).worksheets[0]
    headers, row = sheet.iter_rows(values_only=True)
    return dict(zip(map(str, headers), row, strict=True))


def test_an_office_opens_the_workbook_and_reads_chinese(tmp_path: Path) -> None:
    out = tmp_path / "纠纷.xlsx"
    assert write_records("dispute", [DISPUTE], out, "xlsx", "zh_CN") == 1
    row = row_of(out)
    assert row["纠纷名称"] == "来国强与施丽娟漏水纠纷"
    assert row["纠纷类型"] == "邻里纠纷"
    assert row["状态"] == "调解中"
    assert row["地点"] == "东篱苑3幢2单元501"
    assert row["发生日期"] == "2026-11-20"
    assert row["创建人"] == "周敏"
    assert row["记录编号"] == DISPUTE["id"]
    assert "12,300.00" in row["协议条款"]


def test_numbers_of_people_and_telephones_keep_every_digit(tmp_path: Path) -> None:
    out = tmp_path / "纠纷.xlsx"
    write_records("dispute", [DISPUTE], out, "xlsx", "zh_CN")
    parties = row_of(out)["当事人"]
    assert "330109198001011234" in parties
    assert "13812345678" in parties
    assert "施丽娟" not in parties


def test_a_formula_that_somebody_dictated_stays_text(tmp_path: Path) -> None:
    book, plain = tmp_path / "a.xlsx", tmp_path / "a.csv"
    write_records("dispute", [DISPUTE], book, "xlsx", "zh_CN")
    cells = [cell for row in load_workbook(book).worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    write_records("dispute", [DISPUTE], plain, "csv", "zh_CN")
    assert "'=HYPERLINK" in plain.read_text(encoding="utf-8-sig")


def test_a_csv_opens_in_a_chinese_spreadsheet(tmp_path: Path) -> None:
    out = tmp_path / "纠纷.csv"
    write_records("dispute", [DISPUTE, DISPUTE], out, "csv", "zh_CN")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["纠纷名称"] for row in rows] == ["来国强与施丽娟漏水纠纷"] * 2


def test_english_has_english_headers_and_marks(tmp_path: Path) -> None:
    out = tmp_path / "disputes.csv"
    write_records("dispute", [DISPUTE], out, "csv", "en")
    text = out.read_text(encoding="utf-8-sig")
    assert "Record id" in text
    assert "Name: 来国强; " in text.replace("Name or title", "Name")


@pytest.mark.parametrize("kind", KINDS)
def test_every_english_head_begins_with_a_capital(kind: str) -> None:
    heads = [column.header for column in columns(KINDS[kind], "en")]
    assert [head for head in heads if head[0].islower()] == []


def test_json_is_the_records_themselves(tmp_path: Path) -> None:
    out = tmp_path / "disputes.json"
    write_records("dispute", [DISPUTE], out, "json", "zh_CN")
    assert json.loads(out.read_text(encoding="utf-8")) == [DISPUTE]


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_table_even_an_empty_one(tmp_path: Path, kind: str, form: str) -> None:
    assert write_records(kind, [], tmp_path / f"a.{form}", form, "zh_CN") == 0
    odd: dict[str, Any] = {"id": "x", **{name: {"text": 1, "x": [1, None]} for name in KINDS[kind].fields}}
    assert write_records(kind, [odd], tmp_path / f"a.{form}", form, "en") == 1


def test_a_long_cell_is_cut_and_not_lost(tmp_path: Path) -> None:
    sessions = {str(n): {"record": "长" * 20_000} for n in range(3)}
    out = tmp_path / "a.xlsx"
    write_records("dispute", [DISPUTE | {"sessions": sessions}], out, "xlsx", "zh_CN")
    assert row_of(out)["调解记录"].endswith("…")


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    with pytest.raises(PersonCanMend, match="folder_missing"):
        write_records("note", [], tmp_path / "没有" / "a.csv", "csv", "zh_CN")
    with pytest.raises(PersonCanMend, match="out_is_a_folder"):
        write_records("note", [], tmp_path, "csv", "zh_CN")
    assert list(tmp_path.iterdir()) == []
