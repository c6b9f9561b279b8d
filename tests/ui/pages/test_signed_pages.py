"""A photo of a signed page is dropped or pasted anywhere: it goes to its case, says so, and can be taken back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from gridworker.operations.records import add_record, edit_record
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.today.note_sheet import NoteSheet
from gridworker.ui.session import Session
from gridworker.ui.shell.window import MainWindow
from tests.documents.photographs import Shot, photographed
from tests.laptop import laptop
from tests.operations.cases import TO_SIGN, pages
from tests.ui.pages.files import drop, materials
from tests.ui.pages.typing import Ends, Typist, hide_and_end
from tests.ui.patience import until

_SHOT = Shot(turned=4)


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return ends(DisputePage(session))


@pytest.fixture
def record(session: Session) -> str:
    return add_record(session.profile, "dispute", TO_SIGN).ids[0]


@pytest.fixture
def sheet(session: Session, record: str, tmp_path: Path) -> QImage:
    """The first page of the agreement, printed."""
    (made,) = pages(session.profile, record, "agreement", tmp_path)
    return made


def photo(folder: Path, sheet: QImage, name: str = "IMG_2034.jpg", shot: Shot = _SHOT) -> Path:
    file = folder / name
    file.write_bytes(photographed(sheet, shot))
    return file


def test_a_page_dropped_on_another_case_is_filed_where_it_belongs_and_undo_keeps_the_photo(
    loop: asyncio.AbstractEventLoop,
    page: DisputePage,
    session: Session,
    record: str,
    sheet: QImage,
    tmp_path: Path,
) -> None:
    typist = Typist(page, session)
    other = add_record(session.profile, "dispute", TO_SIGN | {"title": "楼道堆物"}).ids[0]

    async def story() -> None:
        await typist.enter(other)
        drop(page, photo(tmp_path, sheet))
        await typist.until(lambda: len(materials(session.profile, record)) == 1)
        await typist.until(lambda: bool(typist.said))
        assert typist.said == ["签字页已归入“楼上卫生间漏水，损坏楼下吊顶”：人民调解协议书第 1 页（共 2 页）"]
        assert materials(session.profile, other) == []
        assert typist.undo is not None
        typist.undo()
        await typist.until(lambda: materials(session.profile, record) == [])
        (kept,) = materials(session.profile, other)
        assert (kept["name"], kept.get("role")) == ("IMG_2034.jpg", None)

    loop.run_until_complete(story())


def test_a_folder_of_photos_is_sorted_into_signed_pages_and_evidence(
    loop: asyncio.AbstractEventLoop,
    page: DisputePage,
    session: Session,
    record: str,
    sheet: QImage,
    tmp_path: Path,
) -> None:
    typist = Typist(page, session)
    folder = tmp_path / "手机照片"
    folder.mkdir()
    photo(folder, sheet)
    photo(folder, QImage(400, 300, QImage.Format.Format_RGB32), "墙面.jpg")
    photo(folder, sheet, "看不清.jpg", Shot(width=360))

    async def story() -> None:
        await typist.enter(record)
        drop(page, folder)
        await typist.until(lambda: len(page.file.materials.cards) == 3)
        there = {str(one["name"]): one.get("role") for one in materials(session.profile, record)}
        signed = {"人民调解协议书（签字页第1页）.jpg": "signed"}
        assert there == {"墙面.jpg": None, "看不清.jpg": None, **signed}
        assert any(said.startswith("签字页已归入") for said in typist.said)
        card = next(card for card in page.file.materials.cards.values() if "签字页" in card.title.text())
        assert card.role.currentText() == "签字页：人民调解协议书"

    loop.run_until_complete(story())


def test_an_old_page_and_one_of_a_case_elsewhere_are_told_apart(
    loop: asyncio.AbstractEventLoop,
    page: DisputePage,
    session: Session,
    record: str,
    sheet: QImage,
    tmp_path: Path,
) -> None:
    typist = Typist(page, session)
    elsewhere = laptop()
    there = [add_record(elsewhere, "dispute", TO_SIGN).ids[0] for _ in range(3)][-1]
    (foreign,) = pages(elsewhere, there, "agreement", tmp_path)
    elsewhere.close()
    edit_record(session.profile, record, {"facts": "漏水，另有一处墙面发霉。"})

    async def story() -> None:
        await typist.enter(record)
        drop(page, photo(tmp_path, sheet))
        await typist.until(lambda: len(materials(session.profile, record)) == 1)
        await typist.until(lambda: bool(typist.said))
        assert typist.said[-1].endswith("打印以后内容改过，这一页是旧版，请核对")
        drop(page, photo(tmp_path, foreign, "别处.jpg"))
        await typist.until(lambda: len(materials(session.profile, record)) == 2)
        await typist.until(lambda: "本机没有那件纠纷，照片已按普通材料存在这里" in typist.said[-1])
        assert {str(one["name"]): one.get("role") for one in materials(session.profile, record)}[
            "别处.jpg"
        ] is None

    loop.run_until_complete(story())


def test_a_page_put_down_anywhere_else_is_filed_too_and_other_photos_are_told_where_to_go(
    loop: asyncio.AbstractEventLoop, session: Session, record: str, sheet: QImage, tmp_path: Path
) -> None:
    window = MainWindow(session)
    window.show()
    said: list[str] = []
    session.said_done.connect(lambda text, _step: said.append(text))

    async def until_said(words: str) -> None:
        await until(lambda: bool(said) and words in said[-1])

    async def until_there(count: int) -> None:
        await until(lambda: len(materials(session.profile, record)) == count)

    async def story() -> None:
        for intake in (window.pages_in, NoteSheet(session, window).pages_in):
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(photo(tmp_path, sheet)))])
            assert intake.take(data)
            await until_said("人民调解协议书第 1 页")
            await until_there(1)
            for key, count in ((Qt.Key.Key_Z, 0), (Qt.Key.Key_Y, 1), (Qt.Key.Key_Z, 0)):
                QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
                await until_there(count)
            data.setUrls([QUrl.fromLocalFile(str(photo(tmp_path, sheet, "远.jpg", Shot(width=300))))])
            assert intake.take(data)
            await until_said("没有收进来：照片上没有认出文书的二维码")

    loop.run_until_complete(story())
    hide_and_end(window)
