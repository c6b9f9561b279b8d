"""A phone from which photos come into a folder, and somebody at a form who chooses among them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridworker.ui.forms.phone_photos_button import PHONE_KEY
from gridworker.ui.forms.phone_photos_sheet import PhonePhotosSheet
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.picture_tile import PictureTile
from tests.laptop import NOON
from tests.ui.pages.typing import keys_of
from tests.ui.patience import until

MINUTE = 60_000


def jpeg(number: int) -> bytes:
    """A photo like no other."""
    file = BytesIO()
    Image.new("RGB", (96, 72), (number % 16 * 16, number // 16 % 16 * 16, number // 256 * 16)).save(
        file, "JPEG"
    )
    return file.getvalue()


def comes(folder: Path, name: str, content: bytes, before: int = 5) -> Path:
    """A photo is there, whole, as it was taken so many minutes ago."""
    draft = folder / f"{name}.part"
    draft.write_bytes(content)
    at = (NOON - before * MINUTE) / 1000
    os.utime(draft, (at, at))
    draft.rename(folder / name)
    return folder / name


def pull(folder: Path) -> None:
    """The stick with the folder is pulled."""
    folder.rename(folder.parent / "拔了")


def plug_in(folder: Path) -> None:
    """It is there again."""
    (folder.parent / "拔了").rename(folder)


def in_it(folder: Path) -> list[str]:
    """The names of what lies in the folder."""
    return sorted(file.name for file in folder.iterdir())


def sheet_over(page: Any) -> PhonePhotosSheet | None:
    found: Iterable[PhonePhotosSheet] = page.window().findChildren(PhonePhotosSheet)
    return next((one for one in found if one.isVisible()), None)


def tiles(page: Any) -> list[str]:
    found: Iterable[PictureTile] = page.findChildren(PictureTile)
    return [tile.accessibleName() for tile in found if tile.isVisible()]


def offer(page: Any) -> str:
    """What the button says, "" where there is none."""
    buttons: Iterable[Button] = page.findChildren(Button)
    return next((one.text() for one in buttons if one.key == PHONE_KEY and one.isVisible()), "")


async def press(page: Any, *keys: str) -> None:
    """Keys one after the other, where the focus is; each is answered before the next."""
    for key in keys:
        focus: Any = QApplication.focusWidget() or page
        QTest.keyClick(focus, *keys_of(key))
        await page.session.background.pause(30)


async def opened(page: Any) -> PhonePhotosSheet:
    """Alt+O, and the photos over the window."""
    await press(page, PHONE_KEY)
    found = await until(lambda: sheet_over(page))
    assert isinstance(found, PhonePhotosSheet)
    return found
