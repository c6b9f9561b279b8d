"""The recovery code goes to paper when it is made, and a new one makes the old paper worthless."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.domain.errors import NotAllowed
from gridworker.store.vault import create_vault, open_vault, reset_password
from gridworker.ui.pages.settings.page import SettingsPage
from gridworker.ui.pages.settings.recovery import RecoverySheet
from gridworker.ui.session import Session
from tests.documents.reading import text_of
from tests.stories.cast import PASSWORD
from tests.ui.entry.steps import chosen_in
from tests.ui.pages.typing import Typist, hide_and_end, opened
from tests.ui.patience import until

RANDOM = bytes(range(64))


def test_another_code_is_printed_and_the_old_paper_opens_nothing(
    loop: asyncio.AbstractEventLoop, session: Session, tmp_path: Path
) -> None:
    folder = session.profile.folder
    key, old = create_vault(folder, PASSWORD, lambda count: RANDOM[:count])
    out = tmp_path / "恢复码.pdf"

    async def story() -> str:
        page = SettingsPage(session)
        typist = Typist(page, session)
        await typist.enter()
        page.recovery.setFocus()
        QTest.keyClick(page.recovery, Qt.Key.Key_Return)
        sheet: Any = await opened(page, RecoverySheet)
        QTest.keyClicks(sheet.field, "not the password")
        QTest.keyClick(sheet.field, Qt.Key.Key_Return)
        await typist.rest()
        assert sheet.code.isHidden()
        assert sheet.field.hasFocus()
        QTest.keyClicks(sheet.field, PASSWORD)
        QTest.keyClick(sheet.field, Qt.Key.Key_Return)
        await until(lambda: not sheet.code.isHidden())
        code = str(sheet.code.code.text()).removeprefix("恢复码：")
        QTest.keyClick(sheet.code.pdf, Qt.Key.Key_Return)
        await chosen_in(sheet.code, session.background, out)
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        hide_and_end(page)
        return code

    code = loop.run_until_complete(story())
    assert code != old
    told = text_of(out.read_bytes())
    assert code in told
    assert "不要拍照" in told
    with pytest.raises(NotAllowed):
        reset_password(folder, old, "Another-Word-2026")
    reset_password(folder, code, "Another-Word-2026")
    assert open_vault(folder, "Another-Word-2026") == key
