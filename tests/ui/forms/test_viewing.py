"""Photos seen by keys: nearer and farther, turned, the next and the one before, and before beside after."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from gridworker.cli.demo.pictures import phone_photo
from gridworker.operations.attaching import keep_content
from gridworker.ui.forms.attachment_opening import open_over
from gridworker.ui.forms.attachment_view import AttachmentView
from gridworker.ui.forms.compare_view import CompareView
from gridworker.ui.session import Session
from gridworker.ui.widgets.picture_view import PictureView
from tests.laptop import NOON
from tests.ui.conftest import Stand, settle
from tests.ui.pages.typing import Play, opened
from tests.ui.patience import until


def half_red() -> QImage:
    """Wide, its left half red."""
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    for x in range(200):
        for y in range(200):
            image.setPixelColor(x, y, QColor("red"))
    return image


def colour(view: PictureView, across: float, down: float) -> str:
    seen = view.grab().toImage()
    return QColor(seen.pixel(int(across * (seen.width() - 1)), int(down * (seen.height() - 1)))).name()


def test_a_picture_comes_nearer_is_moved_and_turned(stand: Stand, qtbot: Any) -> None:
    view = PictureView(QSize(400, 200))
    stand(view)
    view.setFixedSize(400, 200)
    settle()
    view.show_image(half_red(), "楼道")
    assert (colour(view, 0.25, 0.5), colour(view, 0.75, 0.5)) == ("#ff0000", "#0000ff")
    for key in "+++":
        qtbot.keyClicks(view, key)
    assert view.zoom > 1.5
    for _ in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Left)
    assert colour(view, 0.75, 0.5) == "#ff0000"
    qtbot.keyClicks(view, "0")
    assert view.zoom == 1
    qtbot.keyClicks(view, "R")
    assert (view.turned, colour(view, 0.5, 0.25), colour(view, 0.5, 0.75)) == (1, "#ff0000", "#0000ff")


def test_arrows_lead_to_the_other_photos_and_the_shown_one_is_taken_away(
    session: Session, stand: Stand, play: Play, qtbot: Any
) -> None:
    parent = stand(QWidget(), width=1100)
    elements = {
        name: keep_content(session.profile, phone_photo(scene, NOON, size=(450, 600)), f"{name}.jpg")
        for name, scene in (("墙面", "wall"), ("远处", "hill"))
    }
    gone: list[str] = []

    async def story() -> None:
        async def look() -> None:
            gone.append(await open_over(session, "", elements, "墙面", parent))

        session.background.spawn(look(), parent)
        view = await opened(parent, AttachmentView)
        assert view.picture.accessibleName() == "墙面.jpg"
        qtbot.keyClick(view.picture, Qt.Key.Key_Right)
        await until(lambda: view.picture.accessibleName() == "远处.jpg")
        view.accept()
        await session.background.idle()

    play(story())
    assert gone == ["远处"]


def test_before_stands_beside_after_and_both_come_nearer(
    session: Session, stand: Stand, play: Play, qtbot: Any
) -> None:
    parent = stand(QWidget(), width=1100)
    shots = [
        ("", keep_content(session.profile, phone_photo(scene, NOON, size=(450, 600)), f"{scene}.jpg"))
        for scene in ("wall", "hill", "wall")
    ]

    async def story() -> None:
        sheet = CompareView(session, shots[0], shots[1:], parent)
        sheet.open()
        await session.background.idle()
        qtbot.keyClicks(sheet.after, "+")
        assert sheet.before.zoom == sheet.after.zoom > 1
        qtbot.keyClick(sheet.after, Qt.Key.Key_PageDown)
        assert sheet.at == 1
        await session.background.idle()
        sheet.reject()

    play(story())
