"""Who works on this computer: each is named in the language of the page, and the keys start at somebody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridworker.environment.profiles import next_profile
from gridworker.store.vault import create_vault
from gridworker.ui.entry.card import Card, keep_card
from gridworker.ui.entry.people import People
from tests.stories.cast import PASSWORD


@pytest.mark.parametrize(("language", "remark"), [("zh_CN", "现在用的"), ("en", "in use now")])
def test_the_keys_start_at_somebody_else_whatever_the_places_are_called(
    tmp_path: Path, qapp: QApplication, language: str, remark: str
) -> None:
    home = tmp_path / "profile"
    for name, place in (("Zhou", "Grid 3"), ("Shen", remark)):
        folder = next_profile(home)
        folder.mkdir(parents=True)
        create_vault(folder, PASSWORD, bytes)
        keep_card(folder, Card(name, place))
    page = People(home, language)
    page.show()
    page.activateWindow()
    assert QTest.qWaitForWindowActive(page)
    page.begin()
    assert [row.accessibleName() for row in page.rows] == [f"Zhou · Grid 3 · {remark}", f"Shen · {remark}"]
    assert page.rows[1].hasFocus()
    page.deleteLater()
