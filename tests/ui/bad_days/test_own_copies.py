"""The store is damaged overnight: the copy that the window made by itself opens, with what was written."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from gridworker.operations.records import add_record, list_records
from gridworker.store.copies import restore_copy
from gridworker.store.own_copies import list_copies
from gridworker.store.profile import DATABASE_NAME, open_profile
from gridworker.ui.copying import Copying
from tests.stories.cast import PASSWORD
from tests.ui.day import Day
from tests.ui.patience import until


def test_the_window_keeps_copies_that_open_when_the_store_does_not(
    loop: asyncio.AbstractEventLoop, day: Day, zhou: Path, tmp_path: Path
) -> None:
    async def story() -> None:
        await day.session.run(add_record, "note", {"text": "三幢门禁坏了"})
        [copying] = [child for child in day.session.children() if isinstance(child, Copying)]
        copying._timer.start(0)
        await until(lambda: list_copies(zhou))
        await day.background.idle()

    loop.run_until_complete(story())
    damaged = shutil.copytree(zhou, tmp_path / "damaged")
    for name in (DATABASE_NAME, f"{DATABASE_NAME}-wal"):
        (damaged / name).write_bytes(b"\0" * 4096)
    restore_copy(damaged, list_copies(damaged)[0][1], PASSWORD)
    with open_profile(damaged, PASSWORD) as profile:
        # The district of these tests is shared: others wrote notes too, this one is the newest.
        assert list_records(profile, "note", [], 1, None)[0]["text"] == "三幢门禁坏了"
