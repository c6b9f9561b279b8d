"""Filters by name on every list, phrases in the settings, and the personal-data report, as they are used by keys."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from gridworker.operations.phrases import phrase_lines
from gridworker.operations.records import list_records
from gridworker.ui.forms.fields_sheet import FieldsSheet
from gridworker.ui.forms.phrase_row import PhraseMenu
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.pages.registry import report
from gridworker.ui.pages.settings.page import SettingsPage
from gridworker.ui.pages.settings.phrases import PhrasesSheet
from tests.ui.walk.walker import Walker


async def keep(walker: Walker, digit: str, name: str) -> None:
    await walker.press("Ctrl+Shift+F")
    assert isinstance(QApplication.focusWidget(), PhraseMenu)
    await walker.press(digit)
    sheet = walker.scene
    assert isinstance(sheet, FieldsSheet)
    field: Any = QApplication.focusWidget()
    field.setText(name)
    await walker.press("F9")
    await walker.rest()


def test_a_filter_of_the_patrols_comes_back_with_two_keys(
    walker: Walker, loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        await walker.page("patrol")
        pane = walker.on(PatrolPage).pane
        pane.set_scope("all")
        pane.box.set_value("xhy")
        pane.asked.emit()
        await walker.rest()
        found = pane.view.model().rowCount()
        assert found > 0
        await keep(walker, "1", "西河沿")
        pane.set_scope("today")
        pane.box.set_value("")
        pane.asked.emit()
        await walker.rest()
        before = [pane.scope, pane.text]
        await walker.press("Ctrl+Shift+F", "1")
        assert before == ["today", ""]
        assert [pane.scope, pane.text] == ["all", "xhy"]
        await walker.rest()
        assert pane.view.model().rowCount() == found

    loop.run_until_complete(story())


def test_the_register_keeps_its_part_type_and_risk(walker: Walker, loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        await walker.page("dispute")
        register = walker.on(DisputePage).register
        register.parts.set_value("all")
        register.types.set_value("neighbour")
        register.load()
        await walker.rest()
        await keep(walker, "1", "邻里")
        register.parts.set_value("open")
        register.types.set_value("")
        await walker.press("Ctrl+Shift+F", "1")
        assert (register.parts.value(), register.types.value()) == ("all", "neighbour")

    loop.run_until_complete(story())


def test_phrases_are_edited_in_the_settings_a_line_each(
    walker: Walker, loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        await walker.page("settings")
        walker.on(SettingsPage).phrases.edit.click()
        await walker.rest()
        sheet = walker.scene
        assert isinstance(sheet, PhrasesSheet)
        sheet.lines.setPlainText("门口已清理。")
        sheet.lines.moveCursor(sheet.lines.textCursor().MoveOperation.Start)
        sheet._insert("地点")
        await walker.press("F9")
        await walker.rest()
        assert phrase_lines(walker.session.profile, "patrol") == ["{地点}门口已清理。"]

    loop.run_until_complete(story())


def test_the_report_about_a_person_asks_what_for_first(
    walker: Walker, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    async def story() -> None:
        person = walker.laptop.ids["resident"]
        await walker.page("person", person)
        await walker.press("F11")
        assert isinstance(walker.scene, ReasonSheet)
        walker.scene.reject()
        await walker.rest()
        out = tmp_path / "本人.xlsx"
        await report.write(walker.window.page, person, out, "本人申请查阅")
        assert out.exists()
        noted = list_records(walker.session.profile, "access", [], 1, None)[0]
        assert (noted["what"], noted["reason"]) == ("report", "本人申请查阅")

    loop.run_until_complete(story())
