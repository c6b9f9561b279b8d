"""What is written into a question outlives a power cut, is there when it is asked again, and goes once answered."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.operations.drafts import SHEET, list_drafts
from gridworker.operations.records import list_records
from gridworker.ui.background import Background
from gridworker.ui.pages.today.page import TodayPage
from gridworker.ui.session import Session
from gridworker.ui.theme.theme import Theme
from gridworker.ui.widgets.sheet import Sheet
from tests.ui.pages.killed_in_sheets import OPENERS, WRITTEN, field_of
from tests.ui.pages.killed_while_typing import on_disk
from tests.ui.pages.typing import Typist, hide_and_end, opened


def test_every_question_still_holds_what_was_written_before_the_power_cut(
    loop: asyncio.AbstractEventLoop, look: Theme, tmp_path: Path
) -> None:
    program = [sys.executable, "-m", "tests.ui.pages.killed_in_sheets", str(tmp_path)]
    ended = subprocess.run(program, check=False, capture_output=True, timeout=120)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    background = Background(loop, print)

    async def story() -> None:
        with on_disk(tmp_path) as profile:
            session = Session(profile, background, "zh_CN")
            kinds = ("event", "dispute", "person")
            ids = {kind: list_records(profile, kind, [], 1, None)[0]["id"] for kind in kinds}
            listed = {(draft.kind, draft.title) for draft in list_drafts(profile)}
            assert listed == {("note", WRITTEN["note"]), ("task", WRITTEN["task"])}
            for name, opens in OPENERS.items():
                page = await opens(session, ids)
                sheet = await opened(page, Sheet)
                assert WRITTEN[name] in field_of(sheet).value(), name
                sheet.reject()
                hide_and_end(page)
            await background.idle()
            assert len(list_drafts(profile, SHEET)) == 4, "put aside is not thrown away"
            await background.close()

    loop.run_until_complete(story())


def test_a_note_put_aside_goes_on_from_the_list_of_drafts_and_is_gone_once_kept(
    loop: asyncio.AbstractEventLoop, session: Session
) -> None:
    async def story() -> None:
        page = TodayPage(session)
        typist = Typist(page, session)
        await typist.enter()
        page.jot("note")
        sheet: Any = await opened(page, Sheet)
        typist.write("三楼楼道堆物")
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        await typist.rest()
        (draft,) = list_drafts(session.profile)
        assert (draft.kind, draft.title) == ("note", "三楼楼道堆物")
        page.enter(draft.id)
        sheet = await opened(page, Sheet)
        assert sheet.text.value() == "三楼楼道堆物"
        QTest.keyClick(sheet.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await typist.rest()
        assert [note["text"] for note in list_records(session.profile, "note", [], 9, None)] == [
            "三楼楼道堆物"
        ]
        assert list_drafts(session.profile) == []
        page.jot("note")
        sheet = await opened(page, Sheet)
        assert sheet.text.value() == ""
        sheet.reject()
        hide_and_end(page)

    loop.run_until_complete(story())
