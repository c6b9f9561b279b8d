"""Zhou Min looks at the evidence of a case, sees who had it in hand, and hands a copy over that can be checked."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from gridworker.operations.attaching import attach
from gridworker.operations.evidence import custody_of
from gridworker.operations.records import add_record
from gridworker.ui.forms.attachment_view import AttachmentView
from gridworker.ui.forms.fields_sheet import FieldsSheet
from gridworker.ui.pages.dispute.evidence_sheet import CustodySheet
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from gridworker.ui.widgets.line_field import LineField
from tests.operations.cases import FIELDS, checked, photo
from tests.ui.pages.typing import Ends, Typist, opened


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return ends(DisputePage(session))


def test_evidence_is_looked_at_logged_and_handed_over(
    loop: asyncio.AbstractEventLoop, page: DisputePage, session: Session, tmp_path: Path
) -> None:
    typist = Typist(page, session)
    record = add_record(session.profile, "dispute", FIELDS).ids[0]
    attach(session.profile, record, photo(tmp_path, "吊顶.png"))

    async def story() -> None:
        await typist.enter(record)
        page.file.tabs.set_value("materials")
        page.file._show_tab()
        materials = page.file.materials
        [card] = materials.cards.values()
        card.tile.click()
        (await opened(typist.page, AttachmentView)).reject()
        await typist.until(
            lambda: [held.what for held in custody_of(session.profile, record)] == ["added", "viewed"]
        )
        materials.export.click()
        asked = await opened(typist.page, FieldsSheet)
        fields: list[LineField] = asked.findChildren(LineField)  # type: ignore[assignment]
        reason, to = fields
        QTest.keyClick(asked, Qt.Key.Key_F9)
        assert asked.isVisible()
        reason.set_value("移送派出所调查")
        to.set_value("城南派出所")
        asked.act.click()
        dialog = await opened(typist.page, QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / "证据"))
        dialog.accept()
        await typist.until(lambda: bool(typist.said))
        assert typist.said == ["已导出 1 件材料：证据"]
        assert len(checked(tmp_path / "证据")) == 4
        materials.log.click()
        sheet = await opened(typist.page, CustodySheet)
        told = sheet.story.accessibleDescription()
        for words in ("移交：城南派出所", "查看", "收存", "移送派出所调查", "吊顶.jpg"):
            assert words in told
        sheet.reject()

    loop.run_until_complete(story())
