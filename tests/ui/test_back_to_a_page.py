"""Who comes back to a page by mouse goes on where they were: the keys of the page act at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridworker.ui.pages.statistics.page import StatisticsPage
from gridworker.ui.session import Session
from gridworker.ui.shell.directory import ENTRIES
from gridworker.ui.shell.window import MainWindow


def test_the_rail_leads_back_into_the_field(
    session: Session, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    session.profile.folder = tmp_path

    async def story() -> None:
        window = MainWindow(session, "patrol")
        window.show()
        window.activateWindow()
        await session.background.idle()
        written = QApplication.focusWidget()
        assert written is not None
        QTest.keyClicks(written, "dly")
        for entry in (*ENTRIES, *ENTRIES):
            QTest.mouseClick(window.rail._items[entry.code], Qt.MouseButton.LeftButton)
            await session.background.idle()
            focused = QApplication.focusWidget()
            assert focused is not None, entry.code
            assert window.page.isAncestorOf(focused), entry.code
            if isinstance(window.page, StatisticsPage) and not window.page.shows_tables:
                QTest.keyClick(focused, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
        QTest.mouseClick(window.rail._items["patrol"], Qt.MouseButton.LeftButton)
        await session.background.idle()
        assert QApplication.focusWidget() is written
        window.close()
        window.deleteLater()
        await session.background.idle()

    loop.run_until_complete(story())
