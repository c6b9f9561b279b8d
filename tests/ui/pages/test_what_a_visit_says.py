"""What the form of a visit says beside what is typed: the day that the plan will say, what a task will be about."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton

from gridworker.operations.visits import rounds
from gridworker.ui.pages.visit.page import VisitPage
from gridworker.ui.session import Session
from tests.ui.pages.calls import CHEN, newest, old_woman, visited
from tests.ui.pages.typing import Ends, Typist


@pytest.fixture
def page(session: Session, ends: Ends) -> VisitPage:
    visited(session, "陈桂芳", 7, place=CHEN, next_on="2026-11-22")
    return ends(VisitPage(session))


def picked(typist: Typist) -> str:
    """The word that has the focus."""
    focus = typist.focus
    return focus.text() if isinstance(focus, QAbstractButton) else ""


@pytest.mark.parametrize("key", ["0", "Left"], ids=["nobody in", "refused"])
def test_without_contact_the_form_says_the_day_that_the_plan_will_say(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage, key: str
) -> None:
    async def story() -> None:
        wu = old_woman(session, "吴招娣", "302")
        await typist.enter()
        assert picked(typist) == "见面"
        await typist.press(key)
        assert page.form.context._plan.text() == "未能见面，不填就按计划排到 11 月 25 日 周三。"
        for when, day in (("昨天", "11 月 24 日 周二"), ("现在", "11 月 25 日 周三")):
            page.form.at.setFocus()
            page.form.at.selectAll()
            typist.write(when)
            assert page.form.context._plan.text() == f"未能见面，不填就按计划排到 {day}。"
        await typist.press("F9")
        assert newest(session)["result"] in ("absent", "refused")
        assert rounds(session.profile).known[wu].next_on == date(2026, 11, 25)

    loop.run_until_complete(story())


def test_nobody_in_takes_the_focus_along(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        await typist.enter()
        await typist.press("0")
        assert picked(typist) == "未遇"
        await typist.press("1")
        page.form.checklist.rows[0].answer.setFocus()
        await typist.press("0")
        assert picked(typist) == "未遇"

    loop.run_until_complete(story())


def test_exceptions_are_shown_in_the_language_of_the_window_and_kept_in_that_of_the_district(
    loop: asyncio.AbstractEventLoop, session: Session, ends: Ends
) -> None:
    async def story() -> None:
        session.language = "en"
        visited(session, "陈桂芳", 7, place=CHEN, next_on="2026-11-22")
        page = ends(VisitPage(session))
        typist = Typist(page, session)
        await typist.enter()
        for row in page.form.checklist.rows[:2]:
            row.answer.setFocus()
            await typist.press("2")
        told = page.form.context._about.text()
        assert told == "Health and spirits: Watch; Electricity and gas: Hazard"
        page.form.context.todo.click()
        await typist.press("F9")
        title = newest(session, "task")["title"]
        assert title == "走访后续：陈桂芳，身体和精神状态：需关注；用电、用气安全：有隐患"

    loop.run_until_complete(story())
