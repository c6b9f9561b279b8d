"""Forgotten password, lost paper: from the lock by keys to the request, the answer, a new password and a new code."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.server.district import District as OpenDistrict
from gridworker.store.vault import open_vault, reset_password
from gridworker.sync.enrolment import enrol
from gridworker.ui.background import Background
from gridworker.ui.entry.lock import Lock
from gridworker.ui.entry.unlocking import Unlocking
from tests.stories.cast import PASSWORD, District
from tests.ui.entry.steps import chosen_in, code_for, pressed

NEW = "Dongli-Road-2026"


def shown(door: Lock | Unlocking) -> None:
    door.resize(1366, 720)
    door.show()
    door.activateWindow()
    assert QTest.qWaitForWindowActive(door)
    door.begin()


async def asked_and_answered(
    door: Unlocking, served: District, background: Background, files: tuple[Path, Path]
) -> None:
    """The request goes to the district, a wrong file is refused, the right one taken."""
    request, answer = files
    pressed(Qt.Key.Key_Return)
    await chosen_in(door, background, request)
    assert door.number.isVisible()
    office = OpenDistrict.open(served.folder)
    row, content = office.unlock(request.read_bytes(), "本人到场")
    office.close()
    assert door.number.text() == f"核对码：{row.number}"
    QTest.keyClick(door.take, Qt.Key.Key_Return)
    await chosen_in(door, background, request)
    assert "不是解锁申请或者解锁文件" in door.told.accessibleName()
    assert not door.go.isVisible()
    answer.write_bytes(content)
    QTest.keyClick(door.take, Qt.Key.Key_Return)
    await chosen_in(door, background, answer)
    assert door.go.isVisible()


async def new_password(door: Unlocking, background: Background) -> str:
    """Typed twice, differently at first; gives the new recovery code."""
    first, again = door.new.fields
    QTest.keyClicks(first, NEW)
    QTest.keyClicks(again, "another")
    QTest.keyClick(again, Qt.Key.Key_Return)
    await background.idle()
    assert door.code.isHidden()
    again.clear()
    QTest.keyClicks(again, NEW)
    QTest.keyClick(again, Qt.Key.Key_Return)
    await background.idle()
    QTest.keyClick(door.go, Qt.Key.Key_Return)
    return str(door.code.code.text()).removeprefix("恢复码：")


def test_the_request_is_answered_and_leads_to_a_new_password(
    served: District, background: Background, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    enrol(folder, served.address, code_for(served, "zhoumin"), "周敏的电脑", None, lambda _new: PASSWORD)
    key = open_vault(folder, PASSWORD)
    door = Unlocking(folder, background, "zh_CN")
    shown(door)
    opened: list[bytes] = []
    door.opened.connect(opened.append)

    async def story() -> str:
        files = tmp_path / "request.json", tmp_path / "answer.json"
        await asked_and_answered(door, served, background, files)
        return await new_password(door, background)

    code = loop.run_until_complete(story())
    assert opened == [key]
    assert open_vault(folder, NEW) == key
    reset_password(folder, code, PASSWORD)
    door.hide()
    door.deleteLater()


def test_the_lock_offers_it_to_who_has_forgotten_and_was_enrolled_with_such_a_district(
    served: District, background: Background, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    enrol(
        folder, served.address, code_for(served, "shenguoqiang"), "沈国强的电脑", None, lambda _new: PASSWORD
    )
    lock, wanted = Lock(folder, background, "zh_CN"), list[str]()
    lock.unlock_wanted.connect(lambda: wanted.append("unlock"))
    shown(lock)
    assert not lock.unlock.isVisible()
    lock._forgotten.setFocus()
    pressed(Qt.Key.Key_Return)
    lock.unlock.setFocus()
    pressed(Qt.Key.Key_Return)
    assert wanted == ["unlock"]
    lock.hide()
    lock.deleteLater()


def test_a_profile_from_before_offers_the_paper_alone(background: Background, tmp_path: Path) -> None:
    lock: Any = Lock(tmp_path, background, "zh_CN")
    shown(lock)
    lock._forgotten.click()
    assert lock._code.isVisible()
    assert not lock.unlock.isVisible()
    lock.deleteLater()
