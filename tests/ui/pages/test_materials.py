"""材料 of a dispute: pasted or dropped, told what it is for, opened, saved elsewhere for a reason, taken away."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridworker.cli.demo.pictures import CHAILING_HILL, phone_photo
from gridworker.operations.attaching import attach
from gridworker.operations.records import add_record
from gridworker.store import attachments
from gridworker.store.profile import open_profile
from gridworker.ui.background import Background
from gridworker.ui.forms.attachment_view import AttachmentView
from gridworker.ui.pages.dispute.materials import Materials
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from gridworker.ui.widgets.tabs import Tab
from tests.laptop import NOON
from tests.stories.cast import PASSWORD, District, Laptop
from tests.ui.pages.files import LEAK, drop, materials
from tests.ui.pages.typing import Ends, Typist, hide_and_end, opened

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return ends(DisputePage(session))


def tab_word(page: DisputePage) -> str:
    tabs = cast(list[Tab], page.file.tabs.findChildren(Tab))
    return next(tab.text() for tab in tabs if "材料" in tab.text())


def green() -> QImage:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(20, 90, 40))
    return image


def paste_picture(image: QImage) -> None:
    data = QMimeData()
    data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_V, CTRL)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "墙面.jpg"
    file.write_bytes(phone_photo("hill", NOON, CHAILING_HILL))
    return file


def test_files_dropped_on_the_file_are_its_materials_and_undo_takes_them_away(
    loop: asyncio.AbstractEventLoop,
    typist: Typist,
    page: DisputePage,
    session: Session,
    photo: Path,
    scan: Path,
) -> None:
    record = add_record(session.profile, "dispute", LEAK).ids[0]

    async def story() -> None:
        await typist.enter(record)
        drop(page, photo, scan)
        await typist.until(lambda: len(page.file.materials.cards) == 2)
        assert page.file.tabs.value() == "materials"
        assert tab_word(page) == "材料 2"
        shown, paper = page.file.materials.cards.values()
        assert "拍摄于" in shown.facts.text()
        assert "收存于" in shown.facts.text()
        assert (paper.tile.accessibleName(), paper.title.text()) == ("签字页.pdf", "签字页.pdf")
        assert paper.facts.text().endswith("49 KB")
        assert typist.said[-1] == "已添加 2 份材料"
        assert typist.undo is not None
        typist.undo()
        await typist.until(lambda: page.file.materials.cards == {})
        assert materials(session.profile, record) == []
        assert tab_word(page) == "材料"

    loop.run_until_complete(story())


def test_one_says_what_a_scan_is_for_and_the_focus_stays(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: DisputePage, session: Session, scan: Path
) -> None:
    record = add_record(session.profile, "dispute", LEAK).ids[0]
    attach(session.profile, record, scan)

    async def story() -> None:
        await typist.enter(record)
        page.file.tabs.set_value("materials")
        page.file._show_tab()
        [card] = page.file.materials.cards.values()
        assert card.role.accessibleName() == "签字页.pdf的用途"
        card.role.setFocus(Qt.FocusReason.TabFocusReason)
        await typist.press(*["Down"] * 7)
        await typist.until(lambda: materials(session.profile, record)[0].get("role") == "signed")
        assert materials(session.profile, record)[0]["paper"] == "application"
        assert QApplication.focusWidget() is card.role
        assert card.role.currentText() == "签字页：人民调解申请书"

    loop.run_until_complete(story())


def test_delete_takes_a_material_away_and_undo_brings_it_back(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: DisputePage, session: Session, photo: Path
) -> None:
    record = add_record(session.profile, "dispute", LEAK).ids[0]
    attach(session.profile, record, photo)

    async def story() -> None:
        await typist.enter(record)
        page.file.tabs.set_value("materials")
        page.file._show_tab()
        [card] = page.file.materials.cards.values()
        card.tile.setFocus(Qt.FocusReason.TabFocusReason)
        await typist.press("Del")
        await typist.until(lambda: page.file.materials.cards == {})
        assert QApplication.focusWidget() is page.file.materials.add
        assert typist.said == ["已移除：墙面.jpg"]
        assert typist.undo is not None
        typist.undo()
        await typist.until(lambda: len(page.file.materials.cards) == 1)
        assert [one["name"] for one in materials(session.profile, record)] == ["墙面.jpg"]

    loop.run_until_complete(story())


def test_a_full_disk_while_pasting_is_told_and_nothing_is_half_there(
    loop: asyncio.AbstractEventLoop,
    typist: Typist,
    page: DisputePage,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = add_record(session.profile, "dispute", LEAK).ids[0]
    store = session.profile.attachments
    told: list[BaseException] = []
    monkeypatch.setattr(session.background, "_on_error", told.append)

    async def story() -> None:
        await typist.enter(record)
        store.write(lambda db: db.execute("PRAGMA max_page_count = 1").fetchone())
        paste_picture(QImage(random.Random(4).randbytes(640_000), 400, 400, QImage.Format.Format_RGB32))
        await typist.until(lambda: bool(told))
        assert [str(trouble) for trouble in told] == ["disk_full"]
        assert page.file.materials.cards == {}
        assert materials(session.profile, record) == []
        assert store.read(attachments.files) == []
        store.write(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchone())
        paste_picture(green())
        await typist.until(lambda: len(page.file.materials.cards) == 1)
        [kept] = materials(session.profile, record)
        assert kept["name"] == "粘贴的照片.jpg"

    loop.run_until_complete(story())


def on_screen(
    loop: asyncio.AbstractEventLoop, laptop: Laptop, story: Callable[[Typist, DisputePage], Awaitable[None]]
) -> None:
    """Plays a story on the page of disputes of a laptop."""
    errors: list[BaseException] = []
    with open_profile(laptop.folder, PASSWORD) as profile:
        background = Background(loop, errors.append)
        session = Session(profile, background, "zh_CN")
        page = DisputePage(session)
        loop.run_until_complete(story(Typist(page, session), page))
        loop.run_until_complete(background.idle())
        hide_and_end(page)
        loop.run_until_complete(background.close())
    assert errors == []


def test_what_zhou_pastes_shen_sees_after_both_have_synced(
    look: object, loop: asyncio.AbstractEventLoop, served: District, tmp_path: Path
) -> None:
    zhou, shen = Laptop(tmp_path / "zhou"), Laptop(tmp_path / "shen")
    served.enrols(zhou, "zhoumin")
    served.enrols(shen, "shenguoqiang")
    record = zhou.adds("dispute", **LEAK)

    async def paste(typist: Typist, page: DisputePage) -> None:
        await typist.enter(record)
        paste_picture(green())
        await typist.until(lambda: len(page.file.materials.cards) == 1)
        page.session.sync()
        await typist.until(lambda: not page.session.syncing)

    async def see(typist: Typist, page: DisputePage) -> None:
        page.session.sync()
        await typist.until(lambda: not page.session.syncing)
        await typist.enter(record)
        page.file.tabs.set_value("materials")
        page.file._show_tab()
        shown: Materials = page.file.materials
        await typist.until(
            lambda: [card.tile._picture is not None for card in shown.cards.values()] == [True]
        )
        [card] = shown.cards.values()
        card.tile.click()
        view = await opened(typist.page, AttachmentView)
        assert view.picture.image.width() == 400
        view.reject()

    on_screen(loop, zhou, paste)
    on_screen(loop, shen, see)
