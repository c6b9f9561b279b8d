"""The scenes of 统计: the records behind a figure, and what opens over the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridworker.ui.pages.statistics.page import StatisticsPage
from gridworker.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tests.ui.walk.walker import Walker


async def behind_a_figure(walker: Walker) -> None:
    """The sheet of a figure."""
    await walker.page("statistics")
    walker.on(StatisticsPage).overview.cards["disputes"].click()
    await walker.rest()
    assert isinstance(walker.scene, Sheet)
