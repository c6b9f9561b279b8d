"""Zhou Min has moved to another grid: what she had not delivered can be read and taken out, and not be changed."""

from __future__ import annotations

import asyncio
import json
import zipfile
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from gridworker.cli.demo.pictures import phone_photo
from gridworker.operations.attaching import attach_kept, keep_content
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.pages.sync.page import SyncPage
from gridworker.ui.session import Session
from tests.laptop import GRID_CODE, NOON
from tests.sync.direct import Town
from tests.ui.bad_days.seen import sees
from tests.ui.pages.queue import rows, settled
from tests.ui.pages.typing import Ends, Typist, hide_and_end, opened, shown

SEALED = "已封存：这条记录已不由您负责，只能查看和导出。"
LEAK = {
    "type": "neighbour",
    "title": "楼上漏水",
    "status": "accepted",
    "parties": [{"role": "applicant", "name": "李建国", "id_number": "330109195001010011"}],
}


@pytest.fixture
def session(synced: Session) -> Session:
    return synced


@pytest.fixture
def page(session: Session, ends: Ends) -> SyncPage:
    return shown(ends(SyncPage(session)))


@pytest.fixture
def case(town: Town, session: Session) -> str:
    """A dispute with a photo, changed here after the grid was taken away."""
    zhou = session.profile
    record = add_record(zhou, "dispute", LEAK).ids[0]
    photo = keep_content(zhou, phone_photo("wall", NOON, size=(450, 600)), "墙面.jpg")
    attach_kept(zhou, record, [photo])
    town.sync(zhou, until_empty=True)
    edit_record(zhou, record, {"claims": "赔偿三千元"})
    town.district.revoke("zhoumin", GRID_CODE)
    town.sync(zhou)
    return record


def test_it_stands_in_the_queue_and_is_exported_with_its_files(
    page: SyncPage, session: Session, loop: asyncio.AbstractEventLoop, case: str, tmp_path: Path
) -> None:
    out = tmp_path / "带走.zip"

    async def story() -> None:
        page.enter()
        await settled(page)
        [row] = [row for row in rows(page) if row.queued.record == case]
        assert (row.state, row.action) == ("sealed", "导出")
        assert row.remark.startswith("已不由您负责")
        page.list.setCurrentIndex(page.list.model().index(rows(page).index(row), 0))
        QTest.keyClick(page.list, Qt.Key.Key_Space)
        reason = await opened(page, ReasonSheet)
        reason.field.set_value("移交有关部门")
        QTest.keyClick(reason.field, Qt.Key.Key_Return)
        dialog: Any = await opened(page, QFileDialog)
        cast(QLineEdit, dialog.findChild(QLineEdit)).setText(str(out))
        dialog.accept()
        await settled(page)

    loop.run_until_complete(story())
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == ["record.xlsx", "record.json", "files/01-墙面.jpg"]
        [record] = json.loads(archive.read("record.json"))
        assert (record["claims"], record["_sync"]) == ("赔偿三千元", "quarantine")
        assert archive.read("files/01-墙面.jpg").startswith(b"\xff\xd8")
    [noted] = list_records(session.profile, "access", [], 9, None)
    assert (noted["what"], noted["reason"], noted["about_id"]) == ("export", "移交有关部门", case)


def test_a_picture_pasted_into_a_sealed_case_is_refused_with_the_reason(
    session: Session, loop: asyncio.AbstractEventLoop, case: str
) -> None:
    sealed = DisputePage(session)
    typist = Typist(sealed, session)

    async def story() -> None:
        await typist.enter(case)
        assert sees(sealed, SEALED)
        picture = QImage(40, 40, QImage.Format.Format_RGB32)
        picture.fill(QColor("green"))
        QGuiApplication.clipboard().setImage(picture)
        await typist.press("Ctrl+V")
        assert typist.said == [SEALED]
        assert not sealed.file.materials.add.isEnabled()
        assert len(sealed.file.materials.cards) == 1

    loop.run_until_complete(story())
    hide_and_end(sealed)


def test_the_form_of_a_sealed_patrol_says_so_and_offers_the_export(
    town: Town, session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    zhou = session.profile
    record = add_record(zhou, "patrol", {"place": {"text": "东篱路"}, "categories": ["fire"]}).ids[0]
    town.district.revoke("zhoumin", GRID_CODE)
    town.sync(zhou)
    sealed = PatrolPage(session)
    typist = Typist(sealed, session)

    async def story() -> None:
        await typist.enter(record)
        assert sees(sealed, SEALED)
        assert sees(sealed, "导出")
        assert not sealed.frame.finish.isEnabled()

    loop.run_until_complete(story())
    hide_and_end(sealed)
