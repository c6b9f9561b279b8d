"""Photos that come from the phone into a folder while somebody writes: offered, chosen by keys, not taken by force."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication

from gridworker.cli.demo.pictures import phone_photo
from gridworker.operations.phone_folder import choose_folder
from gridworker.operations.records import add_record, show_record
from gridworker.store import record_rows
from gridworker.ui.background import Background
from gridworker.ui.forms.phone_photos_button import PHONE_KEY
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.event.page import EventPage
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.pages.visit.page import VisitPage
from gridworker.ui.session import Session
from gridworker.ui.shell.page_keys import page_keys
from gridworker.ui.theme.theme import Theme
from tests.laptop import NOON
from tests.ui.pages.killed_while_typing import PHOTO, on_disk
from tests.ui.pages.phone import (
    MINUTE,
    comes,
    in_it,
    jpeg,
    offer,
    opened,
    press,
    tiles,
)
from tests.ui.pages.typing import ENTER, Typist, hide_and_end
from tests.ui.patience import until


@pytest.fixture
def page(session: Session, phone_folder: Path) -> Iterator[PatrolPage]:
    choose_folder(session.profile, str(phone_folder))
    made = PatrolPage(session)
    yield made
    hide_and_end(made)


def test_new_photos_are_offered_and_two_keys_take_the_newest(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session, phone_folder: Path
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await until(lambda: offer(page) == "手机照片")
        comes(phone_folder, "IMG_0003.jpg", phone_photo("stairs", NOON - 3 * MINUTE, size=(600, 800)), 3)
        comes(phone_folder, "IMG_0001.jpg", jpeg(1), 9)
        await until(lambda: offer(page) == "手机照片 2 张新")
        assert (PHONE_KEY, "手机照片") in page_keys(session, page), "F1 lists it"
        assert tiles(page) == [], "offered, not filed"
        page.form.place.setFocus()
        sheet = await opened(page)
        assert sheet.grid.row is not None
        assert sheet.grid.row.file.name == "IMG_0003.jpg"
        await press(page, ENTER)
        await until(lambda: tiles(page) == ["IMG_0003.jpg"])
        assert page.form.place.hasFocus(), "writing goes on where it was"
        await until(lambda: offer(page) == "手机照片 1 张新")
        assert typist.said == ["照片、文件已放进来，现在共 1 个"]

    loop.run_until_complete(story())


def test_several_are_chosen_by_space_and_taken_back_by_one_key(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session, phone_folder: Path
) -> None:
    for number in range(4):
        comes(phone_folder, f"{number}.jpg", jpeg(number), 5 + number)

    async def story() -> None:
        await typist.enter("new")
        await until(lambda: offer(page) == "手机照片 4 张新")
        sheet = await opened(page)
        await press(page, "Space", "Right", "Right", "Space")
        assert sheet.put.text() == "放进 2 张"
        assert "已选" in sheet.grid.rows.words(sheet.grid.rows.rows()[2])
        await press(page, ENTER)
        await until(lambda: tiles(page) == ["2.jpg", "0.jpg"])
        await until(lambda: offer(page) == "手机照片 2 张新")
        assert typist.undo is not None
        typist.undo()
        await until(lambda: not tiles(page))
        await until(lambda: offer(page) == "手机照片 4 张新")
        sheet = await opened(page)
        await press(page, "Ctrl+A")
        assert sheet.put.text() == "放进 4 张"
        await press(page, "Ctrl+A", "Delete")
        await until(lambda: offer(page) == "手机照片 3 张新")
        await press(page, "Escape")
        assert tiles(page) == []
        assert in_it(phone_folder) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]

    loop.run_until_complete(story())


def test_a_hazard_with_a_phrase_and_a_photo_from_the_phone_takes_at_most_eighteen_keys(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session, phone_folder: Path
) -> None:
    place = {"text": "东篱路8号来记面馆"}
    add_record(session.profile, "patrol", {"place": place, "categories": ["normal"]})
    comes(phone_folder, "IMG_0003.jpg", jpeg(3))

    async def story() -> None:
        await typist.enter("new")
        await until(lambda: offer(page) == "手机照片 1 张新")
        await typist.press(*"dll8", ENTER, "2", "Alt+M", "F2", "2")
        await opened(page)
        await press(page, ENTER)
        await until(lambda: tiles(page))
        await typist.press("Tab", "3", "F9")
        assert typist.presses + 2 <= 18
        saved = session.profile.read(lambda db: record_rows.select(db, "patrol", limit=1))[0].body
        assert (saved["outcome"], saved["place"]["text"]) == ("deadline", place["text"])
        assert [one["name"] for one in saved["attachments"].values()] == ["IMG_0003.jpg"]
        assert saved["text"]

    loop.run_until_complete(story())


def test_one_that_was_dropped_from_elsewhere_is_not_offered_again(
    loop: asyncio.AbstractEventLoop,
    typist: Typist,
    page: PatrolPage,
    session: Session,
    phone_folder: Path,
    tmp_path: Path,
) -> None:
    comes(phone_folder, "IMG_0003.jpg", jpeg(3))
    same = tmp_path / "mmexport3.jpg"
    shutil.copyfile(phone_folder / "IMG_0003.jpg", same)

    async def story() -> None:
        await typist.enter("new")
        await until(lambda: offer(page) == "手机照片 1 张新")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(same))])
        QGuiApplication.clipboard().setMimeData(data)
        page.form.place.setFocus()
        await press(page, "Ctrl+V")
        await until(lambda: tiles(page) == ["mmexport3.jpg"])
        await until(lambda: offer(page) == "手机照片")
        sheet = await opened(page)
        assert sheet.grid.rows.sign(sheet.grid.rows.rows()[0])[0] == "用过"
        await press(page, "Escape")

    loop.run_until_complete(story())


def test_a_chosen_photo_outlives_a_power_cut(
    loop: asyncio.AbstractEventLoop, look: Theme, tmp_path: Path
) -> None:
    program = [sys.executable, "-m", "tests.ui.pages.killed_while_typing", str(tmp_path), "photo"]
    ended = subprocess.run(program, check=False, capture_output=True, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    background = Background(loop, print)

    async def story() -> None:
        with on_disk(tmp_path) as profile:
            session = Session(profile, background, "zh_CN")
            page = PatrolPage(session)
            await Typist(page, session).enter()
            await until(lambda: tiles(page) == [PHOTO.name])
            [element] = page.form.values()["attachments"].values()
            assert session.profile.file(element["sha256"]) is not None
            session.locked.emit(True)
            hide_and_end(page)
            await background.close()

    loop.run_until_complete(story())


@pytest.mark.parametrize("kind", [EventPage, VisitPage])
def test_every_form_that_takes_photos_offers_them(
    loop: asyncio.AbstractEventLoop, session: Session, phone_folder: Path, kind: Any
) -> None:
    choose_folder(session.profile, str(phone_folder))
    comes(phone_folder, "IMG_0003.jpg", jpeg(3))
    page = kind(session)
    typist = Typist(page, session)

    async def story() -> None:
        await typist.enter("new")
        await until(lambda: offer(page) == "手机照片 1 张新")
        await opened(page)
        await press(page, ENTER)
        await until(lambda: tiles(page) == ["IMG_0003.jpg"])

    loop.run_until_complete(story())
    hide_and_end(page)


def test_they_become_material_of_a_case(
    loop: asyncio.AbstractEventLoop, session: Session, phone_folder: Path
) -> None:
    case: dict[str, Any] = {"title": "漏水", "type": "neighbour", "status": "accepted", "facts": "漏水。"}
    case["parties"] = [{"role": "applicant", "type": "person", "name": "李建国"}]
    record = add_record(session.profile, "dispute", case).ids[0]
    choose_folder(session.profile, str(phone_folder))
    comes(phone_folder, "IMG_0003.jpg", jpeg(3))
    page = DisputePage(session)
    typist = Typist(page, session)

    async def story() -> None:
        await typist.enter(record)
        page.file.tabs.pick("materials")
        await until(lambda: offer(page) == "手机照片 1 张新")
        await opened(page)
        await press(page, ENTER)
        await until(lambda: show_record(session.profile, record).get("attachments"))
        await until(lambda: offer(page) == "手机照片")
        await until(page.file.materials.export.isVisible)
        await typist.rest()
        late = DisputePage(session)
        other = Typist(late, session)
        await other.enter(record)
        late.file.tabs.pick("materials")
        await until(late.file.materials.log.isVisible)
        assert offer(late) == "手机照片"
        hide_and_end(late)

    loop.run_until_complete(story())
    hide_and_end(page)
