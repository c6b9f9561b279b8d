"""The month's tables, filled by themselves: what stands in them, where it comes from, and what is typed only once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from gridworker.documents.filled import Cell, Table
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.period import Period
from gridworker.domain.report import read_template
from gridworker.operations.own_templates import fill_own
from gridworker.operations.records import add_record, list_records
from gridworker.operations.reports import fill, find_report, keep_cell, list_reports, save_report
from gridworker.operations.service_cards import Numbers, write_card
from gridworker.store import record_rows
from gridworker.store.profile import Profile
from tests.laptop import GRID_CODE, NOON, laptop
from tests.operations.published import publish as say
from tests.ui.pages.month import fill as month_of_work

DAY = 86_400_000
NOVEMBER = Period.month("2026-11")


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


@pytest.fixture(scope="module")
def month() -> Iterator[Profile]:
    made = laptop()
    month_of_work(made, ("patrol", "visit", "dispute"))
    yield made
    made.close()


def table(profile: Profile, name: str, period: Period = NOVEMBER) -> Table:
    return fill(profile, find_report(profile, name), period)


def cells(filled: Table, head: str) -> list[Cell]:
    at = list(filled.headers).index(head)
    return [row[at] for row in filled.rows]


def row_of(filled: Table, first: str) -> dict[str, Cell]:
    return dict(zip(filled.headers, next(row for row in filled.rows if row[0].text == first), strict=True))


def visit(profile: Profile, name: str, at: int, **fields: Any) -> str:
    given = {"at": at, "target": "person", "name": name, "result": "met", **fields}
    return add_record(profile, "visit", given).ids[0]


def publish(profile: Profile, content: Any, version: int = 1) -> None:
    body = {"name": "report/night", "version": version, "content": content}
    row = record_rows.pulled(profile.make_id(), "s", "reference", 1, "m", False, msgspec.json.encode(body))
    profile.write(lambda db: record_rows.put_pulled(db, [row]))


def test_every_cell_of_a_ledger_names_its_record(month: Profile) -> None:
    filled = table(month, "patrols")
    assert filled.title == "西河路社区第三网格2026年11月巡查台账"
    assert [cell.value for cell in cells(filled, "序号")] == list(range(1, len(filled.rows) + 1))
    known = {record["id"]: record for record in list_records(month, "patrol", [], 1000, None)}
    ids = [cell.ids[0] for cell in cells(filled, "地点")]
    assert len(set(ids)) == len(ids) > 80
    for cell in cells(filled, "情况说明"):
        assert cell.value == known[cell.ids[0]].get("text", "")
    times = [cell.text for cell in cells(filled, "时间")]
    assert times == sorted(times)


def test_the_mediation_table_adds_up_and_each_number_has_as_many_records(month: Profile) -> None:
    filled = table(month, "mediation", NOVEMBER.moved(-1))
    total = row_of(filled, "合计")
    assert int(total["受理（件）"].value) > 0
    for head in ("受理（件）", "依申请", "主动", "委托移送", "调解成功（件）", "涉及金额（元）"):
        column = cells(filled, head)
        assert sum(int(cell.value) for cell in column[:-1]) == column[-1].value
        if not column[-1].fen:
            assert [len(cell.ids) for cell in column] == [cell.value for cell in column]
    whole = [int(total[head].value) for head in ("依申请", "主动", "委托移送")]
    assert sum(whole) == total["受理（件）"].value
    singles = dict(filled.singles)
    assert singles["排查（次）"].value == len(table(month, "patrols", NOVEMBER.moved(-1)).rows)


def test_a_hazard_stays_in_the_ledger_until_it_is_put_right(profile: Profile) -> None:
    def patrol(at: int, **fields: Any) -> str:
        given = {"at": at, "place": {"text": "来记面馆"}, "categories": ["fire"], **fields}
        return add_record(profile, "patrol", given).ids[0]

    open_since = patrol(NOON - 40 * DAY, outcome="deadline", severity="minor", recheck_on="2026-10-30")
    found = patrol(NOON - 3 * DAY, outcome="deadline", severity="major", recheck_on="2026-12-01")
    mended = patrol(NOON - DAY, rechecks_id=found, recheck_result="fixed", outcome="fixed")
    filled = table(profile, "hazards")
    assert [cell.text for cell in cells(filled, "整改情况")] == ["逾期未整改", "已整改"]
    assert cells(filled, "整改情况")[0].ids == [open_since]
    assert cells(filled, "最近复查")[1].ids == [found, mended]
    assert cells(filled, "复查次数")[1].value == 1
    assert len(table(profile, "hazards", NOVEMBER.moved(-1)).rows) == 1


def test_what_is_typed_beside_a_home_stands_there_again_next_month(profile: Profile) -> None:
    for at in (NOON, NOON + 20 * DAY):
        visit(profile, "沈阿凤", at)
    note = cells(table(profile, "visits"), "备注")[0]
    assert note.key is not None
    keep_cell(profile, "visits", "2026-11", note.key, "女儿电话在本子上")
    keep_cell(profile, "visits", "2026-11", ("", "网格长"), "周敏")
    assert cells(table(profile, "visits"), "备注")[0] == note._replace(value="女儿电话在本子上")
    december = table(profile, "visits", NOVEMBER.moved(1))
    assert cells(december, "备注")[0] == note._replace(value="女儿电话在本子上", carried=True)
    assert dict(december.heads)["网格长"].carried
    keep_cell(profile, "visits", "2026-12", note.key, "")
    assert cells(table(profile, "visits", NOVEMBER.moved(1)), "备注")[0].text == ""
    assert cells(table(profile, "visits"), "备注")[0].text == "女儿电话在本子上"


def test_what_the_laptop_knows_is_not_typed(profile: Profile) -> None:
    patrols, disputes = dict(table(profile, "patrols").heads), dict(table(profile, "mediation").heads)
    assert (patrols["填报单位"].text, patrols["网格长"].text) == ("西河路社区第三网格", "")
    assert (disputes["调委会名称"].text, disputes["填表人"].text) == ("西河路社区人民调解委员会", "周敏")
    keep_cell(profile, "patrols", "2026-11", ("", "填报单位"), "")
    assert dict(table(profile, "patrols", NOVEMBER.moved(1)).heads)["填报单位"].text == ""


def test_who_heads_the_grid_is_known_from_the_district(profile: Profile) -> None:
    """楼晓燕 leads the grid, 施兰 the village; 查梅 and 冯云 mediate in it, 吴青 in another."""
    leads = {"330109001035": {"shilan": "施兰"}, GRID_CODE: {"louxiaoyan": "楼晓燕"}}
    mediators = {
        "330109001035": {"chamei": "查梅"},
        GRID_CODE: {"fengyun": "冯云"},
        "330109002001": {"w": "吴青"},
    }
    say(profile, "policy/leads", 1, {"regions": leads})
    say(profile, "policy/mediators", 1, {"regions": mediators})
    for name, head in (("patrols", "网格长"), ("visits", "网格长"), ("hazards", "负责人")):
        cell = dict(table(profile, name).heads)[head]
        assert (cell.text, cell.carried) == ("楼晓燕", True)
    disputes = dict(table(profile, "mediation").heads)
    assert disputes["调解员人数"].text == "2"
    assert disputes["负责人"].text == "", "who chairs the committee the district's grants do not say"

    say(profile, "policy/leads", 2, {"regions": {"330109001035": {"shilan": "施兰"}}})
    assert dict(table(profile, "patrols").heads)["网格长"].text == "", (
        "a village's lead need not head its grids"
    )
    assert dict(table(profile, "hazards").heads)["负责人"].text == "施兰"
    say(profile, "policy/leads", 3, {"regions": {GRID_CODE: {"a": "施兰", "b": "楼晓燕"}}})
    assert dict(table(profile, "patrols").heads)["网格长"].text == "", "which of two it is nobody knows here"
    say(profile, "policy/leads", 4, {"nobody": True})
    assert dict(table(profile, "hazards").heads)["负责人"].text == ""


def test_what_is_typed_above_one_table_stands_above_the_others_of_that_month_and_later(
    profile: Profile,
) -> None:
    def head(name: str, word: str, months: int = 0) -> tuple[str, bool]:
        cell = dict(table(profile, name, NOVEMBER.moved(months)).heads)[word]
        return cell.text, cell.carried

    keep_cell(profile, "patrols", "2026-11", ("", "网格长"), "楼晓燕")
    assert head("patrols", "网格长") == ("楼晓燕", False)
    assert head("visits", "网格长") == head("visits", "网格长", 1) == ("楼晓燕", True)
    assert head("visits", "网格长", -1) == ("", False), "in October nobody had typed it"
    keep_cell(profile, "visits", "2026-12", ("", "网格长"), "施兰")
    assert head("patrols", "网格长", 1) == ("施兰", True), "she came in December"
    assert head("patrols", "网格长") == ("楼晓燕", False)

    keep_cell(profile, "mediation", "2026-11", ("", "负责人"), "查梅")
    assert head("subsidy", "负责人") == ("查梅", True)
    assert head("hazards", "负责人") == ("", False), "the committee's head is not the grid's"
    keep_cell(profile, "subsidy", "2026-11", ("", "负责人"), "")
    assert head("subsidy", "负责人", 1) == ("", False), "emptied where it is not wanted"
    assert head("mediation", "负责人", 1) == ("查梅", True)


def test_the_telephone_of_the_card_stands_on_the_table(profile: Profile, tmp_path: Path) -> None:
    write_card(profile, tmp_path / "card.pdf", Numbers("13867890001", "12345"))
    assert dict(table(profile, "mediation").heads)["联系电话"].text == "13867890001"


def test_names_and_numbers_leave_masked_unless_somebody_says_why(profile: Profile) -> None:
    visit(profile, "沈阿凤", NOON, text="沈阿凤的手机13867890001打不通")
    report = find_report(profile, "visits")
    masked = fill(profile, report, NOVEMBER)
    assert [cell.text for cell in cells(masked, "走访对象")] == ["沈*凤"]
    assert cells(masked, "走访情况")[0].text == "沈*凤的手机138****0001打不通"
    assert masked.mark == "周敏 · 2026-11-22 12:00 · zhoumin 的电脑 · 已打码"
    with pytest.raises(PersonCanMend, match="reason_needed"):
        fill(profile, report, NOVEMBER, plain=True)
    plain = fill(profile, report, NOVEMBER, plain=True, reason="街道核对")
    assert cells(plain, "走访对象")[0].text == "沈阿凤"
    (noted,) = list_records(profile, "access", [], 10, None)
    assert (noted["what"], noted["reason"], noted["count"]) == ("report", "街道核对", 1)


def test_the_workbook_bears_the_mark_and_a_sheet_of_sources(month: Profile, tmp_path: Path) -> None:
    out = tmp_path / "巡查台账.xlsx"
    filled = save_report(month, find_report(month, "patrols"), NOVEMBER, out)
    book = load_workbook(out)
    sheet, sources = book.worksheets
    assert sheet["A1"].value == filled.title
    assert filled.mark in str(sheet.oddFooter.left.text)  # type: ignore[union-attr]  # a sheet has a footer
    head = next(row for row in range(1, 9) if sheet.cell(row, 1).value == "序号")
    listed = {row[0].value: row[3].value for row in sources.iter_rows(min_row=2)}
    assert listed[f"A{head + 1}:I{head + 1}"] == cells(filled, "地点")[0].ids[0]
    assert sources.max_row - 1 == len(filled.rows)


@pytest.mark.usefixtures("qapp")
def test_the_table_is_printed_as_pdf_with_its_mark(profile: Profile, tmp_path: Path) -> None:
    visit(profile, "沈阿凤", NOON, place={"text": "东篱苑3幢"})
    out = tmp_path / "走访台账.pdf"
    save_report(profile, find_report(profile, "visits"), NOVEMBER, out)
    text = PdfReader(out).pages[0].extract_text()
    assert "走访台账" in text
    assert "沈*凤" in text
    assert "已打码" in text


def test_the_district_publishes_a_table_of_its_own_and_a_broken_one_is_not_taken(profile: Profile) -> None:
    content = {
        "title": "{place}{month}月夜巡表",
        "layout": "ledger",
        "queries": [{"kind": "patrol", "where": {"mode": ["walk"]}}],
        "columns": [{"head": "地点", "take": "place"}],
    }
    add_record(
        profile, "patrol", {"at": NOON, "place": {"text": "河边"}, "categories": ["normal"], "mode": "walk"}
    )
    publish(profile, content)
    assert [report.name for report in list_reports(profile)][-1] == "night"
    assert cells(table(profile, "night"), "地点")[0].text == "河边"
    publish(profile, {**content, "columns": [{"head": "翅膀", "take": "wings"}]}, version=2)
    assert cells(table(profile, "night"), "地点")[0].text == "河边"
    with pytest.raises(ValueError, match="翅膀: wings"):
        read_template({**content, "columns": [{"head": "翅膀", "take": "wings"}]})
    with pytest.raises(ValueError, match="SELECT"):
        read_template({**content, "queries": [{"kind": "patrol", "by": "SELECT 1"}]})


def own(tmp_path: Path, **given: str) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for where, value in given.items():
        sheet[where] = value
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A5:B5")
    file = tmp_path / "own.xlsx"
    book.save(file)
    return file


def test_ones_own_template_is_filled_row_by_row_and_what_stands_below_moves_down(
    profile: Profile, tmp_path: Path
) -> None:
    for number in range(3):
        visit(profile, f"沈阿{'一二三'[number]}", NOON + number * DAY, place={"text": f"东篱苑{number}幢"})
    file = own(
        tmp_path,
        A1="{{年月}}走访情况（{{填表人}}）",
        A3="{{走访台账.走访对象}}",
        B3="住{{走访台账.地址}}",
        C3="=1+1",
        A5="共调解 {{人民调解工作月报表.合计.受理（件）}} 件",
        C5="=SUM(C3:C3)",
    )
    out = tmp_path / "out.xlsx"
    done = fill_own(profile, file, NOVEMBER, out)
    assert done.rows == 3
    sheet, sources = load_workbook(out).worksheets
    assert sheet["A1"].value == "2026年11月走访情况（周敏）"
    assert [sheet[f"A{row}"].value for row in (3, 4, 5)] == ["沈*一", "沈*二", "沈*三"]
    assert sheet["B5"].value == "住东篱苑2幢"
    assert sheet["A7"].value == "共调解 0 件"
    assert {area.coord for area in sheet.merged_cells.ranges} == {"A1:C1", "A7:B7"}
    assert sources["A2"].value == "A3"


@pytest.mark.parametrize(
    ("places", "code"),
    [
        ({"A3": "{{走访台账.翅膀}}"}, "template_unknown_place"),
        ({"A3": "没有要填的"}, "template_empty"),
        ({"A5": "{{走访台账.地址}}", "D4": "x"}, ""),
    ],
)
def test_a_template_that_cannot_be_filled_is_told_with_its_cell(
    profile: Profile, tmp_path: Path, places: dict[str, str], code: str
) -> None:
    out = tmp_path / "out.xlsx"
    file = own(tmp_path, **places)
    if code:
        with pytest.raises(PersonCanMend, match=code):
            fill_own(profile, file, NOVEMBER, out)
        assert not out.exists()
    else:
        assert fill_own(profile, file, NOVEMBER, out).rows == 0


def test_merged_rows_and_files_that_are_no_workbook_are_refused(profile: Profile, tmp_path: Path) -> None:
    for name in "一二":
        visit(profile, f"沈{name}", NOON)
    book, out = Workbook(), tmp_path / "out.xlsx"
    sheet = book.active
    assert sheet is not None
    sheet["A2"] = "{{走访台账.走访对象}}"
    sheet.merge_cells("B2:B3")
    merged = tmp_path / "merged.xlsx"
    book.save(merged)
    with pytest.raises(PersonCanMend, match="template_merged_row"):
        fill_own(profile, merged, NOVEMBER, out)
    broken, content = tmp_path / "broken.xlsx", io.BytesIO()
    book.save(content)
    for bad in (b"", b"not a zip", content.getvalue()[:400]):
        broken.write_bytes(bad)
        with pytest.raises(PersonCanMend, match="template_unreadable"):
            fill_own(profile, broken, NOVEMBER, out)
    assert not out.exists()
