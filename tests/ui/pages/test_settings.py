"""Zhou Min makes the text larger, locks sooner, changes her password; everything holds at once and is kept."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.domain.errors import NotAllowed
from gridworker.environment.settings import APPEARANCE, IDLE_MINUTES, LANGUAGE, TEXT_SCALE, read_setting
from gridworker.store.vault import Cost, create_vault, open_vault
from gridworker.ui.pages.settings.licences import LicencesSheet
from gridworker.ui.pages.settings.page import SettingsPage
from gridworker.ui.pages.settings.password import PasswordSheet
from gridworker.ui.session import Session
from gridworker.ui.theme.theme import Appearance, Theme
from tests.ui.pages.typing import Ends

OLD, NEW = "Xihelu-2026", "Dongli-Yuan-2027"


@pytest.fixture
def page(session: Session, ends: Ends) -> SettingsPage:
    made = ends(SettingsPage(session))
    made.resize(1170, 616)
    made.show()
    made.enter()
    return made


def right(choice: Any) -> None:
    """Presses the right arrow on the choice that is picked."""
    picked = next(segment for segment in choice.segments() if segment.isChecked())
    QTest.keyClick(picked, Qt.Key.Key_Right)


def test_looks_take_effect_at_once_and_are_kept(page: SettingsPage, look: Theme) -> None:
    right(page.appearance)
    right(page.size_of_text)
    assert (look.appearance, look.scale) == (Appearance.DARK, 1.15)
    folder = page.session.profile.folder
    assert (read_setting(folder, APPEARANCE), read_setting(folder, TEXT_SCALE)) == ("dark", "1.15")


def test_a_size_chosen_elsewhere_is_shown_here(page: SettingsPage, look: Theme) -> None:
    look.set_scale(1.3)
    assert page.size_of_text.value() == "1.3"


def test_language_and_idle_time_are_kept_and_told(page: SettingsPage) -> None:
    told: list[tuple[str, str]] = []

    def on_setting(key: str, value: str) -> None:
        told.append((key, value))

    page.session.setting_changed.connect(on_setting)
    right(page.language)
    right(page.idle)
    folder = page.session.profile.folder
    assert (read_setting(folder, LANGUAGE), read_setting(folder, IDLE_MINUTES)) == ("en", "10")
    assert told == [("language", "en"), ("idle_minutes", "10")]


def test_lock_now_asks_for_the_lock(page: SettingsPage) -> None:
    asked: list[bool] = []

    def on_lock() -> None:
        asked.append(True)

    page.session.lock_wanted.connect(on_lock)
    QTest.keyClick(page.lock, Qt.Key.Key_Return)
    assert asked == [True]


def test_the_password_is_changed_only_with_the_present_one(
    page: SettingsPage, loop: asyncio.AbstractEventLoop
) -> None:
    folder = page.session.profile.folder
    create_vault(folder, OLD, lambda count: bytes(range(count)), cost=Cost(memory_kib=64, passes=1))
    dialog = PasswordSheet(page.session, page)
    ended: list[int] = []

    async def typed(*texts: str) -> list[str]:
        for field, text in zip(dialog.fields, texts, strict=True):
            field.setText(text)
        dialog.accept()
        await page.session.background.idle()
        return [labelled.error for labelled in (dialog._old, *dialog._new.labelled)]

    async def story() -> None:
        dialog.open()
        assert (await typed("wrong", NEW, NEW))[0].startswith("口令不对")
        assert "太简单" in (await typed(OLD, "1234", "1234"))[1]
        assert "不一样" in (await typed(OLD, NEW, NEW + "x"))[2]
        assert dialog.isVisible()
        for field, text in zip(dialog.fields, (OLD, NEW, NEW), strict=True):
            field.setText(text)
        dialog.finished.connect(ended.append)
        dialog.accept()
        await page.session.background.idle()
        assert ended == [1]

    loop.run_until_complete(story())
    open_vault(folder, NEW)
    with pytest.raises(NotAllowed):
        open_vault(folder, OLD)


def test_the_self_check_names_what_is_wrong(page: SettingsPage, loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        page.check.button.click()
        assert not page.check.button.isEnabled()
        await page.session.background.idle()
        assert page.check.button.isEnabled()
        names = [row.accessibleName().split(" ")[0] for row in page.check.rows]
        assert names == ["资料库", "磁盘", "服务器", "时钟", "字体", "输入法"]

    loop.run_until_complete(story())


def test_licences_close_with_escape(page: SettingsPage) -> None:
    dialog = LicencesSheet(page.session, page)
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
