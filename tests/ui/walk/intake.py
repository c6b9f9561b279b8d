"""The scenes of what comes in and goes out: tables, notes and what becomes of them, events, photos."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from gridworker.cli.demo.pictures import phone_photo
from gridworker.operations.records import show_record
from gridworker.ui.forms.compare_view import CompareView
from gridworker.ui.forms.phone_photos_sheet import PhonePhotosSheet
from gridworker.ui.pages.registry.import_sheet import ImportSheet
from gridworker.ui.phone_photos import phone_photos_of
from gridworker.ui.shell.directory import NEW_RECORD
from gridworker.ui.widgets.sheet import Sheet
from tests.ui.patience import until


async def table(walker: Any) -> None:
    """A table with a line that cannot be taken, and one that is on file."""
    await walker.page("person", walker.laptop.first("person"))
    with tempfile.TemporaryDirectory() as folder:
        rows = ("姓名,出生日期,电话", "来小妹,不详,", "王秀英,,138", ",,1")
        english = ("Name,Born,Phone", "Lai,unknown,", "Wang,,138", ",,1")
        zh = walker.laptop.language != "en"
        path = Path(folder) / ("人口" if zh else "people")
        path.write_text("\n".join(rows if zh else english), encoding="utf-8")
        walker.window.page.take_table(path)
        await walker.rest()
        assert isinstance(walker.scene, ImportSheet)


async def columns(walker: Any) -> None:
    """Which column of it is what."""
    await table(walker)
    await walker.press("F2")
    assert walker.scene.columns is not None


async def leaving(walker: Any) -> None:
    await walker.page("visit")
    await walker.press("Ctrl+E")
    assert isinstance(walker.scene, Sheet)


async def note(walker: Any) -> None:
    """A note with people, a place, a telephone and a time in it."""
    await walker.page("today")
    await walker.press("Ctrl+4")
    words = (
        "李建国说东篱苑3-2-501昨晚10点半漏水，13800138000"
        if walker.laptop.language != "en"
        else "13800138000"
    )
    walker.scene.text.set_value(words)
    walker.scene._on_wait()
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def event(walker: Any) -> None:
    await walker.page("event", walker.laptop.first("event"))


async def new_event(walker: Any) -> None:
    await walker.page("event", NEW_RECORD)


async def comparison(walker: Any) -> None:
    """A photo from before beside one from after."""
    await walker.page("patrol", walker.laptop.first("patrol"))
    body = show_record(walker.laptop.profile, walker.laptop.first("patrol"))
    shot = (body["id"], next(iter(body["attachments"].values())))
    CompareView(walker.session, shot, [shot, shot], walker.window).open()
    await walker.rest()


async def phone_photos(walker: Any) -> None:
    """Photos from the phone: two new ones, one that cannot be opened."""
    name = "手机照片" if walker.laptop.language != "en" else "phone"
    folder, profile = Path(tempfile.mkdtemp()) / name, walker.laptop.profile
    folder.mkdir()
    await phone_photos_of(walker.session).choose(str(folder))
    for number, minutes in enumerate((4, 9, 60)):
        at = profile.clock.now() - minutes * 60_000
        content = phone_photo("stairs", at, size=(300 + number, 400)) if minutes < 60 else b""
        (folder / f"{number}.jpg").write_bytes(content)
        os.utime(folder / f"{number}.jpg", (at / 1000, at / 1000))
    await walker.page("patrol", NEW_RECORD)
    await walker.press("Alt+O")
    await walker.until(PhonePhotosSheet)
    await until(lambda: not walker.scene.grid._asked)
    await walker.press("Space", "End")


INTAKE: dict[str, Callable[[Any], Awaitable[None]]] = {
    "table to import": table,
    "columns of a table": columns,
    "list to export": leaving,
    "note with something in it": note,
    "events": event,
    "new event": new_event,
    "before and after": comparison,
    "phone photos": phone_photos,
}
