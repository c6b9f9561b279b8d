"""A new laptop is enrolled by keyboard with a real server, locked, and opened again; wrong keys are told calmly."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gridworker.environment.settings import TEXT_SCALE, read_setting
from gridworker.store.vault import create_vault, open_vault
from gridworker.ui.background import Background
from gridworker.ui.entry.card import Card, keep_card, read_card
from gridworker.ui.entry.enrolment import Enrolment
from gridworker.ui.entry.lock import Lock
from gridworker.ui.one_instance import OneInstance
from gridworker.ui.theme import theme
from tests.stories.cast import PASSWORD, District
from tests.ui.entry.steps import code_for, pressed


def typed(text: str) -> None:
    """Types into whatever has the focus; Chinese comes by the input method."""
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    if text.isascii():
        QTest.keyClicks(field, text)
    else:
        committed = QInputMethodEvent()
        committed.setCommitString(text)
        QApplication.sendEvent(field, committed)


def shown(widget: Lock | Enrolment) -> None:
    widget.resize(1366, 720)
    widget.show()
    widget.activateWindow()
    assert QTest.qWaitForWindowActive(widget)
    widget.begin()


async def _address_and_code(background: Background, address: str, code: str) -> None:
    """Types the first step, Enter by Enter."""
    for text in (address, code, "周敏的电脑"):
        typed(text)
        pressed(Qt.Key.Key_Return)
    await background.idle()


def larger_and_back(page: Enrolment, folder: Path) -> None:
    """Whether the text can be read is asked before the first day begins."""
    page.size_of_text.setFocus()
    pressed(Qt.Key.Key_Right)
    assert (theme.current().scale, read_setting(folder, TEXT_SCALE)) == (1.15, "1.15")
    pressed(Qt.Key.Key_Left)
    assert theme.current().scale == 1.0
    page._next.setFocus()


def test_enrolled_from_the_keyboard(
    served: District, background: Background, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    page = Enrolment(tmp_path / "profile", background, "zh_CN")
    passwords: list[str] = []
    page.enrolled.connect(passwords.append)
    shown(page)

    async def wrong_code_and_passwords() -> None:
        await _address_and_code(background, served.address, "XXXX-XXXX-XXXX")
        typed(PASSWORD)
        pressed(Qt.Key.Key_Tab)
        typed(PASSWORD + "x")
        pressed(Qt.Key.Key_Return)
        await background.idle()
        assert "不一样" in page._new.labelled[1].error
        again = page._new.fields[1]
        again.setText(PASSWORD)
        again.setFocus()
        pressed(Qt.Key.Key_Return)
        await background.idle()
        assert not (tmp_path / "profile" / "keys.json").exists()

    async def right_code() -> None:
        page._code.setText(code_for(served, "zhoumin"))
        page._device.setFocus()
        pressed(Qt.Key.Key_Return)
        await background.idle()
        page._new.fields[1].setFocus()
        pressed(Qt.Key.Key_Return)
        await background.idle()
        assert "第三网格" in page._grids.text()
        assert "恢复码" in page.recovery.code.text()
        larger_and_back(page, tmp_path / "profile")
        pressed(Qt.Key.Key_Space)

    loop.run_until_complete(wrong_code_and_passwords())
    loop.run_until_complete(right_code())
    assert passwords == [PASSWORD]
    page.deleteLater()


def test_an_address_where_nobody_is_is_told_and_nothing_is_made(
    background: Background, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    page = Enrolment(tmp_path / "profile", background, "en")
    shown(page)

    async def story() -> None:
        typed("http://127.0.0.1:1")
        page._code.setText("ABCD")
        page._on_next()
        await background.idle()
        assert page._banner.isVisible()
        assert page._step == 0

    loop.run_until_complete(story())
    assert not (tmp_path / "profile").exists()
    page.deleteLater()


@pytest.fixture
def vault(tmp_path: Path) -> tuple[Path, bytes, str]:
    folder = tmp_path / "profile"
    folder.mkdir()
    key, code = create_vault(folder, PASSWORD, bytes)
    keep_card(folder, Card("周敏", "西河路社区第三网格"))
    return folder, key, code


def test_the_lock_shows_who_and_opens_for_the_password(
    vault: tuple[Path, bytes, str], background: Background, loop: asyncio.AbstractEventLoop
) -> None:
    folder, key, _ = vault
    lock = Lock(folder, background, "zh_CN")
    keys: list[bytes] = []
    lock.opened.connect(lambda opened: keys.append(bytes(opened)))
    shown(lock)

    async def story() -> None:
        typed("wrong-one-1")
        pressed(Qt.Key.Key_Return)
        await background.idle()
        assert "口令" in lock._labelled.error
        assert keys == []
        typed(PASSWORD)
        pressed(Qt.Key.Key_Return)
        await background.idle()

    loop.run_until_complete(story())
    assert keys == [key]
    lock.deleteLater()


def test_the_third_wrong_password_waits_and_says_how_long(
    vault: tuple[Path, bytes, str], background: Background, loop: asyncio.AbstractEventLoop
) -> None:
    lock = Lock(vault[0], background, "zh_CN")
    shown(lock)

    async def story() -> None:
        for _ in range(3):
            lock._field.setText("wrong-one-1")
            pressed(Qt.Key.Key_Return)
            await background.idle()
        assert "5 秒" in lock._labelled.error
        assert not lock._button.isEnabled()

    loop.run_until_complete(story())
    lock.deleteLater()


def test_a_forgotten_password_is_replaced_by_the_recovery_code(
    vault: tuple[Path, bytes, str], background: Background, loop: asyncio.AbstractEventLoop
) -> None:
    folder, key, code = vault
    lock = Lock(folder, background, "zh_CN")
    keys: list[bytes] = []
    lock.opened.connect(lambda opened: keys.append(bytes(opened)))
    shown(lock)

    async def story() -> None:
        QTest.mouseClick(lock._forgotten, Qt.MouseButton.LeftButton)
        for text in (code.lower(), "Another-Way-2027", "Another-Way-2027"):
            typed(text)
            pressed(Qt.Key.Key_Return)
        await background.idle()

    loop.run_until_complete(story())
    assert keys == [key]
    lock.begin()
    assert lock._field.isVisible()
    assert not lock._code.isVisible()
    lock.deleteLater()


def test_what_was_mistyped_is_never_the_new_password(
    vault: tuple[Path, bytes, str], background: Background, loop: asyncio.AbstractEventLoop
) -> None:
    folder, key, code = vault
    lock = Lock(folder, background, "zh_CN")
    keys: list[bytes] = []
    lock.opened.connect(lambda opened: keys.append(bytes(opened)))
    shown(lock)
    first, again = lock._new.fields

    async def story() -> None:
        typed("Mistyped-One-1")
        pressed(Qt.Key.Key_Return)
        await background.idle()
        QTest.mouseClick(lock._forgotten, Qt.MouseButton.LeftButton)
        assert (lock._field.text(), lock._labelled.error, first.text()) == ("", "", "")
        assert "8 个字符" in first.accessibleDescription()
        typed(code)
        for _ in range(3):
            pressed(Qt.Key.Key_Return)
        await background.idle()
        assert keys == []
        assert "太简单" in lock._new.labelled[0].error
        first.setText("Another-Way-2027")
        again.setText("Another-Way-2026")
        again.setFocus()
        pressed(Qt.Key.Key_Return)
        await background.idle()
        assert keys == []
        assert "不一样" in lock._new.labelled[1].error

    loop.run_until_complete(story())
    assert open_vault(folder, PASSWORD) == key
    lock.deleteLater()


def test_a_wrong_recovery_code_is_said_under_it(
    vault: tuple[Path, bytes, str], background: Background, loop: asyncio.AbstractEventLoop
) -> None:
    lock = Lock(vault[0], background, "zh_CN")
    shown(lock)

    async def story() -> None:
        lock._forgotten.click()
        for _ in range(3):
            lock._code.setText("XXXX")
            for field in lock._new.fields:
                field.setText("Another-Way-2027")
            lock._on_unlock()
            await background.idle()
            assert "恢复码不对" in lock._coded.error
        assert lock._code.hasFocus()

    loop.run_until_complete(story())
    lock.deleteLater()


def test_a_broken_card_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text("[", encoding="utf-8")
    assert read_card(tmp_path) == Card("", "")


def test_a_second_start_raises_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = OneInstance(tmp_path), OneInstance(tmp_path)
    raised: list[bool] = []
    first.raised.connect(lambda: raised.append(True))
    assert first.first()
    assert not second.first()
    qtbot.waitUntil(lambda: raised == [True], timeout=20_000)
    first.close()
    second.deleteLater()
    first.deleteLater()
