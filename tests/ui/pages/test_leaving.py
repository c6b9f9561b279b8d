"""What a list shows leaves as a table or on paper: those records, few fields, covered; in full for a reason."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QWidget

from gridworker.operations.records import add_record, list_records
from gridworker.ui.forms.export_sheet import ExportSheet
from gridworker.ui.forms.table_print import TablePrint
from gridworker.ui.pages.registry.page import RegistryPage
from gridworker.ui.pages.statistics.page import StatisticsPage
from gridworker.ui.session import Session
from tests.documents.reading import pages_of
from tests.ui.pages.typing import Ends, Typist, asks
from tests.ui.patience import until
from tests.ui.walk.walker import Walker


@pytest.fixture
def page(session: Session, ends: Ends) -> RegistryPage:
    for number in range(3):
        fields = {"name": f"李建{number}", "phone": "13812345678", "place": {"text": "西河路18号"}}
        add_record(session.profile, "person", fields)
    add_record(session.profile, "person", {"name": "王秀英", "phone": "13900000001"})
    return ends(RegistryPage(session))


async def put(dialog: QFileDialog, page: QWidget, out: Path, typist: Any) -> None:
    """Names the file that a dialog asks for."""
    dialog.fileSelected.emit(str(out))
    dialog.done(1)
    page.window().activateWindow()
    await typist.rest()


def words(file: Path) -> list[list[Any]]:
    sheet: Any = load_workbook(file).active
    return [[cell.value for cell in row] for row in sheet.rows]


def test_what_is_filtered_leaves_and_no_more_of_it_than_is_needed(
    page: RegistryPage, session: Session, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+PgDown")
        page.shown.pane.box.set_value("李建")
        page.shown.pane.asked.emit()
        await zhou.rest()
        sheet = await asks(page, ExportSheet, "Ctrl+E")
        assert sheet.go.text().startswith("导出这 3 条")
        assert sheet.which.value() == "listed"
        dialog = await asks(page, QFileDialog, "F9")
        await put(dialog, page, tmp_path / "李.xlsx", zhou)
        header, *rows = words(tmp_path / "李.xlsx")
        assert header == ["姓名", "性别", "地点", "与户主关系", "居住性质"]
        assert sorted(row[0] for row in rows) == ["李*0", "李*1", "李*2"]
        # Nothing that is sensitive left, so nothing is noted.
        assert list_records(session.profile, "access", [], 5, None) == []

        sheet = await asks(page, ExportSheet, "Ctrl+E")
        sheet.which.set_value("all")
        sheet.which.changed.emit()
        assert sheet.go.text().startswith("导出这 4 条")
        sheet.fields.set_value([])
        assert await asks(page, ExportSheet, "F9") is sheet
        await zhou.press("Esc")

    loop.run_until_complete(story())


def test_a_list_is_seen_as_it_will_be_printed_and_saved_where_no_printer_is(
    page: RegistryPage, session: Session, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+PgDown")
        await asks(page, ExportSheet, "Ctrl+E")
        seen = await asks(page, TablePrint, "Ctrl+P")
        await until(seen.view.isEnabled)
        assert (len(seen.paper.pages), seen.paper.paper.title) == (1, "人员清单")
        dialog = await asks(page, QFileDialog, "Ctrl+P")
        await put(dialog, page, tmp_path / "人员.pdf", zhou)
        (text,) = pages_of((tmp_path / "人员.pdf").read_bytes())
        for word in ("人员清单", "王*英", "西河路18号", "zhoumin的电脑", "已打码"):
            assert word in text
        assert "没有找到打印机" in zhou.said[-1]
        seen.view.take_focus()
        await zhou.press("Esc")

        # In full it is noted before anything is seen.
        await asks(page, ExportSheet, "Ctrl+E")
        await asks(page, ExportSheet, "2")
        zhou.write("入户核对")
        seen = await asks(page, TablePrint, "Ctrl+P")
        (noted,) = list_records(session.profile, "access", [], 5, None)
        assert (noted["what"], noted["reason"]) == ("print", "入户核对")
        await until(seen.view.isEnabled)
        await zhou.press("Esc")

    loop.run_until_complete(story())


def test_the_month_s_table_and_the_figures_are_printed(
    walker: Walker, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    async def story() -> None:
        await walker.press("Alt+6")
        figures = await previewed(walker)
        assert figures.paper.paper.title == "网格工作统计（2026年11月）"
        await figures.save_to(tmp_path / "统计.docx")
        assert (tmp_path / "统计.docx").stat().st_size > 5_000
        await walker.press("Esc", "Alt+B")
        page = walker.on(StatisticsPage)
        table = await previewed(walker)
        assert table.paper.paper.title == page.reports.title.text()
        assert table.paper.paper.wide
        out = tmp_path / "台账.pdf"
        await table.save_to(out)
        pages = pages_of(out.read_bytes())
        assert len(pages) == len(table.paper.pages)
        await walker.press("Esc")

    loop.run_until_complete(story())


async def previewed(walker: Walker) -> TablePrint:
    """The preview that Ctrl+P opens, once its pages are set."""
    await walker.press("Ctrl+P")
    await walker.until(TablePrint)
    sheet = walker.scene
    assert isinstance(sheet, TablePrint)
    await until(sheet.view.isEnabled)
    return sheet


def test_the_ledger_of_hazards_is_printed(walker: Walker, loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        await walker.press("Alt+2", "Alt+H")
        ledger = await previewed(walker)
        texts = [
            cell.text
            for block in ledger.paper.paper.blocks
            for row in getattr(block, "rows", ())
            for cell in row
        ]
        assert {"隐患等级", "整改期限"} <= set(texts)
        assert len(ledger.paper.pages) >= 1
        await walker.press("Esc")

    loop.run_until_complete(story())
