"""A day of refreshes uses nothing up: PySide 6.12 loses a reference to None a call, until the process ends."""

from __future__ import annotations

import asyncio
import sys

import pytest

from gridworker.ui.theme.tokens import Tone
from tests.ui.walk.walker import Walker

PAGES = ("today", "patrol", "dispute", "visit", "sync", "settings")
ROUNDS = 1000
MOST_LOST = 200


def refreshed(walker: Walker, number: int) -> None:
    """What a sync does to the shell and to the page with every record."""
    window = walker.window
    window.header.show_title("今天", f"第 {number} 次")
    window.header.show_network(("online", "syncing")[number % 2])
    window.rail.set_count("sync", number % 50, f"{number} 条待同步", Tone.PRIMARY)
    window.status.show_counts(number, number, "11-22 12:00")
    window.status.show_saved(f"已保存 {number}")
    window.page.restyle()


@pytest.mark.parametrize("page", PAGES)
def test_a_thousand_refreshes_leave_none_as_it_was(
    walker: Walker, loop: asyncio.AbstractEventLoop, page: str
) -> None:
    loop.run_until_complete(walker.page(page))
    for number in range(50):
        refreshed(walker, number)
    before = sys.getrefcount(None)
    for number in range(ROUNDS):
        refreshed(walker, number)
    drift = sys.getrefcount(None) - before
    assert abs(drift) < MOST_LOST


def test_pages_that_load_again_and_again_leave_none_as_it_was(
    walker: Walker, loop: asyncio.AbstractEventLoop
) -> None:
    async def rounds(count: int) -> None:
        for _ in range(count):
            for page in PAGES:
                await walker.page(page)

    loop.run_until_complete(rounds(2))
    before = sys.getrefcount(None)
    loop.run_until_complete(rounds(6))
    # A page that is shown again may keep some rows more; one reference lost a call would be thousands.
    assert abs(sys.getrefcount(None) - before) < 2000
