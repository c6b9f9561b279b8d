"""Tables that offices send: merged cells, formulas, numbers that lost digits, other people's csv, and traps."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gridworker.documents import workbook_guard
from gridworker.documents.incoming import MOST_LINES, read_table
from gridworker.documents.incoming_line import Line
from gridworker.domain.errors import PersonCanMend
from tests.documents.tables import PEOPLE, reworked, without_results, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def texts(path: Path) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in read_table(path)]


def second(path: Path) -> Line:
    return list(read_table(path))[1]


def test_a_workbook_is_read_as_it_looks(tmp_path: Path) -> None:
    read = texts(xlsx(tmp_path / "人员.xlsx", PEOPLE))
    assert read[0] == list(PEOPLE[0])
    assert read[2][:4] == ["王秀英", "", "138 1234 5678", "东篱苑3-2-501"]


def test_what_a_merged_cell_says_it_says_for_every_line_it_covers(tmp_path: Path) -> None:
    def merge(_book: Any, sheet: Any) -> None:
        sheet.merge_range("B2:B4", "东篱苑3幢2单元501室")

    rows = (("姓名", "住址"), ("李建国", ""), ("王秀英", ""), ("李明", ""), ("来阿凤", "西河路18号"))
    read = texts(xlsx(tmp_path / "t.xlsx", rows, merge))
    assert [row[1] for row in read[1:]] == ["东篱苑3幢2单元501室"] * 3 + ["西河路18号"]


def test_a_formula_counts_by_its_result_and_one_without_is_named(tmp_path: Path) -> None:
    def formula(_book: Any, sheet: Any) -> None:
        sheet.write_formula("B2", "=D2&E2", None, "13812345678")

    made = xlsx(tmp_path / "a.xlsx", (("姓名", "电话"), ("李建国", "")), formula)
    assert second(made).cells[1].text == "13812345678"
    bare = second(reworked(made, tmp_path / "b.xlsx", SHEET, without_results))
    assert bare.cells[1].flaw == "no_result"
    assert bare.cells[0].text == "李建国"


def test_digits_that_a_spreadsheet_threw_away_are_named_and_a_phone_is_whole(tmp_path: Path) -> None:
    rows = (("证件号码", "电话", "x"), (330109198001011230.0, 13812345678.0, 1.5))
    card, phone, part = second(xlsx(tmp_path / "t.xlsx", rows)).cells
    assert (card.text, card.flaw) == ("", "lost_digits")
    assert (phone.text, part.text) == ("13812345678", "1.5")


def test_days_are_days_by_format_or_by_number(tmp_path: Path) -> None:
    def day(book: Any, sheet: Any) -> None:
        sheet.write_datetime("A2", date(1948, 3, 7), book.add_format({"num_format": "yyyy/m/d"}))
        sheet.write_formula("C2", "=NA()", None, "#N/A")

    dated, number, error = second(xlsx(tmp_path / "t.xlsx", (("a", "b", "c"), ("", 17599, "")), day)).cells
    assert dated.text == "1948-03-07"
    assert (number.text, number.day) == ("17599", "1948-03-07")
    assert error.flaw == "cell_error"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_comes_in_any_code_with_any_separator(tmp_path: Path, encoding: str, sign: str) -> None:
    path = tmp_path / "人员.csv"
    path.write_bytes("\r\n".join(sign.join(row) for row in PEOPLE).encode(encoding))
    assert texts(path)[0] == list(PEOPLE[0])
    assert texts(path)[2][3] == "东篱苑3-2-501"


def test_what_excel_leaves_of_a_number_in_csv_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("姓名,证件号码,备注\n李建国,3.30109E+17,'=1+1\n", encoding="utf-8")
    assert [(cell.text, cell.flaw) for cell in second(path).cells][1:] == [
        ("3.30109E+17", "lost_digits"),
        ("=1+1", ""),
    ]


def bomb(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_guard, "LARGEST_UNPACKED", 4 << 20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", bytes(8 << 20))


def entities(path: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    lol = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    made = xlsx(path.with_name("sound.xlsx"), PEOPLE)
    reworked(made, path, SHEET, lambda text: text.replace("?>", f"?>{lol}", 1))


def torn(path: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    content = xlsx(path.with_name("sound.xlsx"), PEOPLE).read_bytes()
    path.write_bytes(content[: len(content) // 2])


def no_xml(path: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    reworked(xlsx(path.with_name("sound.xlsx"), PEOPLE), path, SHEET, lambda text: text[:300])


def photo(path: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(400))


def old_office(path: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))


def other_zip(path: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (bomb, "table_hostile"),
        (entities, "table_hostile"),
        (torn, "table_broken"),
        (no_xml, "table_broken"),
        (photo, "table_broken"),
        (other_zip, "table_broken"),
        (old_office, "table_old_format"),
    ],
)
def test_what_is_no_sound_table_is_refused_in_words(
    tmp_path: Path, make: Any, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.xlsx"
    make(path, monkeypatch)
    with pytest.raises(PersonCanMend) as trouble:
        list(read_table(path))
    assert trouble.value.code == code


def test_a_table_without_end_stops(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("姓名\n" * (MOST_LINES + 5), encoding="utf-8")
    with pytest.raises(PersonCanMend) as trouble:
        list(read_table(path))
    assert trouble.value.code == "table_too_long"
