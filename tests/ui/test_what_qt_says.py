"""What Qt says by itself is in the language of the window too: the menu of a text field, the file dialog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit

from gridworker.ui.application import set_language


@pytest.fixture(params=["zh_CN", "en"])
def language(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(qapp, request.param)
    yield request.param
    set_language(qapp, "en")


def test_menus_and_dialogs_are_in_one_language(language: str) -> None:
    field = QLineEdit()
    menu = field.createStandardContextMenu()
    said = [action.text() for action in menu.actions() if action.text()]
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    labels: Iterable[QLabel] = dialog.findChildren(QLabel)
    said += [label.text() for label in labels if label.text()]
    assert len(said) > 8
    chinese = [text for text in said if any("一" <= sign <= "鿿" for sign in text)]
    assert chinese == (said if language == "zh_CN" else [])
    for one in (menu, field, dialog):
        one.deleteLater()
