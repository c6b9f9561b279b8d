"""The scenes of 统计: the records behind a figure, and what opens over the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from gridworker.ui.forms.table_print import TablePrint
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.pages.settings.page import SettingsPage
from gridworker.ui.pages.statistics.page import StatisticsPage
from gridworker.ui.widgets.sheet import Sheet
from tests.ui.patience import until

if TYPE_CHECKING:
    from tests.ui.walk.walker import Walker


async def tables(walker: Walker) -> None:
    """The mediation report, with its many columns."""
    await walker.page("statistics")
    page = walker.on(StatisticsPage)
    if not page.shows_tables:
        await walker.press("Alt+B")
    await walker.rest()
    page.reports.pick("mediation")
    await walker.rest()


async def figures(walker: Walker) -> None:
    """The overview, from wherever one was."""
    await walker.page("statistics")
    if walker.on(StatisticsPage).shows_tables:
        await walker.press("Alt+B")
    await walker.rest()


async def set_pages(walker: Walker) -> None:
    """Until the pages are there, which are set a few rows a turn."""
    await walker.until(TablePrint)
    sheet = walker.scene
    assert isinstance(sheet, TablePrint)
    await until(sheet.view.isEnabled)
    await walker.rest()


async def printed_table(walker: Walker) -> None:
    """The table as paper, before it is printed."""
    await tables(walker)
    walker.on(StatisticsPage).print.click()
    await set_pages(walker)


async def printed_list(walker: Walker) -> None:
    """The hazard ledger as paper."""
    await walker.page("patrol")
    walker.on(PatrolPage).ledger.on_print()
    await set_pages(walker)


async def behind_a_figure(walker: Walker) -> None:
    """The sheet of a figure."""
    await figures(walker)
    walker.on(StatisticsPage).overview.cards["disputes"].click()
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def phrases(walker: Walker) -> None:
    """One's own phrases, a line each."""
    await walker.page("settings")
    walker.on(SettingsPage).phrases.edit.click()
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def report_on_a_person(walker: Walker) -> None:
    """What for, before all that is held about somebody is written."""
    await walker.page("person", walker.laptop.first("person"))
    await walker.press("F11")
    assert isinstance(walker.scene, Sheet)


OF_FIGURES: dict[str, Callable[[Walker], Awaitable[None]]] = {
    "statistics": figures,
    "tables": tables,
    "table to print": printed_table,
    "ledger to print": printed_list,
    "records behind a figure": behind_a_figure,
    "phrases": phrases,
    "report on a person": report_on_a_person,
}
