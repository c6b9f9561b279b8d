"""Ctrl+K before anything is typed: what was looked at last, and what one may begin."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.domain.errors import PersonCanMend
from gridworker.operations.recent import MOST, MOST_PINNED, note_opened, pinned, recent, toggle_pin
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


def opened(session: Session) -> MainWindow:
    window = MainWindow(session)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return window


def test_one_key_pins_what_is_open_or_chosen_beside_a_form(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    profile = session.profile
    garden, shop = (
        add_record(profile, "patrol", {"place": {"text": place}, "categories": ["normal"]}).ids[0]
        for place in ("东篱苑5幢", "兴旺小吃店")
    )
    window = opened(session)

    async def story() -> None:
        typist = Typist(window.page, session, shown=True)
        session.go("patrol", garden)
        await typist.rest()
        page: Any = window.page
        assert page.frame.pin.accessibleName() == "收藏"
        await typist.press("Ctrl+D")
        assert page.frame.pin.accessibleName() == "取消收藏"
        page.pane.view.setFocus()
        page.pane.mark(shop)
        assert not page.model.row(page.pane.view.currentIndex()).pinned
        await typist.press("Ctrl+D")
        assert "已收藏" in page.model.data(page.pane.view.currentIndex())
        assert [one.id for one in pinned(profile)] == [shop, garden]
        await typist.press("Ctrl+Z")
        assert [one.id for one in pinned(profile)] == [garden]
        await typist.press("Ctrl+1", "Ctrl+D")
        assert window._toast._text == "先打开或选中一条已保存的记录，再按 Ctrl+D 收藏。"

    loop.run_until_complete(story())
    hide_and_end(window)
    # It outlives the window.
    assert garden in Session(profile, session.background, "zh_CN").pins


def test_cases_and_tasks_are_pinned_and_stand_above_the_recent_ones(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    profile = session.profile
    seen = add_record(profile, "note", {"text": "路灯不亮"}).ids[0]
    note_opened(profile, seen)
    case = add_record(
        profile, "dispute", {"title": "漏水", "type": "neighbour", "parties": [{"name": "李建国"}]}
    ).ids[0]
    task = add_record(profile, "task", {"title": "补登记"}).ids[0]
    window = opened(session)

    async def story() -> None:
        typist = Typist(window.page, session, shown=True)
        session.go("dispute")
        await typist.rest()
        # In the register, and on its file.
        await typist.press("Ctrl+D", "Ctrl+Z", "Return", "Ctrl+D")
        session.go("today")
        await typist.rest()
        today: Any = window.page
        there = [line.item.record for line in today.list.model().rows()]
        today.list.setCurrentIndex(today.list.model().index(there.index(task)))
        await typist.press("Ctrl+D", "Ctrl+K")
        assert lines(window)[:6] == ["收藏", "补登记", "漏水", "最近看过", "路灯不亮", "操作"]
        delete_record(profile, task, "")
        await typist.press("Escape", "Ctrl+K")
        assert lines(window)[:3] == ["收藏", "漏水", "最近看过"]
        await typist.press("Return")
        assert window.page.at_hand() == case

    loop.run_until_complete(story())
    hide_and_end(window)


def test_more_than_a_screenful_is_not_pinned(session: Session) -> None:
    profile = session.profile
    notes = [
        add_record(profile, "note", {"text": f"第{number}件"}).ids[0] for number in range(MOST_PINNED + 1)
    ]
    for note in notes[:-1]:
        toggle_pin(profile, note)
    with pytest.raises(PersonCanMend, match="too_many_pinned"):
        toggle_pin(profile, notes[-1])
    assert not toggle_pin(profile, notes[0]).is_pinned
    assert toggle_pin(profile, notes[-1]).is_pinned
    assert len(pinned(profile)) == MOST_PINNED
