"""A worker's day at the keyboard, in the whole window, with a real district server: offline, then one sync."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.operations.drafts import list_drafts
from gridworker.operations.handing_out import lend_copy
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.server.district import District as OpenDistrict
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync
from gridworker.ui.entry.lock import Lock
from gridworker.ui.theme.theme import Theme
from tests.stories.cast import PASSWORD, District
from tests.ui.day import Day
from tests.ui.pages.typing import CTRL_ENTER, ENTER
from tests.ui.patience import Failed, until

STAIRS = "东篱苑3幢2单元楼道"


def enrolled(served: District, worker: str, folder: Path) -> Profile:
    office = OpenDistrict.open(served.folder)
    code = office.enrol_code(worker).code
    office.close()
    enrol(folder, served.address, code, f"{worker} 的电脑", None, lambda _new: PASSWORD)
    return open_profile(folder, PASSWORD)


@pytest.fixture
def dispute(served: District, tmp_path: Path) -> Iterator[tuple[str, Profile]]:
    """A dispute that both laptops have, and 沈国强's laptop; 周敏's is closed again, in `zhou`."""
    party = {"role": "applicant", "type": "person", "name": "来阿凤"}
    zhou = enrolled(served, "zhoumin", tmp_path / "zhou")
    place = {"text": STAIRS, "region": "330109001035003", "building": "3", "unit": "2"}
    add_record(zhou, "patrol", {"place": place, "categories": ["normal"]})
    fields = {"title": "楼上漏水", "type": "neighbour", "parties": [party]}
    record = add_record(zhou, "dispute", fields).ids[0]
    sync(zhou)
    zhou.close()
    shen = enrolled(served, "shenguoqiang", tmp_path / "shen")
    sync(shen)
    yield record, shen
    shen.close()


@pytest.fixture
def day(
    look: Theme,
    loop: asyncio.AbstractEventLoop,
    failed: Failed,
    dispute: tuple[str, Profile],
    tmp_path: Path,
) -> Iterator[Day]:
    made = Day(tmp_path / "zhou", loop)
    made.opens()
    loop.run_until_complete(made.unlock())
    yield made
    loop.run_until_complete(made.breaks_off() if failed() else made.ends())
    assert made.errors == []


def test_three_patrols_offline_then_one_sync_and_a_colleague_in_the_same_dispute(
    loop: asyncio.AbstractEventLoop, day: Day, served: District, dispute: tuple[str, Profile]
) -> None:
    record, shen = dispute
    typist = day.typist()

    async def offline() -> None:
        served.closes()
        for _ in range(3):
            await typist.press("Ctrl+1", *"dly3", ENTER, "1", CTRL_ENTER)
        assert typist.presses <= 3 * 9
        assert len(list_records(day.session.profile, "patrol", [], 9, None)) == 4
        await typist.press("F5")
        assert day.session.last_receipt is not None
        assert day.session.last_receipt["error"]["kind"] == "network"

    async def online() -> None:
        served.opens()
        edit_record(shen, record, {"title": "楼上卫生间漏水"})
        sync(shen)
        edit_record(day.session.profile, record, {"title": "漏水赔偿纠纷"})
        await typist.press("F5")
        receipt = day.session.last_receipt
        assert receipt is not None
        assert (receipt["results"]["ok"], receipt["results"]["conflict"]) == (3, 1)
        assert receipt["waiting"] == 0

    loop.run_until_complete(offline())
    loop.run_until_complete(online())


def test_the_lock_comes_back_to_the_same_field(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    typist = day.typist()

    async def story() -> None:
        await typist.press("Ctrl+1", "d", "l")
        field = typist.focus
        await typist.press("Ctrl+L")
        assert isinstance(day.frame.currentWidget(), Lock)
        await day.unlock()
        assert day.frame.currentWidget() is day.window
        assert typist.focus is field

    loop.run_until_complete(story())


def test_the_lock_takes_back_what_other_programs_were_lent(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    copy = lend_copy(day.session.profile, "调解录音.amr", b"#!AMR")

    async def story() -> None:
        await day.typist().press("Ctrl+L")
        await day.rest()
        assert not copy.exists()
        await day.unlock()

    loop.run_until_complete(story())


def test_every_page_is_a_key_away_and_says_its_name(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    typist = day.typist()

    async def story() -> None:
        names = []
        for number in range(1, 7):
            await typist.press(f"Alt+{number}")
            names.append(day.window.page.accessibleName())
        assert len(set(names)) == 6
        await typist.press("Alt+1")
        assert day.window.rail.isVisible()

    loop.run_until_complete(story())


def test_searching_leads_to_the_record(
    loop: asyncio.AbstractEventLoop, day: Day, dispute: tuple[str, Profile]
) -> None:
    typist = day.typist()

    async def story() -> None:
        await typist.press("Ctrl+K")
        assert day.window._palette.isVisible()
        for letter in "lsls":
            await typist.press(letter)
        await typist.press(ENTER)
        assert day.window._current == "dispute"
        assert not day.window._palette.isVisible()

    loop.run_until_complete(story())


def test_text_grows_and_shrinks_by_key_and_is_remembered(
    loop: asyncio.AbstractEventLoop, day: Day, look: Theme
) -> None:
    typist = day.typist()

    async def story() -> None:
        await typist.press("Ctrl+=", "Ctrl+=")
        assert look.scale == 1.3
        assert day.window.rail.width() < 110
        await typist.press("Ctrl+-")
        assert look.scale == 1.15
        await typist.press("Ctrl+0")
        assert look.scale == 1.0

    loop.run_until_complete(story())


def test_another_language_is_there_at_once_and_the_half_written_patrol_too(
    loop: asyncio.AbstractEventLoop, day: Day
) -> None:
    async def story() -> None:
        day.window.open_page("patrol", "new")
        await day.rest()
        day.typist().write("xhy")
        await until(lambda: list_drafts(day.session.profile))
        day.window.open_page("settings")
        await day.rest()
        settings: Any = day.window.page
        settings.language.setFocus()
        QTest.keyClick(settings.language.segments()[0], Qt.Key.Key_Right)
        await day.rest()
        assert day.window.header._title.text() == "Settings"
        assert day.frame.windowTitle() == "Gridworker"
        drafts = await day.session.run(list_drafts)
        assert [draft.content["place"]["text"] for draft in drafts] == ["xhy"]
        locked: list[bool] = []
        day.session.locked.connect(locked.append)
        day.frame.lock()
        assert locked == [True], "whatever looks about on the disk stops here"
        lock: Any = day.frame.currentWidget()
        assert lock._button.text() == "Unlock"
        await day.unlock()
        assert locked == [True, False]
        assert day.window.header._title.text() == "Settings"

    loop.run_until_complete(story())
