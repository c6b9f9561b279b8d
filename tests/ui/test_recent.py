"""Ctrl+K before anything is typed: what was looked at last, and what one may begin."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.operations.recent import MOST, note_opened, recent
from gridworker.operations.records import add_record, delete_record
from gridworker.ui.session import Session
from gridworker.ui.shell.window import MainWindow
from tests.ui.pages.typing import Typist, hide_and_end


def lines(window: MainWindow) -> list[str]:
    shown = window._palette._list
    return [shown.item(row).text() for row in range(shown.count())]


def test_the_last_eight_records_and_what_one_may_begin(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    profile = session.profile
    places = [f"东篱苑{number}幢" for number in range(1, 11)]
    records = [
        add_record(profile, "patrol", {"place": {"text": place}, "categories": ["normal"]}).ids[0]
        for place in places
    ]
    window = MainWindow(session)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)

    async def story() -> None:
        typist = Typist(window.page, session, shown=True)
        await typist.press("Ctrl+K")
        assert lines(window)[:4] == ["操作", "记一次巡查", "登记一件纠纷", "记一次走访"]
        await typist.press("Escape")
        for record in records:
            session.go("patrol", record)
            await typist.rest()
        session.go("today")
        await typist.press("Ctrl+K")
        newest = list(reversed(places))[:MOST]
        assert lines(window) == [
            "最近看过",
            *newest,
            "操作",
            "记一次巡查",
            "登记一件纠纷",
            "记一次走访",
            "立即同步",
        ]
        await typist.press("Down", "Return")
        assert window.page.record == records[-2]  # type: ignore[attr-defined]  # a page of forms has it
        # The keys of the page live, though the search box had the focus.
        assert window.page.isAncestorOf(typist.focus)
        delete_record(profile, records[-1], "")
        await typist.press("Ctrl+K")
        assert lines(window)[1] == places[-2]
        await typist.press("Up")
        picked = window._palette._list.currentItem()
        assert picked.text() == "立即同步"
        assert not window._palette._list.item(0).flags() & Qt.ItemFlag.ItemIsEnabled

    loop.run_until_complete(story())
    hide_and_end(window)


def test_it_is_remembered_until_tomorrow(session: Session) -> None:
    profile = session.profile
    first = add_record(profile, "note", {"text": "路灯不亮"}).ids[0]
    second = add_record(
        profile, "dispute", {"title": "漏水", "type": "neighbour", "parties": [{"name": "李建国"}]}
    ).ids[0]
    for record in (first, second, first):
        note_opened(profile, record)
    assert [(one.kind, one.title) for one in recent(profile)] == [("note", "路灯不亮"), ("dispute", "漏水")]
