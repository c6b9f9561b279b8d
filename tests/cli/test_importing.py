"""Tables on the command line: a template out and in again, columns that a person names, lines that cannot be taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.cli.terminal import Desk
from tests.documents.tables import xlsx


def test_a_template_goes_out_and_comes_back_filled_in(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "人员模板.xlsx"
    assert desk.script("import", "--template", "person", str(out)).json == {"file": str(out)}
    book: Any = load_workbook(out)
    sheet: Any = book.active
    headers = [str(cell.value).rstrip("*") for cell in sheet[4]]
    for place, value in enumerate(("王秀英", "女"), start=1):
        sheet.cell(6, place, value)
    book.save(out)
    done = desk.script("import", "person", str(out))
    assert (done.code, done.json["added"], done.json["bad"]) == (0, 1, 0)
    assert list(done.json["columns"]) == [str(cell.value) for cell in sheet[4]]
    assert headers[:2] == ["姓名", "性别"]
    (woman,) = desk.script("record", "list", "person").json
    assert (woman["name"], woman["sex"]) == ("王秀英", "female")
    assert desk.script("import", "--template", "patrol", str(out)).error == "not_imported"


def test_columns_nobody_knows_are_named_once_and_known_from_then_on(desk: Desk, tmp_path: Path) -> None:
    table = str(xlsx(tmp_path / "t.xlsx", (("称呼", "号码", "面积"), ("李建国", "13812345678", "90"))))
    assert desk.script("import", "person", table).error == "table_no_headers"
    assert desk.script("import", "person", table, "--map", "称呼=大名").error == "unknown_target"
    assert desk.script("import", "person", table, "--map", "名称=姓名").error == "unknown_column"
    named = ("--map", "称呼=姓名", "--map", "号码=phone", "--map", "面积=-")
    looked = desk.script("import", "person", table, *named, "--dry-run")
    assert looked.json["columns"] == {"称呼": "name", "号码": "phone", "面积": "-"}
    # A look keeps nothing.
    assert desk.script("import", "person", table).error == "table_no_headers"
    assert desk.script("import", "person", table, *named).json["added"] == 1
    again = desk.script("import", "person", table)
    assert (again.json["known"], again.json["skipped"]) == (1, 1)
    assert "按上次改过的对应关系" in again.told
