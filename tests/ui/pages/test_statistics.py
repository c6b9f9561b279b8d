"""统计 as Zhou Min uses it: by keys alone, a period at a time, and every number leads to its records."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gridworker.operations.records import add_record
from gridworker.ui.forms.records_sheet import RecordsSheet
from gridworker.ui.pages.statistics.page import StatisticsPage
from gridworker.ui.widgets.segments import Segment
from tests.laptop import NOON
from tests.ui.walk.walker import Walker


def test_the_month_its_periods_and_the_records_behind_a_figure(
    walker: Walker, loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        await walker.press("Alt+6")
        page = walker.on(StatisticsPage)
        assert page.named.text() == "2026年11月"
        assert "条待同步；截至 11-22 12:00" in page.fresh.text()
        card = page.overview.cards["hazards"]
        assert "15 / 29 处" in card.accessibleName()
        await walker.press("Alt+Left")
        assert page.named.text() == "2026年10月"
        await walker.press("Alt+Right", "Alt+Right")
        assert page.named.text() == "2026年11月"
        card.setFocus()
        await walker.rest()
        assert "复查不重复计" in page.overview.definition.text()
        await walker.press("Space")
        sheet = walker.scene
        assert isinstance(sheet, RecordsSheet)
        assert len(sheet.shown.ids) == sheet.model.rowCount() == 15
        await walker.press("Return")
        await walker.rest()
        assert walker.window.page.TITLE.zh == "巡查"

    loop.run_until_complete(story())


def test_a_save_is_in_the_figures_at_once(walker: Walker, loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        await walker.press("Alt+6")
        page = walker.on(StatisticsPage)
        before = page.seen
        assert before is not None
        fields = {"at": NOON, "place": {"text": "西河沿"}, "categories": ["fire"], "outcome": "fixed"}
        walker.session.tell(add_record(walker.session.profile, "patrol", fields))
        await walker.rest()
        assert page.seen is not None
        assert page.seen.values["hazards"].part == before.values["hazards"].part + 1
        assert page.seen.freshness.waiting == before.freshness.waiting + 1

    loop.run_until_complete(story())


def test_a_chart_is_walked_with_arrows_and_opens_its_part(
    walker: Walker, loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        await walker.press("Alt+6")
        page = walker.on(StatisticsPage)
        bars = page.overview.charts["findings"]
        bars.setFocus()
        await walker.press("Down", "Return")
        sheet = walker.scene
        assert isinstance(sheet, RecordsSheet)
        assert len(sheet.shown.ids) == bars.slices[1].amount
        assert bars.slices[1].word in bars.accessibleName()
        sheet.reject()
        await walker.rest()
        assert QApplication.focusWidget() is bars

    loop.run_until_complete(story())


def test_the_chart_of_visits_is_named_by_its_step_and_months_by_their_names(
    walker: Walker, loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        await walker.press("Alt+6")
        page = walker.on(StatisticsPage)
        calls = page.overview.charts["calls"]
        page.spans.setFocus()
        named = {}
        for key, span in zip("1234", ("week", "month", "quarter", "year"), strict=True):
            await walker.press(key)
            named[span] = page.overview._titles["calls"].title.text()
            assert calls.accessibleName().startswith(named[span])
        assert list(named.values()) == ["每日走访", "每日走访", "每周走访", "每月走访"]
        assert [part.word for part in calls.slices] == [f"{month}月" for month in range(1, 13)]

    loop.run_until_complete(story())


def test_how_fresh_it_is_stands_in_the_time_of_the_status_bar(
    walker: Walker, loop: asyncio.AbstractEventLoop, abroad: None
) -> None:
    async def story() -> None:
        await walker.press("Alt+6")
        page = walker.on(StatisticsPage)
        assert page.seen is not None
        told = page.fresh.text()
        assert "截至 11-22 12:00" in told
        last = walker.window._when(page.seen.freshness.last_sync)
        assert last.startswith("今天 ")
        assert last.removeprefix("今天 ") in told

    loop.run_until_complete(story())


def test_tab_goes_through_the_tables_as_they_stand_and_two_keys_turn_them_over(
    walker: Walker, loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        await walker.press("Alt+6", "Alt+B")
        page = walker.on(StatisticsPage)
        for name in ("visits", "mediation"):
            await walker.press("Ctrl+PgDown")
            assert page.reports.report.name == name
            assert page.reports.table is not None
            assert page.reports.table.name == name
            assert QApplication.focusWidget() is page.reports.view
        await walker.press("Ctrl+PgUp")
        assert page.reports.report.name == "visits"
        heads = page.reports.heads.fields
        for field in (heads["网格长"], heads["填报单位"], page.reports.own, page.reports.excel):
            await walker.press("Shift+Tab")
            assert QApplication.focusWidget() is field
        await walker.press("Shift+Tab")
        word = QApplication.focusWidget()
        assert isinstance(word, Segment)
        assert word.text() == "走访台账"

    loop.run_until_complete(story())


def test_the_head_of_a_column_stands_over_its_numbers(
    walker: Walker, loop: asyncio.AbstractEventLoop
) -> None:
    align = Qt.ItemDataRole.TextAlignmentRole

    async def story() -> None:
        await walker.press("Alt+6", "Alt+B")
        tables = walker.on(StatisticsPage).reports
        for report in tables.reports:
            tables.pick(report.name)
            await walker.rest()
            assert tables.table is not None
            for column, head in enumerate(tables.table.headers):
                over = tables.model.headerData(column, Qt.Orientation.Horizontal, align)
                cells = [tables.model.index(row, column) for row in range(len(tables.table.rows))]
                assert {cell.data(align) for cell in cells} <= {over}, (report.name, head)

    loop.run_until_complete(story())
