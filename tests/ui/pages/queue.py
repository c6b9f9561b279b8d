"""What the page of syncs shows of the queue."""

from __future__ import annotations

from gridworker.ui.pages.sync.page import SyncPage
from gridworker.ui.pages.sync.queue_list import Row
from tests.ui.pages.typing import calm


def rows(page: SyncPage) -> list[Row]:
    """The lines of the queue."""
    return list(page.list.model().rows())  # type: ignore[attr-defined]  # the model of this list has them


async def settled(page: SyncPage) -> None:
    """Until the page has shown what it asked for, and asked again for what came meanwhile."""
    await calm(page.session.background, page)
