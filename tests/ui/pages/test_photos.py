"""Photos in the forms: pasted, dropped or chosen, seen as small pictures, opened, taken away, kept in the draft."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gridworker.cli.demo.pictures import CHAILING_HILL, phone_photo
from gridworker.operations.attaching import attach
from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import add_record
from gridworker.store import record_rows
from gridworker.ui.forms.attachment_view import AttachmentView
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.session import Session
from gridworker.ui.widgets.picture_tile import PictureTile
from tests.laptop import NOON
from tests.ui.pages.typing import CTRL_ENTER, Ends, Typist, opened
from tests.ui.patience import until


@pytest.fixture
def page(session: Session, ends: Ends) -> PatrolPage:
    return ends(PatrolPage(session))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "柴岭山.jpg"
    file.write_bytes(phone_photo("hill", NOON, CHAILING_HILL, size=(600, 800)))
    return file


def patrols(session: Session) -> list[dict[str, Any]]:
    return [row.body for row in session.profile.read(lambda db: record_rows.select(db, "patrol", limit=9))]


def tiles(page: QWidget) -> list[PictureTile]:
    found: Iterable[PictureTile] = page.findChildren(PictureTile)
    return [tile for tile in found if tile.isVisible()]


async def pictures(page: QWidget, count: int) -> None:
    """Until so many pictures are seen."""
    await until(lambda: len(tiles(page)) == count)


def copy(*, image: QImage | None = None, file: Path | None = None) -> None:
    data = QMimeData()
    if image is not None:
        data.setImageData(image)
    if file is not None:
        data.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(data)


def paste() -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def picture() -> QImage:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(20, 90, 40))
    return image


def test_a_photo_pasted_while_typing_is_saved_with_the_round(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session
) -> None:
    async def story() -> None:
        await typist.enter("new")
        page.form.place.setFocus()
        copy(image=picture())
        paste()
        await pictures(page, 1)
        assert typist.said == ["照片、文件已放进来，现在共 1 个"], "the strip may be below the edge"
        assert typist.undo is not None
        typist.undo()
        await pictures(page, 0)
        paste()
        await pictures(page, 1)
        page.form.place.set_thing("柴岭山护林点", None)
        page.form.categories.set_value(["fire"])
        await typist.press(CTRL_ENTER)
        [saved] = patrols(session)
        [element] = saved["attachments"].values()
        assert (element["type"], element["name"]) == ("image/jpeg", "粘贴的照片.jpg")
        assert tiles(page) == []

    loop.run_until_complete(story())


def test_a_text_is_pasted_as_a_text(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        page.form.place.setFocus()
        QGuiApplication.clipboard().setText("东篱苑")
        paste()
        assert page.form.place.value() == "东篱苑"
        assert tiles(page) == []

    loop.run_until_complete(story())


def test_a_file_dropped_on_the_form_is_in_the_draft_until_it_is_saved(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session, photo: Path
) -> None:
    async def story() -> None:
        await typist.enter("new")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(photo))])
        action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(page.form, QDragEnterEvent(QPoint(5, 5), action, data, left, none))
        QApplication.sendEvent(page.form, QDropEvent(QPointF(5, 5), action, data, left, none))
        await pictures(page, 1)
        page.drafting.write()
        await typist.rest()
        [draft] = list_drafts(session.profile, "patrol")
        [element] = draft.content["attachments"].values()
        assert (element["name"], element["taken_at"]) == ("柴岭山.jpg", NOON)

    loop.run_until_complete(story())


def test_a_photo_of_an_older_round_is_seen_opened_and_taken_away(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session, photo: Path
) -> None:
    fields = {"place": {"text": "柴岭山护林点"}, "categories": ["fire"]}
    record = add_record(session.profile, "patrol", fields).ids[0]
    attach(session.profile, record, photo)

    async def story() -> None:
        await typist.enter(record)
        await pictures(page, 1)
        [tile] = tiles(page)
        assert tile.accessibleName() == "柴岭山.jpg"
        tile.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(tile, Qt.Key.Key_Space)
        view = await opened(page, AttachmentView)
        assert view.picture.image.height() > 300
        QTest.keyClick(view, Qt.Key.Key_Escape)
        await typist.rest()
        QTest.keyClick(tile, Qt.Key.Key_Delete)
        await pictures(page, 0)
        await typist.press(CTRL_ENTER)
        [saved] = patrols(session)
        [element] = saved["attachments"].values()
        assert element["_deleted"] is True

    loop.run_until_complete(story())


def test_a_file_that_is_no_photo_is_told_and_the_form_goes_on(
    loop: asyncio.AbstractEventLoop,
    typist: Typist,
    page: PatrolPage,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(session.background, "_on_error", told.append)
    file = tmp_path / "程序.exe"
    file.write_bytes(b"MZ" + bytes(100))

    async def story() -> None:
        await typist.enter("new")
        page.form.place.setFocus()
        copy(file=file)
        paste()
        await typist.rest()
        assert tiles(page) == []
        assert page.form.values()["attachments"] == {}
        assert [str(trouble) for trouble in told] == ["attachment_type file=程序.exe"]

    loop.run_until_complete(story())
