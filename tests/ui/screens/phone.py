"""A folder of the phone's photos as the pictures show it: some new, some of before, one that cannot be opened."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridworker.cli.demo.pictures import phone_photo
from gridworker.operations.phone_folder import choose_folder
from gridworker.store.profile import Profile
from gridworker.ui.phone_photos import phone_photos_of
from gridworker.ui.shell.window import MainWindow

_MINUTE = 60_000
_SHOTS = (
    ("hill", 6, "IMG_1122.jpg"),
    ("stairs", 9, "IMG_1121.jpg"),
    ("wall", 31, "IMG_1120.jpg"),
    ("wall", 26 * 60, "mmexport1763712000.jpg"),
    ("stairs", 27 * 60, "IMG_1108.jpg"),
    ("hill", 50 * 60, "IMG_1097.jpg"),
    ("hill", 51 * 60, "IMG_1096.jpg"),
)


def fill(profile: Profile, folder: Path, *, new: bool) -> None:
    """Puts photos there, those of the last hour or those before it, and an iPhone's among these."""
    now = profile.clock.now()
    for number, (scene, minutes, name) in enumerate(_SHOTS):
        if new == (minutes < 60):
            content = phone_photo(scene, now - minutes * _MINUTE, size=(600 + number, 800))
            _put(folder / name, content, now - minutes * _MINUTE)
    if not new:
        _put(folder / "IMG_0007.HEIC", b"\0\0\0\x24ftypheic" + bytes(100), now - 28 * 60 * _MINUTE)


def _put(file: Path, content: bytes, at: int) -> None:
    file.write_bytes(content)
    os.utime(file, (at / 1000, at / 1000))


def choose_photos(window: MainWindow) -> None:
    """There is such a folder, and three photos came into it."""
    session = window.session
    folder = Path(tempfile.mkdtemp()) / "手机照片"
    folder.mkdir()
    fill(session.profile, folder, new=False)
    choose_folder(session.profile, str(folder))
    fill(session.profile, folder, new=True)
    phone = phone_photos_of(session)
    session.background.spawn(phone._look(), phone)


def to_the_photos(window: MainWindow) -> None:
    """Down the form, to where the photos are."""
    page: Any = window.page
    page.form.attachments.add.setFocus(Qt.FocusReason.TabFocusReason)


def open_photos(window: MainWindow) -> None:
    """Alt+O."""
    focused: Any = QApplication.focusWidget() or window
    QTest.keyClick(focused, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)


def tick_two(_window: MainWindow) -> None:
    """Space on the first, and on the one beside it."""
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space):
        focused: Any = QApplication.focusWidget()
        QTest.keyClick(focused, key)


def pull_stick(window: MainWindow) -> None:
    """The folder is gone."""
    shutil.rmtree(phone_photos_of(window.session).look.folder)
    phone_photos_of(window.session).look_now()


def forget_photos(window: MainWindow) -> None:
    """Seen once more in the settings; then nothing of it is left for the pictures that follow."""
    window.session.background.spawn(phone_photos_of(window.session).leave(), window)
