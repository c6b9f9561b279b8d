"""An older version left the search index behind: one works at once, and the window brings it up to date beside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from gridworker.operations.records import add_record
from gridworker.operations.results import look_for
from gridworker.store import record_rows
from gridworker.store.index import BATCH
from gridworker.store.profile import Profile, open_profile
from tests.laptop import GRID
from tests.stories.cast import PASSWORD
from tests.ui.day import Day
from tests.ui.patience import until

COUNT = 6 * BATCH
FOUND = 8


def pending(profile: Profile) -> int:
    (count,) = profile.read(lambda db: db.execute("SELECT count(*) FROM record WHERE indexed = 0").fetchone())
    return int(count)


def left_behind(profile: Profile) -> None:
    """Records that nothing has indexed, all with one name in them."""
    now = profile.clock.now()
    rows = []
    for number in range(COUNT):
        body = {"text": "门禁坏了", "created_at": now - number * 60_000, "created_by": "bench"}
        id_ = profile.make_id()
        rows.append(record_rows.pulled(id_, GRID, "note", 1, "0" * 16, False, msgspec.json.encode(body)))
    profile.write(partial(record_rows.put_pulled, rows=rows))


def test_a_save_and_a_search_wait_for_the_newest_alone(zhou: Path) -> None:
    with open_profile(zhou, PASSWORD) as profile:
        left_behind(profile)
        add_record(profile, "note", {"text": "消防栓漏水"})
        after_the_save = pending(profile)
        assert 0 < after_the_save < COUNT
        assert len(look_for(profile, "消防栓", FOUND).records) == 1
        assert 0 < pending(profile) < after_the_save


def test_the_window_goes_on_until_all_is_found(
    loop: asyncio.AbstractEventLoop, zhou: Path, opens: Callable[[], Day]
) -> None:
    with open_profile(zhou, PASSWORD) as profile:
        left_behind(profile)
    day = opens()
    profile = day.session.profile

    async def story() -> None:
        await until(lambda: pending(profile) == 0)
        # And again behind a pull.
        await day.session.run(left_behind)
        day.session.sync()
        await until(lambda: pending(profile) == 0)
        await day.background.idle()

    loop.run_until_complete(story())
