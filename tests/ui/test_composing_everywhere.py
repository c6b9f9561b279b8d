"""On every page, form and question: while a character is being chosen no key does anything else."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from gridworker.operations.overview import overview
from gridworker.store.vault import create_vault
from gridworker.ui.background import Background
from gridworker.ui.entry.lock import Lock
from gridworker.ui.theme.theme import Theme
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.line_field import LineField
from tests.stories.cast import PASSWORD
from tests.ui.pages.typing import hide_and_end
from tests.ui.walk.looking import called, takes_focus
from tests.ui.walk.walker import SCENES, Walker

KEYS = (
    "Return", "Enter", "Ctrl+Return", "Ctrl+Enter", "F9", "F2", "F5", "F1", "Escape", "Tab", "Shift+Tab", "Ctrl+K",
    "Ctrl+L", "Ctrl+N", "Ctrl+1", "Ctrl+4", "Ctrl+Del", "Ctrl+Z", "Ctrl+=", "Alt+1", "Alt+2", "Alt+P", "Alt+T",
)  # fmt: skip
WRITTEN_IN = (
    "today", "note", "task", "new patrol", "patrol", "disputes", "new dispute", "registration", "session",
    "next session", "clause", "follow-up", "signing", "accepting", "refusing", "archiving", "reason to see numbers",
    "new visit", "visit", "sync", "conflict", "settings", "commands",
)  # fmt: skip


def fields_of(scene: QWidget) -> list[QWidget]:
    """Where one writes Chinese: text, not digits and not the dots of a password."""
    return [
        widget
        for widget in takes_focus(scene)
        if (isinstance(widget, QLineEdit) and widget.echoMode() is QLineEdit.EchoMode.Normal)
        or isinstance(widget, QPlainTextEdit)
    ]


def state_of(walker: Walker) -> tuple[Any, ...]:
    """What a key could have changed: the scene, the focus, the texts, what is wrong, what is saved, and the size."""
    scene, session = walker.scene, walker.session
    texts = [
        (called(field), field.text() if isinstance(field, QLineEdit) else field.toPlainText())
        for field in fields_of(scene)
        if isinstance(field, QLineEdit | QPlainTextEdit)
    ]
    invalid = [called(field) for field in fields_of(scene) if field.property("invalid")]
    counts = overview(session.profile)
    shown = (scene, walker.window.page, QApplication.focusWidget(), walker.window._palette.isVisible())
    return (*shown, texts, invalid, counts, session.syncing, walker.window.header.theme.scale)


async def compose_and_press(walker: Walker, field: QWidget) -> list[str]:
    """Begins to choose a character in a field, presses every key, and gives up: the keys that did something."""
    field.setFocus(Qt.FocusReason.TabFocusReason)
    await walker.rest()
    QApplication.sendEvent(field, QInputMethodEvent("lou", []))
    assert composing(), called(field)
    before, acted = state_of(walker), []
    for key in KEYS:
        await walker.press(key)
        if state_of(walker) != before or not composing():
            acted.append(f"{key} in {called(field)}")
            break
    QApplication.sendEvent(field, QInputMethodEvent("", []))
    return acted


@pytest.mark.parametrize("scene", WRITTEN_IN)
def test_keys_wait_for_the_character(loop: asyncio.AbstractEventLoop, walker: Walker, scene: str) -> None:
    locked: list[bool] = []
    walker.window.lock_asked.connect(lambda: locked.append(True))

    async def story() -> list[str]:
        await SCENES[scene](walker)
        # The first field of the scene, and a longer text where there is one.
        fields = fields_of(walker.scene)
        chosen = [*fields[:1], *[field for field in fields[1:] if isinstance(field, QPlainTextEdit)][:1]]
        acted = [line for field in chosen for line in await compose_and_press(walker, field)]
        await walker.leave()
        return acted if chosen else ([] if scene in ("settings", "password") else ["nothing to write in"])

    assert loop.run_until_complete(story()) == []
    assert locked == []


def test_the_lock_waits_for_the_character(
    look: Theme, loop: asyncio.AbstractEventLoop, background: Background, tmp_path: Path
) -> None:
    create_vault(tmp_path, PASSWORD, os.urandom)
    lock = Lock(tmp_path, background, "zh_CN")
    opened: list[bytes] = []
    lock.opened.connect(opened.append)
    lock.resize(1366, 720)
    lock.show()
    lock.activateWindow()
    assert QTest.qWaitForWindowActive(lock)
    lock.begin()
    lock._forgotten.click()
    field: Any = lock._code
    assert isinstance(field, LineField)
    for new in lock._new.fields:
        new.setText(PASSWORD)
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("huifu", []))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_F9):
        QTest.keyClick(field, key)
    loop.run_until_complete(background.idle())
    assert (field.hasFocus(), opened, lock._coded.error) == (True, [], "")
    hide_and_end(lock)
