"""Zhou Min opens the laptop: what is due stands there, a tick finishes it, and Ctrl+Z takes that back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gridworker.operations.agenda import agenda
from gridworker.operations.drafts import keep_draft
from gridworker.operations.records import add_record
from gridworker.ui.pages.today.agenda_list import Line
from gridworker.ui.pages.today.errand_sheet import ErrandSheet
from gridworker.ui.pages.today.jotting import Jotting
from gridworker.ui.pages.today.page import TodayPage
from gridworker.ui.session import Session
from tests.laptop import NOON
from tests.ui.pages.typing import Ends, opened, settled

HOUR, DAY = 3_600_000, 86_400_000


@pytest.fixture
def page(session: Session, ends: Ends) -> TodayPage:
    add_record(session.profile, "task", {"title": "反诈宣传进楼道", "due_at": NOON - DAY})
    add_record(
        session.profile,
        "patrol",
        {"place": {"text": "东篱苑3幢"}, "categories": ["fire"], "recheck_on": "2026-11-22"},
    )
    add_record(session.profile, "note", {"text": "李阿姨说楼道灯坏了"})
    made = ends(TodayPage(session))
    made.resize(1170, 616)
    made.show()
    return made


class Heard:
    """What the page asked of the window."""

    def __init__(self, session: Session) -> None:
        self.wanted: list[tuple[str, str]] = []
        self.said: list[tuple[str, Any]] = []
        session.wanted.connect(self.on_wanted)
        session.said_done.connect(self.on_said)

    def on_wanted(self, where: str, record: str) -> None:
        self.wanted.append((where, record))

    def on_said(self, text: str, step: Any) -> None:
        self.said.append((text, step))


def lines(page: TodayPage) -> list[Line]:
    return [
        page.list.model().index(at, 0).data(Qt.ItemDataRole.UserRole)
        for at in range(page.list.model().rowCount())
    ]


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


def test_a_task_is_read_in_full_before_it_is_done(page: TodayPage, loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        page.enter()
        await settled(page)
        page.list.setCurrentIndex(page.list.model().index(0, 0))
        press(page.list, Qt.Key.Key_Return)
        sheet: Any = await opened(page, ErrandSheet)
        press(sheet, Qt.Key.Key_Escape)
        await settled(page)
        assert not any(line.done for line in lines(page)), "looking at it does not finish it"
        press(page.list, Qt.Key.Key_Return)
        sheet = await opened(page, ErrandSheet)
        press(sheet.done_button, Qt.Key.Key_Return)
        await settled(page)
        assert [line.item.title for line in lines(page) if line.done] == ["反诈宣传进楼道"]

    loop.run_until_complete(story())


def test_a_tick_finishes_a_task_and_undo_brings_it_back(
    page: TodayPage, loop: asyncio.AbstractEventLoop
) -> None:
    heard = Heard(page.session)

    async def story() -> None:
        page.enter()
        await settled(page)
        assert [line.item.title for line in lines(page)] == [
            "反诈宣传进楼道",
            "东篱苑3幢",
            "李阿姨说楼道灯坏了",
        ]
        assert [line.due[0] for line in lines(page)] == ["超期 1 天", "今天到期", ""]
        page.list.setCurrentIndex(page.list.model().index(0, 0))
        press(page.list, Qt.Key.Key_Space)
        await settled(page)
        assert [(line.item.title, line.done) for line in lines(page)][-1] == ("反诈宣传进楼道", True)
        assert [item.title for item in agenda(page.session.profile).items] == [
            "东篱苑3幢",
            "李阿姨说楼道灯坏了",
        ]
        text, step = heard.said[-1]
        assert text == "已完成“反诈宣传进楼道”"
        await step.back()
        await settled(page)
        assert [line.done for line in lines(page)] == [False, False, False]

    loop.run_until_complete(story())


def test_what_needs_a_record_is_opened_and_not_ticked(
    page: TodayPage, loop: asyncio.AbstractEventLoop
) -> None:
    heard = Heard(page.session)

    async def story() -> None:
        page.enter()
        await settled(page)
        recheck = lines(page)[1].item
        page.list.setCurrentIndex(page.list.model().index(1, 0))
        press(page.list, Qt.Key.Key_Space, Qt.Key.Key_Return)
        await settled(page)
        assert heard.wanted == [("patrol", recheck.record)] * 2
        assert heard.said == []

    loop.run_until_complete(story())


def test_a_task_is_added_by_keys_alone(page: TodayPage, loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        page.enter()
        await settled(page)
        page.jot("task")
        dialog: Any = await opened(page, Jotting)
        dialog._text.setFocus()
        field = dialog._text
        press(dialog, Qt.Key.Key_Return)
        dialog.save()
        assert dialog.isVisible(), "an empty task is not kept"
        QTest.keyClicks(field, "Take the list to the office")
        QTest.keyClicks(dialog._day, "11-24")
        QTest.keyClick(dialog._day, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await settled(page)
        added = next(line for line in lines(page) if line.item.title == "Take the list to the office")
        assert str(added.item.day) == "2026-11-24"

    loop.run_until_complete(story())


def test_drafts_lead_back_and_offline_is_told_once(page: TodayPage, loop: asyncio.AbstractEventLoop) -> None:
    heard = Heard(page.session)
    keep_draft(
        page.session.profile, page.session.profile.make_id(), "patrol", {"place": {"text": "西河沿42号"}}
    )

    async def story() -> None:
        page.enter()
        await settled(page)
        assert page.drafts.isVisible()
        offline = {"error": {"kind": "network", "code": "server_unreachable"}, "attention": []}
        page.session.sync_ended.emit(offline)
        assert page.banner.isVisible()
        page.banner.acted.emit()
        assert heard.wanted == [("sync", "")]
        page.session.sync_ended.emit(offline)
        assert not page.banner.isVisible(), "told once in a spell"
        page.session.sync_ended.emit({"attention": []})
        page.session.sync_ended.emit(offline)
        assert page.banner.isVisible(), "another spell"
        await settled(page)

    loop.run_until_complete(story())


def test_an_empty_day_says_what_would_stand_here(session: Session, loop: asyncio.AbstractEventLoop) -> None:
    page = TodayPage(session)
    page.resize(1170, 616)
    page.show()

    async def story() -> None:
        page.enter()
        await settled(page)
        assert page._nothing.isVisible()
        assert not page.list.isVisible()
        assert not page.week.isVisible()

    loop.run_until_complete(story())
    page.deleteLater()
