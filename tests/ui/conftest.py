"""The look on the application of the tests, set back after each one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gridworker.ui.theme import theme
from gridworker.ui.theme.theme import Appearance, Theme


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with the theme on it and nothing that moves."""
    qapp.setEffectEnabled(Qt.UIEffect.UI_General, False)
    theme.current().apply(qapp)
    return qapp


@pytest.fixture
def look(dressed: QApplication) -> Iterator[Theme]:
    """The theme, light and at 100 % when the test begins."""
    now = theme.current()
    now.set_appearance(Appearance.LIGHT)
    now.set_scale(1.0)
    yield now
    now.set_appearance(Appearance.LIGHT)
    now.set_scale(1.0)
