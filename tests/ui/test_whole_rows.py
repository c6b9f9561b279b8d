"""A list that is longer than its place ends behind a row; how many disputes are due stands in the rail."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractItemView

from gridworker.operations.records import add_record, edit_record
from gridworker.ui.session import Session
from gridworker.ui.shell.window import MainWindow
from tests.laptop import NOON
from tests.ui.pages.typing import at_rest

DAY = 86_400_000
CASE = {"type": "neighbour", "parties": [{"role": "applicant", "type": "person", "name": "李建国"}]}
LISTS = {
    "today": lambda page: page.list,
    "patrol": lambda page: page.pane.view,
    "dispute": lambda page: page.register.table,
}


def fill(session: Session) -> None:
    for number in range(14):
        add_record(session.profile, "task", {"title": f"第 {number} 件", "due_at": NOON - DAY})
        place = {"text": f"东篱苑{number}幢"}
        add_record(session.profile, "patrol", {"place": place, "categories": ["fire"]})
        add_record(session.profile, "dispute", {"title": f"漏水 {number}", **CASE})


@pytest.mark.parametrize("code", LISTS)
def test_a_long_list_ends_behind_a_row(
    code: str, session: Session, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    session.profile.folder = tmp_path
    fill(session)

    async def story() -> None:
        window = MainWindow(session, code)
        window.show()
        await session.background.idle()
        page: Any = window.page
        view: QAbstractItemView = LISTS[code](page)
        for height in (720, 740, 701):
            window.resize(1366, height)
            await at_rest(session.background)
            last = view.indexAt(QPoint(40, view.viewport().height() - 2))
            whole = view.visualRect(last)
            assert view.model().rowCount() > last.row() > 0
            assert abs(whole.bottom() + 1 - view.viewport().height()) <= 1, (height, whole)
        view.scrollToBottom()
        last = view.model().index(view.model().rowCount() - 1, 0)
        assert abs(view.visualRect(last).bottom() + 1 - view.viewport().height()) <= 1
        window.close()
        window.deleteLater()
        await session.background.idle()

    loop.run_until_complete(story())


def test_the_rail_counts_the_disputes_that_are_due(
    session: Session, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    session.profile.folder = tmp_path
    fields = {"title": "漏水", "status": "accepted", "accepted_on": "2026-09-01", **CASE}
    case = add_record(session.profile, "dispute", fields).ids[0]

    async def story() -> None:
        window = MainWindow(session)
        window.show()
        await session.background.idle()
        item = window.rail._items["dispute"]
        assert item._count == 1
        assert "1 件到期要办" in item.accessibleDescription()
        edited = await session.run(edit_record, case, {"status": "withdrawn", "end_reason": "和好了"})
        session.tell(edited.changes)
        await session.background.idle()
        assert item._count == 0
        window.close()
        window.deleteLater()
        await session.background.idle()

    loop.run_until_complete(story())
