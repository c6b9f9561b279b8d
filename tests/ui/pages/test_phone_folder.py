"""The folder of the phone's photos on bad days: half copied, pulled, hostile, huge; chosen, locked and given up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from gridworker.cli.demo.pictures import phone_photo
from gridworker.domain.errors import PersonCanMend
from gridworker.environment.memory import stay_loaded
from gridworker.environment.wording import describe
from gridworker.operations.folder_look import MOST_SHOWN
from gridworker.operations.phone_folder import choose_folder
from gridworker.ui.forms.phone_photos_button import PHONE_KEY
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.pages.settings.page import SettingsPage
from gridworker.ui.phone_photos import phone_photos_of
from gridworker.ui.session import Session
from gridworker.ui.shell.page_keys import page_keys
from tests.laptop import NOON
from tests.ui.pages.phone import (
    comes,
    jpeg,
    offer,
    opened,
    plug_in,
    press,
    pull,
    sheet_over,
    tiles,
)
from tests.ui.pages.typing import ENTER, Typist, hide_and_end
from tests.ui.patience import until
from tests.ui.watchdog import LIMIT_MS, Watchdog


@pytest.fixture
def page(session: Session, phone_folder: Path) -> Iterator[PatrolPage]:
    choose_folder(session.profile, str(phone_folder))
    made = PatrolPage(session)
    yield made
    hide_and_end(made)


def test_a_photo_written_in_pieces_is_not_offered_before_it_is_whole(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session, phone_folder: Path
) -> None:
    content = phone_photo("hill", NOON, size=(600, 800))

    async def story() -> None:
        await typist.enter("new")
        await until(lambda: offer(page) == "手机照片")
        phone = phone_photos_of(session)
        with (phone_folder / "慢.jpg").open("wb") as file:
            for at in range(0, len(content), len(content) // 4 + 1):
                file.write(content[at : at + len(content) // 4 + 1])
                file.flush()
                await until(lambda: phone.look.arriving == 1)
                assert (phone.look.new, phone.look.photos) == (0, ())
        sheet = await opened(page)
        assert sheet.empty.isVisible()
        await until(sheet.grid.isVisible)
        assert sheet.grid.hasFocus(), "it appears under the eyes"
        await press(page, ENTER)
        await until(lambda: tiles(page) == ["慢.jpg"])
        [element] = page.form.values()["attachments"].values()
        assert element["taken_at"] == NOON

    loop.run_until_complete(story())


def test_a_pulled_stick_is_told_and_its_photos_come_back_with_it(
    loop: asyncio.AbstractEventLoop,
    typist: Typist,
    page: PatrolPage,
    session: Session,
    phone_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(session.background, "_on_error", told.append)
    comes(phone_folder, "一.jpg", jpeg(1))
    comes(phone_folder, "二.jpg", jpeg(2), 6)

    async def story() -> None:
        await typist.enter("new")
        await until(lambda: offer(page) == "手机照片 2 张新")
        await opened(page)
        await press(page, "Ctrl+A")
        pull(phone_folder)
        await press(page, ENTER)
        await until(lambda: told)
        assert [str(trouble) for trouble in told] == ["file_missing file=二.jpg"]
        assert tiles(page) == []
        sheet = await opened(page)
        assert sheet.empty.accessibleName() == "找不到手机照片的文件夹"
        assert offer(page) == "手机照片"
        plug_in(phone_folder)
        await press(page, "Escape")
        sheet = await opened(page)
        assert len(sheet.grid.rows.rows()) == 2
        await press(page, "Escape")

    loop.run_until_complete(story())


def test_a_hostile_file_is_told_in_the_words_of_one_that_is_dropped(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session, phone_folder: Path
) -> None:
    comes(phone_folder, "程序.jpg", b"MZ" + bytes(500), 3)
    comes(phone_folder, "苹果.jpg", b"\0\0\0\x24ftypheic" + bytes(100), 4)
    comes(phone_folder, "好的.jpg", jpeg(1), 5)

    async def story() -> None:
        await typist.enter("new")
        await until(lambda: offer(page) == "手机照片 1 张新")
        sheet = await opened(page)
        rows = sheet.grid.rows.rows()
        assert [row.file.name for row in rows] == ["好的.jpg", "程序.jpg", "苹果.jpg"]
        for code, row in (("attachment_type", rows[1]), ("photo_heic", rows[2])):
            await press(page, "Right", "Space")
            trouble = PersonCanMend(code, file=row.file.name)
            assert sheet.about.accessibleName() == describe(trouble, session.language)
            assert not sheet.put.isEnabled()
            await press(page, ENTER)
            assert sheet.isVisible()
        await press(page, "Home", ENTER)
        await until(lambda: tiles(page) == ["好的.jpg"])

    loop.run_until_complete(story())


def test_nothing_is_watched_behind_the_lock(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session, phone_folder: Path
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await until(lambda: offer(page) == "手机照片")
        session.locked.emit(True)
        phone = phone_photos_of(session)
        assert phone._watcher is None
        comes(phone_folder, "一.jpg", jpeg(1))
        await phone.looked(500)
        assert phone.look.new == 0
        session.locked.emit(False)
        await until(lambda: offer(page) == "手机照片 1 张新")

    loop.run_until_complete(story())


def test_without_a_folder_there_is_no_button_and_no_key(
    loop: asyncio.AbstractEventLoop, session: Session, phone_folder: Path
) -> None:
    page = PatrolPage(session)
    typist = Typist(page, session)

    async def story() -> None:
        await typist.enter("new")
        await press(page, PHONE_KEY)
        await typist.rest()
        assert sheet_over(page) is None
        assert offer(page) == ""
        assert PHONE_KEY not in dict(page_keys(session, page))
        phone = phone_photos_of(session)
        await phone.choose(str(phone_folder))
        assert offer(page) == "手机照片"
        await phone.leave()
        assert offer(page) == ""
        assert PHONE_KEY not in dict(page_keys(session, page))

    loop.run_until_complete(story())
    hide_and_end(page)


def test_three_thousand_photos_hold_nothing_up(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session, phone_folder: Path
) -> None:
    content = jpeg(1)
    for number in range(3000):
        # What stands behind the end of a JPEG makes another file of it.
        comes(phone_folder, f"IMG_{number:04}.jpg", content + b"%04d" % number, 5 + number)

    stay_loaded()

    async def story() -> None:
        await typist.enter("new")
        with Watchdog() as dog:
            await until(lambda: offer(page) == "手机照片 99+ 张新")
            sheet = await opened(page)
            assert len(sheet.grid.rows.rows()) == MOST_SHOWN
            assert "更早的 2700 张" in sheet._state.text()
            await press(page, "End", "PgUp", "PgUp", "Home", "PgDown", "Down", "Space")
            comes(phone_folder, "刚到.jpg", jpeg(77), 1)
            await until(lambda: sheet.grid.rows.rows()[0].file.name == "刚到.jpg")
            await until(lambda: not sheet.grid._asked)
            assert len(sheet.grid._pictures) <= 48
            await press(page, ENTER)
            await until(lambda: len(tiles(page)) == 1)
        # What the loop itself computed: waiting for the interpreter is the machine's business where it is busy.
        longest = max(dog.pauses, key=lambda pause: pause.cpu_ms)
        assert longest.cpu_ms <= LIMIT_MS, longest

    loop.run_until_complete(story())


def test_the_folder_is_chosen_and_given_up_in_the_settings(
    loop: asyncio.AbstractEventLoop, session: Session, phone_folder: Path
) -> None:
    comes(phone_folder, "先前.jpg", jpeg(1))
    page = SettingsPage(session)
    page.resize(1170, 616)
    page.show()
    page.enter()

    def dialog() -> Any:
        found: Iterable[QFileDialog] = page.findChildren(QFileDialog)
        return next((one for one in found if one.isVisible()), None)

    async def story() -> None:
        QTest.keyClick(page.phone.choose, Qt.Key.Key_Return)
        asked = await until(dialog)
        asked.filesSelected.emit([str(phone_folder)])
        asked.done(1)
        phone = phone_photos_of(session)
        await until(lambda: phone.look.folder == str(phone_folder))
        assert "“手机照片”" in page.phone._state.text()
        assert phone.look.new == 0, "what lay there is not new"
        QTest.keyClick(page.phone.leave, Qt.Key.Key_Return)
        await until(lambda: not phone.look.folder)
        assert page.phone.leave.isHidden()

    loop.run_until_complete(story())
    hide_and_end(page)
