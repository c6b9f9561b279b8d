"""What nobody caught: a sheet with a number that can be copied, one at a time, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from gridworker.domain.errors import Trouble
from gridworker.environment.logs import close_log
from gridworker.ui.crash import Crashes
from gridworker.ui.theme.theme import Theme
from gridworker.ui.trouble_sheet import TroubleSheet


class Window(QWidget):
    """A window whose pages are not there to be told."""

    language = "zh_CN"

    def tell(self, _trouble: Trouble) -> bool:
        return False


@pytest.fixture
def window(look: Theme, qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.resize(960, 600)
    made.show()
    return made


@pytest.fixture
def crashes(window: Window, tmp_path: Path) -> Iterator[Crashes]:
    made = Crashes(tmp_path, "zh_CN")
    made.watch(window, window)
    yield made
    made.close()
    close_log()


def sheets(window: Window) -> list[TroubleSheet]:
    return list(window.findChildren(TroubleSheet))


def test_the_number_of_a_fault_can_be_copied_for_the_administrator(window: Window, crashes: Crashes) -> None:
    crashes.tell(KeyError("stray"))
    (sheet,) = sheets(window)
    assert sheet.isVisible()
    assert sheet.reference
    sheet.copy_button.click()
    assert QGuiApplication.clipboard().text() == sheet.reference


def test_what_fails_again_and_again_does_not_bury_the_window(window: Window, crashes: Crashes) -> None:
    for _ in range(3):
        crashes.tell(KeyError("stray"))
    (sheet,) = sheets(window)
    sheet.reject()
    assert not sheet.isVisible()


def test_where_the_window_has_gone_the_error_is_said_without_it(
    window: Window, crashes: Crashes, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = QWidget()
    crashes.watch(window, gone)
    delete(gone)
    crashes.tell(KeyError("stray"))
    assert capsys.readouterr().err.strip()
    assert sheets(window) == []
