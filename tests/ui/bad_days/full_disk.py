"""A disk that fills up while 周敏 writes, as far as the store can tell."""

from __future__ import annotations

from gridworker.store.profile import Profile
from gridworker.ui.pages.patrol.page import PatrolPage
from tests.ui.day import Day

FULL = "磁盘满了"


def fill_disk(profile: Profile) -> None:
    """No page more fits on the disk, as far as the store can tell, and none of its own is free."""

    def work_off() -> None:
        profile.write(lambda db: db.execute("CREATE TABLE IF NOT EXISTS ballast (content TEXT)"))
        while profile.write(lambda db: db.execute("PRAGMA freelist_count").fetchone()[0]):
            profile.write(lambda db: db.execute("INSERT INTO ballast VALUES (?)", ["x" * 3000]))

    work_off()
    profile.write(lambda db: db.execute("PRAGMA max_page_count = 1").fetchone())


def make_room(profile: Profile) -> None:
    profile.write(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchone())


async def writing(day: Day) -> PatrolPage:
    """A new patrol, filled in but for its text, which is long."""
    typist = day.typist()
    await typist.press("Ctrl+1", *"dly3", "Return", "3")
    page = day.window.page
    assert isinstance(page, PatrolPage)
    page.form.text.setFocus()
    return page
