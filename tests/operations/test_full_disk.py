"""A disk that fills up while somebody records: what was refused was not saved, what was saved is not refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from gridworker.domain.errors import ComputerTrouble
from gridworker.operations.find import search
from gridworker.operations.records import add_record, list_records
from gridworker.store.profile import Profile
from tests.laptop import laptop


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def disk_holds(profile: Profile, more_pages: int | None) -> None:
    """So many pages fit on the disk beyond those in use; None for as many as one likes."""
    pages = profile.write(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
    most = pages + more_pages if more_pages is not None else 1_000_000
    profile.write(lambda db: db.execute(f"PRAGMA max_page_count = {most}").fetchone())


@pytest.mark.parametrize("more_pages", range(4, 34, 3))
def test_every_save_is_either_told_as_done_or_not_there(profile: Profile, more_pages: int) -> None:
    disk_holds(profile, more_pages)
    saved = []
    for number in range(90):
        # Some are refused, and later ones may fit again.
        with suppress(ComputerTrouble):
            saved += add_record(profile, "note", {"text": f"{number}幢楼道堆物，" + "电动自行车" * 30}).ids
    assert len(saved) < 90
    assert [row["id"] for row in reversed(list_records(profile, "note", [], 200, None))] == saved
    assert len(search(profile, "楼道", 200)) <= len(saved)
    disk_holds(profile, None)
    last = add_record(profile, "note", {"text": "井盖松了"}).ids[0]
    assert [found["id"] for found in search(profile, "井盖", 5)] == [last]
    assert len(search(profile, "楼道", 200)) == len(saved)
