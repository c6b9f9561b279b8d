"""The questions of closing and of going back to a copy, as somebody meets them who walks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from gridworker.domain.errors import ComputerTrouble
from gridworker.operations.records import edit_record
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.forms.sizes import size_of
from gridworker.ui.leaving import sync_question, unkept_question
from gridworker.ui.pages.settings.restoring import CopiesSheet, Kept, RestoreSheet
from gridworker.ui.widgets.sheet import Sheet
from tests.ui.walk.walker import Walker


async def copies(walker: Walker) -> None:
    await walker.page("settings")
    clock, language = walker.session.profile.clock, walker.session.language
    now = clock.now()
    told = [
        Kept(Path(f"{back}.gwb"), say_moment(now - back * 3_600_000, now, 480, language), size_of(size))
        for back, size in ((1, 7_000), (2, 3_000_000), (26, 2_900_000))
    ]
    CopiesSheet(walker.session, told, walker.window).open()
    await walker.rest()


async def going_back(walker: Walker) -> None:
    await walker.page("settings")
    RestoreSheet(walker.session, Kept(Path("copy.gwb"), "11-21 17:30", "7 KB"), walker.window).open()
    await walker.rest()


async def history(walker: Walker) -> None:
    """What became of a patrol whose text was changed twice."""
    record, profile = walker.laptop.first("patrol"), walker.laptop.profile
    for text in ("楼道已清，明天再看。", "楼道已清，后天复查。"):
        edit_record(profile, record, walker.laptop.said({"text": text}))
    await walker.page("patrol", record)
    await walker.press("Ctrl+H")
    assert isinstance(walker.scene, Sheet)


async def closing_unkept(walker: Walker) -> None:
    await walker.page("today")
    unkept_question(walker.session, [ComputerTrouble("disk_full")], walker.window).open()
    await walker.rest()


async def closing_in_a_sync(walker: Walker) -> None:
    await walker.page("today")
    sync_question(walker.session, walker.window).open()
    await walker.rest()


QUESTIONS: dict[str, Callable[[Walker], Awaitable[Any]]] = {
    "copies": copies,
    "going back": going_back,
    "history of a patrol": history,
    "closing with a draft": closing_unkept,
    "closing in a sync": closing_in_a_sync,
}
