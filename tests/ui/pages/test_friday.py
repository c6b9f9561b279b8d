"""Friday: the month's three tables have filled themselves, each cell leads to its records, nothing is typed twice."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridworker.documents.workbook import BETWEEN
from gridworker.domain.period import Period
from gridworker.operations.records import add_record, list_records
from gridworker.operations.reports import fill, find_report
from gridworker.ui.forms.records_sheet import RecordsSheet
from gridworker.ui.pages.statistics.page import StatisticsPage
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import SPACE_12, Type
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from tests.laptop import NOON
from tests.ui.composing import commit
from tests.ui.walk.walker import Walker, found

NOTE = {"at": NOON, "tz": 480, "text": "门铃"}
THREE = ("patrols", "visits", "mediation")


def test_the_months_three_tables_by_keys_alone(
    walker: Walker, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    async def story() -> None:
        await walker.press("Alt+6", "Alt+B")
        page = walker.on(StatisticsPage)
        for name in THREE:
            page.reports.pick(name)
            await walker.rest()
            table = page.reports.table
            assert table is not None
            assert table.name == name
            out = tmp_path / f"{name}.xlsx"
            await page.reports.write_to(out)
            sheet, sources = load_workbook(out).worksheets
            assert sheet["A1"].value == table.title
            ids = {record for row in table.rows for cell in row for record in cell.ids}
            ids |= {record for _, cell in table.singles for record in cell.ids}
            named = [str(row[3].value).split(BETWEEN) for row in sources.iter_rows(min_row=2)]
            assert {record for line in named for record in line} == ids

    loop.run_until_complete(story())


def test_every_cell_of_the_three_tables_comes_from_records_that_are_there(walker: Walker) -> None:
    profile, november = walker.session.profile, Period.month("2026-11")
    kinds = {"patrols": "patrol", "visits": "visit", "mediation": "dispute"}
    for name in THREE:
        table = fill(profile, find_report(profile, name), november)
        known = {record["id"] for record in list_records(profile, kinds[name], [], 1000, None)}
        assert table.traced > 0
        for row in table.rows:
            for cell in row:
                assert set(cell.ids) <= known
                counts = isinstance(cell.value, int) and not (cell.percent or cell.fen or name != "mediation")
                assert not counts or len(cell.ids) == cell.value


def test_a_cell_opens_its_records_and_a_note_is_typed_once(
    walker: Walker, loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        await walker.press("Alt+6", "Alt+B")
        page = walker.on(StatisticsPage)
        page.reports.pick("mediation")
        await walker.rest()
        view, model = page.reports.view, page.reports.model
        total = next(
            index
            for row in range(model.rowCount())
            if model.cell(index := model.index(row, 1)).ids
            and model.cell(model.index(row, 0)).value == "合计"
        )
        view.setFocus()
        view.setCurrentIndex(total)
        await walker.press("Return")
        sheet = walker.scene
        assert isinstance(sheet, RecordsSheet)
        assert sheet.model.rowCount() == model.cell(total).value
        sheet.reject()
        await walker.rest()

        page.reports.pick("visits")
        await walker.rest()
        typed = model.index(0, len(model.headers) - 1)
        view.setFocus()
        view.setCurrentIndex(typed)
        await walker.press("Return")
        editor: Any = QApplication.focusWidget()
        assert isinstance(editor, LineField)
        QTest.keyClicks(editor, "3-2-501")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        await walker.rest()
        await walker.press("Alt+Left", "Alt+Right")
        assert model.cell(typed).text == "3-2-501"
        assert not model.cell(typed).carried

    loop.run_until_complete(story())


def test_the_words_of_what_stands_alone_are_not_cut(walker: Walker, loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        await walker.press("Alt+6", "Alt+B")
        page = walker.on(StatisticsPage)
        for name in ("mediation", "subsidy"):
            page.reports.pick(name)
            await walker.rest()
            view, table = page.reports.view, page.reports.table
            assert table is not None
            for at, (word, cell) in enumerate(table.singles):
                first = page.reports.model.index(len(table.rows) + at, 0)
                assert first.data() == word
                room = view.visualRect(first).width() - 2 * SPACE_12
                assert theme.current().metrics(Type.LABEL).horizontalAdvance(word) <= room
                assert page.reports.model.cell(first.siblingAtColumn(2)) is cell
        committee = page.reports.heads.fields["调委会名称"]
        words = committee.fontMetrics().horizontalAdvance(committee.text())
        assert words < committee.width() - 2 * SPACE_12, "nor is the name of the committee"

    loop.run_until_complete(story())


def test_a_head_is_typed_once_for_all_tables_and_stands_under_its_name(
    walker: Walker, loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        await walker.press("Alt+6", "Alt+B")
        page = walker.on(StatisticsPage)
        heads = page.reports.heads
        page.reports.pick("patrols")
        await walker.rest()
        assert [label.label.text() for label in found(heads, LabelledField)] == ["填报单位", "网格长"]
        head = heads.fields["网格长"]
        head.setFocus()
        commit(head, "楼晓")
        walker.session.tell(add_record(walker.session.profile, "note", NOTE))
        await walker.rest()
        assert heads.fields["网格长"] is QApplication.focusWidget() is head
        assert head.text() == "楼晓", "what comes meanwhile does not take away what is being typed"
        commit(head, "燕")
        await walker.press("Return")
        page.reports.pick("visits")
        await walker.rest()
        assert (heads.fields["网格长"].text(), heads.fields["网格长"].is_carried()) == ("楼晓燕", True)
        page.reports.pick("hazards")
        await walker.rest()
        assert heads.fields["负责人"].text() == "", "who is in charge is another question"

    loop.run_until_complete(story())


def test_what_is_being_typed_belongs_to_the_month_it_was_typed_in(
    walker: Walker, loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        await walker.press("Alt+6", "Alt+B")
        page = walker.on(StatisticsPage)
        page.reports.pick("visits")
        await walker.rest()
        head = page.reports.heads.fields["网格长"]
        head.setFocus()
        head.selectAll()
        commit(head, "施兰")
        await walker.press("Alt+Left")
        assert head.text() == "", "nobody typed it for October"
        await walker.press("Alt+Right")
        assert head.text() == "施兰"

        view, model = page.reports.view, page.reports.model
        note = model.index(0, len(model.headers) - 1)
        view.setFocus()
        view.setCurrentIndex(note)
        await walker.press("Return")
        editor: Any = QApplication.focusWidget()
        commit(editor, "门铃坏")
        walker.session.tell(add_record(walker.session.profile, "note", NOTE))
        await walker.rest()
        assert editor.hasFocus()
        commit(editor, "了")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        await walker.rest()
        assert model.cell(note).text == "门铃坏了"

    loop.run_until_complete(story())
