"""Materials of a case are opened: seen, played by another program until the lock, or taken away for a reason."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from gridworker.environment.lent import take_back
from gridworker.operations.attaching import attach
from gridworker.operations.records import add_record, list_records
from gridworker.ui.forms.attachment_view import AttachmentView
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from tests.ui.pages.files import LEAK, QUIET
from tests.ui.pages.typing import Ends, Typist, opened


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return ends(DisputePage(session))


@pytest.mark.parametrize(("fields", "asked"), [(LEAK, True), (QUIET, False)])
def test_a_copy_leaves_only_for_a_reason_that_is_noted_where_numbers_are_on_file(
    loop: asyncio.AbstractEventLoop,
    typist: Typist,
    page: DisputePage,
    session: Session,
    scan: Path,
    fields: dict[str, Any],
    asked: bool,
) -> None:
    record = add_record(session.profile, "dispute", fields).ids[0]
    attach(session.profile, record, scan)
    copy = scan.with_name("带走.pdf")

    async def story() -> None:
        await typist.enter(record)
        page.file.tabs.set_value("materials")
        page.file._show_tab()
        [card] = page.file.materials.cards.values()
        card.tile.click()
        view = await opened(typist.page, AttachmentView)
        assert "副本自动删除" in view._no_picture.text()
        view.save.click()
        if asked:
            reason = await opened(typist.page, ReasonSheet)
            QTest.keyClick(reason.field, Qt.Key.Key_Return)
            assert reason.isVisible()
            reason.field.set_value("法院调取")
            QTest.keyClick(reason.field, Qt.Key.Key_Return)
        dialog = await opened(typist.page, QFileDialog)
        cast(QLineEdit, dialog.findChild(QLineEdit)).setText(str(copy))
        cast(Any, dialog).accept()
        await typist.until(copy.exists)
        await typist.rest()
        noted = list_records(session.profile, "access", [], 9, None)
        # To look at a file is noted too, without a reason.
        told = [(one["what"], one["reason"], one["about_id"]) for one in noted if one["what"] == "export"]
        assert told == ([("export", "法院调取", record)] if asked else [])
        assert typist.said[-1] == "已另存到：带走.pdf"

    loop.run_until_complete(story())
    assert copy.read_bytes() == scan.read_bytes()


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A desktop that does this with the file it is to open."""

    def opens_by(shell: str) -> None:
        program = tmp_path / "bin" / "xdg-open"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{shell}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")

    return opens_by


@pytest.fixture
def recording(session: Session, tmp_path: Path) -> str:
    """A case with a recording."""
    file = tmp_path / "调解录音.amr"
    file.write_bytes(b"#!AMR\n" + bytes(9000))
    record = add_record(session.profile, "dispute", LEAK).ids[0]
    attach(session.profile, record, file)
    return record


async def open_only_card(typist: Typist, page: DisputePage, record: str) -> AttachmentView:
    await typist.enter(record)
    page.file.tabs.set_value("materials")
    page.file._show_tab()
    [card] = page.file.materials.cards.values()
    card.tile.click()
    return await opened(typist.page, AttachmentView)


def test_a_recording_is_played_by_the_computers_own_program_until_the_profile_is_locked(
    loop: asyncio.AbstractEventLoop,
    typist: Typist,
    page: DisputePage,
    session: Session,
    recording: str,
    desktop: Callable[[str], None],
    tmp_path: Path,
) -> None:
    told = tmp_path / "told"
    desktop(f'printf %s "$1" > "{told}.part" && mv "{told}.part" "{told}"')

    async def story() -> None:
        view = await open_only_card(typist, page, recording)
        QTest.keyClick(view.open_button, Qt.Key.Key_Return)
        await typist.until(told.exists)
        await session.background.idle()

    loop.run_until_complete(story())
    copy = Path(told.read_text())
    assert (copy.name, copy.read_bytes()) == ("调解录音.amr", (tmp_path / "调解录音.amr").read_bytes())
    assert (copy.stat().st_mode & 0o777, copy.parent.stat().st_mode & 0o777) == (0o400, 0o700)
    take_back(session.profile.folder)
    assert not copy.exists()


def test_that_no_program_plays_it_is_said(
    loop: asyncio.AbstractEventLoop,
    typist: Typist,
    page: DisputePage,
    session: Session,
    recording: str,
    desktop: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desktop("exit 3")
    told: list[BaseException] = []
    monkeypatch.setattr(session.background, "_on_error", told.append)

    async def story() -> None:
        view = await open_only_card(typist, page, recording)
        view.open_button.click()
        await typist.until(lambda: bool(told))

    loop.run_until_complete(story())
    assert [str(trouble) for trouble in told] == ["no_program_for name=调解录音.amr"]
    take_back(session.profile.folder)


def test_what_may_run_is_given_to_no_program(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: DisputePage, session: Session, scan: Path
) -> None:
    record = add_record(session.profile, "dispute", LEAK).ids[0]
    attach(session.profile, record, scan)

    async def story() -> None:
        view = await open_only_card(typist, page, record)
        assert view.open_button.isVisible()
        view.show_attachment({"name": "签字页.pdf"}, b"MZ\x90\0" + bytes(9000))
        assert view.open_button.isHidden()
        assert "可靠的程序" in view._no_picture.text()
        view.reject()

    loop.run_until_complete(story())
