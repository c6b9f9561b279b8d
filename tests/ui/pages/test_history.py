"""Zhou Min changes a patrol and a person's card, looks what it was before, and puts the old value back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from gridworker.operations.records import add_record, edit_record, show_record
from gridworker.ui.forms.history_sheet import ChangesSheet
from gridworker.ui.pages.page import Page
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.pages.registry.page import RegistryPage
from gridworker.ui.pages.visit.page import VisitPage
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import Button
from tests.laptop import NOON
from tests.ui.bad_days.seen import sees
from tests.ui.pages.typing import Typist, hide_and_end

W = TypeVar("W", bound=QWidget)


def sheet_over(page: Page) -> ChangesSheet:
    found: Any = page.window().findChild(ChangesSheet)
    assert isinstance(found, ChangesSheet)
    return found


def test_an_old_value_of_a_patrol_is_put_back_and_that_can_be_undone(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    profile = session.profile
    fields = {"place": {"text": "东篱路"}, "categories": ["fire"], "text": "楼道堆物，已劝离。"}
    record = add_record(profile, "patrol", fields).ids[0]
    edit_record(profile, record, {"text": "没有异常。"})
    page = PatrolPage(session)
    typist = Typist(page, session)

    async def story() -> None:
        await typist.enter(record)
        await typist.press("Ctrl+H")
        sheet = sheet_over(page)
        assert sees(sheet, "情况说明")
        assert sees(sheet, "楼道堆物，已劝离。")
        assert sees(sheet, "周敏")
        buttons: Iterable[Button] = sheet.findChildren(Button)
        next(one for one in buttons if one.text() == "恢复旧值").click()
        await typist.rest()
        assert show_record(profile, record)["text"] == "楼道堆物，已劝离。"
        assert page.form.text.value() == "楼道堆物，已劝离。"
        assert typist.said[-1] == "已恢复“情况说明”的旧值"
        assert typist.undo is not None
        typist.undo()
        await typist.rest()
        assert show_record(profile, record)["text"] == "没有异常。"

    loop.run_until_complete(story())
    hide_and_end(page)


def test_days_and_moments_read_as_people_say_them(session: Session, loop: asyncio.AbstractEventLoop) -> None:
    profile = session.profile
    fields = {"place": {"text": "东篱路"}, "categories": ["fire"], "outcome": "deadline", "at": NOON}
    record = add_record(profile, "patrol", {**fields, "recheck_on": "2026-12-04"}).ids[0]
    edit_record(profile, record, {"recheck_on": "2026-12-11", "at": NOON - 3_600_000})
    page = PatrolPage(session)
    typist = Typist(page, session)

    async def story() -> None:
        await typist.enter(record)
        await typist.press("Ctrl+H")
        sheet = sheet_over(page)
        assert sees(sheet, "2026 年 12 月 4 日")
        assert sees(sheet, "2026 年 12 月 11 日")
        assert sees(sheet, "今天 11:00")
        assert not sees(sheet, "2026-12")
        theirs = {"recheck_on": "2026-12-18", "answers": {"1": {"question": "消防栓", "value": "有隐患"}}}
        page.others = theirs
        page.frame.banner.acted.emit()
        assert "2026 年 12 月 18 日" in page.frame.banner.accessibleName()

    loop.run_until_complete(story())
    hide_and_end(page)


def test_the_steps_of_a_need_read_as_a_day_and_words(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    profile = session.profile
    fields = {"target": "enterprise", "name": "永利五金加工部", "result": "phone", "at": NOON}
    need = profile.make_id()
    record = add_record(profile, "visit", {**fields, "needs": {need: {"text": "门口天天停满车"}}}).ids[0]
    first = {"on": "2026-11-21", "text": "已报交警。"}
    for steps in ([first], [first, {"on": "2026-11-22", "text": "已施划网格线。"}]):
        edit_record(profile, record, {f"needs/{need}/progress": steps})
    page = VisitPage(session)
    typist = Typist(page, session)

    async def story() -> None:
        await typist.enter(record)
        await typist.press("Ctrl+H")
        assert sees(sheet_over(page), "2026 年 11 月 21 日 已报交警。；2026 年 11 月 22 日 已施划网格线。")
        assert not sees(sheet_over(page), "{")

    loop.run_until_complete(story())
    hide_and_end(page)


def test_the_numbers_of_a_person_stay_covered_in_the_history(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    profile = session.profile
    record = add_record(profile, "person", {"name": "李建国", "phone": "13867890001"}).ids[0]
    edit_record(profile, record, {"phone": "13867890002"})
    page = RegistryPage(session)
    typist = Typist(page, session)

    async def story() -> None:
        await typist.enter(record)
        await typist.press("Ctrl+H")
        sheet = sheet_over(page)
        assert sees(sheet, "***********")
        assert not sees(sheet, "13867890001")
        sheet.reject()
        await typist.rest()

    loop.run_until_complete(story())
    hide_and_end(page)
