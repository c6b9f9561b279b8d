"""Zhou Min takes a table into the registry by keys, sees what is wrong with it, and lets a list leave again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from gridworker.operations.records import add_record, list_records
from gridworker.ui.forms.export_sheet import ExportSheet
from gridworker.ui.pages.registry.import_sheet import ImportSheet
from gridworker.ui.pages.registry.page import RegistryPage
from gridworker.ui.session import Session
from gridworker.ui.widgets.text import Paragraph
from tests.documents.tables import PEOPLE, xlsx
from tests.ui.pages.typing import Ends, Play, Typist, asks

BAD = ("王小明", 330109198001011230.0, "", "", "", "")


@pytest.fixture
def page(session: Session, ends: Ends) -> RegistryPage:
    """The page, shown in the space that the window leaves it."""
    return ends(RegistryPage(session))


def over(page: QWidget, kind: type[Any]) -> Any:
    """What stands over the page."""
    window: Any = page.window()
    (shown,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return shown


def said(sheet: Any) -> str:
    return "\n".join(one.text() for one in sheet.findChildren(Paragraph) if one.isVisible())


async def choose(zhou: Typist, page: RegistryPage, path: Path, *keys: str) -> None:
    """Presses keys that lead to the dialog for a file, and names one."""
    dialog = await asks(page, QFileDialog, *keys)
    dialog.selectFile(str(path))
    dialog.filesSelected.emit([str(path)])
    dialog.fileSelected.emit(str(path))
    dialog.done(1)
    # A screen without a window manager gives the focus back to nobody.
    page.window().activateWindow()
    await zhou.rest()


def test_a_table_is_looked_at_and_taken_by_keys(
    page: RegistryPage, session: Session, play: Play, tmp_path: Path
) -> None:
    table = xlsx(tmp_path / "第三网格人口.xlsx", (*PEOPLE, BAD))

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+PgDown")
        await choose(zhou, page, table, "Ctrl+O")
        sheet = over(page, ImportSheet)
        assert sheet.windowTitle() == "从表格导入：人员"
        assert "可以导入 3 行" in said(sheet)
        assert "1 行有问题，不导入，其余照常。" in said(sheet)
        listed = next(one for one in sheet.findChildren(QWidget) if one.accessibleName() == "有问题的行")
        assert listed.model().index(0, 0).data() == (
            "第 5 行 身份证号：是数字格式，后几位已经丢失；请把这一列设成文本，重新填写"
        )
        assert list_records(session.profile, "person", [], 5, None) == []
        await zhou.press("F9")
        assert "新建 3 份，补充 0 份，原样保留 0 份。" in said(sheet)
        assert "同时建立了 1 户住户。" in said(sheet)
        await choose(zhou, page, tmp_path / "待修改.xlsx", "Ctrl+S")
        book: Any = load_workbook(tmp_path / "待修改.xlsx").active
        assert [row[0].value for row in book.rows] == ["姓名", "王小明"]
        await zhou.press("Esc")
        model = page.shown.model
        titles = [model.data(model.index(at)) for at in range(3)]
        assert sorted(title.partition("，")[0] for title in titles) == ["李建国", "来阿凤", "王秀英"]

        # The same table once more: everybody is on file.
        drop(page, table)
        await zhou.rest()
        again = over(page, ImportSheet)
        assert "其中 3 行已有档案" in said(again)
        await zhou.press("F9", "Esc")
        assert len(list_records(session.profile, "person", [], 9, None)) == 3

    play(story())


def test_columns_nobody_knows_are_said_by_keys_and_known_the_next_time(
    page: RegistryPage, session: Session, play: Play, tmp_path: Path
) -> None:
    rows = (("称呼", "号码", "面积"), ("李建国", "13812345678", "90"))
    table = xlsx(tmp_path / "花名册.xlsx", rows)

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+PgDown")
        await choose(zhou, page, table, "Ctrl+O")
        sheet = over(page, ImportSheet)
        assert "这份表里没有认出表头" in said(sheet)
        assert [one.currentText() for one in sheet.columns.pickers.values()] == ["不导入这一列"] * 3
        # Down takes the next field: the name is the first of them.
        await zhou.press("Down", "Tab", *["Down"] * 7, "F9")
        assert "读出 2 列：称呼→姓名、号码→电话。" in said(sheet)
        assert "可以导入 1 行" in said(sheet)
        # Back and forth: what was chosen is still there, and Escape leaves the columns, not the import.
        await zhou.press("F2")
        assert [one.value() for one in sheet.columns.pickers.values()] == ["name", "phone", "-"]
        await zhou.press("Esc")
        assert sheet.isVisible()
        await zhou.press("F9", "Esc")
        (li,) = list_records(session.profile, "person", [], 5, None)
        assert (li["name"], li["phone"]) == ("李建国", "13812345678")

        xlsx(table, (*rows, ("王秀英", "", "")))
        await choose(zhou, page, table, "Ctrl+O")
        again = over(page, ImportSheet)
        assert "按您上次改过的对应关系读取，可以再改。" in said(again)
        assert "可以导入 2 行" in said(again)
        await zhou.press("Esc")

    play(story())


def test_a_template_is_saved_and_comes_back_filled_in(
    page: RegistryPage, session: Session, play: Play, tmp_path: Path
) -> None:
    out = tmp_path / "企业导入模板.xlsx"

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+PgUp")
        await choose(zhou, page, out, "Ctrl+Shift+O")
        assert zhou.said[-1] == "模板已存到 企业导入模板.xlsx，填好后用“从表格导入”取回"
        book: Any = load_workbook(out)
        book.active.cell(6, 1, "永利五金加工部")
        book.save(out)
        await choose(zhou, page, out, "Ctrl+O")
        assert "可以导入 1 行" in said(over(page, ImportSheet))
        await zhou.press("F9", "Esc")
        assert [one["name"] for one in list_records(session.profile, "enterprise", [], 5, None)] == [
            "永利五金加工部"
        ]

    play(story())


def drop(page: RegistryPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))


def test_what_is_no_table_is_said_in_words(
    page: RegistryPage, session: Session, play: Play, tmp_path: Path
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 this is no table")

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        page.take_table(tmp_path / "坏.xlsx")
        await zhou.rest()
        assert "打不开" in said(over(page, ImportSheet))
        await zhou.press("F9", "Esc")
        assert list_records(session.profile, "household", [], 5, None) == []

    play(story())


def test_stopped_while_it_runs_it_says_what_was_taken(
    page: RegistryPage, session: Session, play: Play, tmp_path: Path
) -> None:
    rows = [("姓名", "电话"), *((f"张{at}", f"138{at:08d}") for at in range(1000))]
    table = xlsx(tmp_path / "t.xlsx", rows)

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+PgDown")
        page.take_table(table)
        await zhou.rest()
        sheet = over(page, ImportSheet)
        sheet._advanced.connect(sheet.reject)
        await zhou.press("F9")
        taken = len(list_records(session.profile, "person", [], 2000, None))
        assert 0 < taken < 1000
        assert taken % 100 == 0
        assert f"还有 {1000 - taken} 行没有导入" in said(sheet)
        await zhou.press("Esc")

    play(story())


def test_a_list_leaves_covered_and_in_full_only_for_a_reason(
    page: RegistryPage, session: Session, play: Play, tmp_path: Path
) -> None:
    add_record(session.profile, "person", {"name": "李建国", "phone": "13812345678"})

    def phone(file: str) -> Any:
        sheet: Any = load_workbook(tmp_path / file).active
        header, row = list(sheet.rows)
        return next(cell.value for name, cell in zip(header, row, strict=True) if name.value == "电话")

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+PgDown")
        await asks(page, ExportSheet, "Ctrl+E")
        await choose(zhou, page, tmp_path / "打码.xlsx", "F2", "F9")
        assert phone("打码.xlsx") == "138****5678"
        await asks(page, ExportSheet, "Ctrl+E")
        asked = await asks(page, ExportSheet, "2", "F2", "F9")
        assert asked.isVisible()
        zhou.write("核对户数")
        await choose(zhou, page, tmp_path / "完整.xlsx", "F9")
        assert phone("完整.xlsx") == "13812345678"
        (noted,) = list_records(session.profile, "access", [], 5, None)
        assert (noted["what"], noted["reason"]) == ("export", "核对户数")
        assert zhou.said[-1] == "已导出 1 条：完整.xlsx"

    play(story())
