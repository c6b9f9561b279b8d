"""What somebody does at the lock and before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from gridworker.server.district import District as OpenDistrict
from gridworker.ui.background import Background
from tests.stories.cast import District
from tests.ui.pages.typing import at_rest, opened


def code_for(served: District, worker: str) -> str:
    office = OpenDistrict.open(served.folder)
    try:
        return office.enrol_code(worker).code
    finally:
        office.close()


def pressed(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


async def chosen_in(above: Any, background: Background, file: Path) -> None:
    """Chooses a file in the dialog that asks for one, and waits for what is done with it."""
    dialog = await opened(above, QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.done(1)
    await at_rest(background)
