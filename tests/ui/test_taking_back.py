"""Zhou Min deletes three patrols, takes all of it back with Ctrl+Z, and with Ctrl+Y what should have stayed done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtTest import QTest

from gridworker.domain.errors import PersonCanMend
from gridworker.environment.wording import describe
from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import add_record, list_records
from gridworker.ui.session import Session
from gridworker.ui.shell.steps import UNDO_DEPTH
from gridworker.ui.shell.window import MainWindow
from gridworker.ui.step import Step
from tests.ui.pages.typing import Typist, hide_and_end
from tests.ui.patience import until

PLACES = ("东篱路", "西河沿", "金禾烧烤店")


def is_open(page: Any, record: str) -> bool:
    return bool(page.record == record and page.frame.delete.isVisible())


def test_three_deletions_come_back_one_by_one_after_their_toasts_have_gone(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    profile = session.profile
    records = [
        add_record(profile, "patrol", {"place": {"text": place}, "categories": ["normal"]}).ids[0]
        for place in PLACES
    ]
    window = MainWindow(session)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)

    def there() -> set[str]:
        return {row["place"]["text"] for row in list_records(profile, "patrol", [], 9, None)}

    async def story() -> None:
        window.open_page("patrol")
        typist = Typist(window.page, session, shown=True)
        await typist.rest()
        page: Any = window.page
        for record in records:
            window.open_page("patrol", record)
            await until(partial(is_open, page, record))
            await typist.press("Ctrl+Del")
        assert there() == set()
        session.said_done.emit("口令已修改", None)
        window._toast.dismiss()
        window.open_page("today")
        await typist.rest()
        for key, back in (
            ("Ctrl+Z", PLACES[2:]),
            ("Ctrl+Z", PLACES[1:]),
            ("Ctrl+Z", PLACES),
            ("Ctrl+Z", PLACES),
            ("Ctrl+Y", PLACES[1:]),
            ("Ctrl+Shift+Z", PLACES[2:]),
        ):
            await typist.press(key)
            await typist.rest()
            assert there() == set(back)
        assert window._toast.action.accessibleDescription() == "Ctrl+Z"
        await typist.press("Ctrl+Z", "Ctrl+Z")
        await typist.rest()
        assert there() == set(PLACES)
        assert window._toast.accessibleName() == f"已撤销：已删除：{PLACES[0]}"
        assert window._toast.action.accessibleName() == "重做"

    loop.run_until_complete(story())
    hide_and_end(window)


def test_a_saved_patrol_goes_back_to_its_draft_and_is_saved_again(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    window = MainWindow(session)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)

    def there() -> list[str]:
        return [row["place"]["text"] for row in list_records(session.profile, "patrol", [], 9, None)]

    async def story() -> None:
        window.open_page("patrol", "new")
        typist = Typist(window.page, session, shown=True)
        await typist.rest()
        typist.write("东篱路")
        await typist.press("Return", "1", "F9")
        await typist.rest()
        assert there() == ["东篱路"]
        await typist.press("Ctrl+Z")
        await typist.rest()
        assert (there(), len(list_drafts(session.profile, "patrol"))) == ([], 1)
        await typist.press("Ctrl+Y")
        await typist.rest()
        assert (there(), list_drafts(session.profile, "patrol")) == (["东篱路"], [])
        await typist.press("Ctrl+Z")
        await typist.rest()
        page: Any = window.page
        page.form.first_field().setFocus()
        await typist.press("End")
        typist.write("口")
        await typist.rest()
        await typist.press("Ctrl+Y")
        await typist.rest()
        # What was written on since is somebody's work: it stays a draft beside the record.
        assert there() == ["东篱路"]
        assert [draft.content["place"]["text"] for draft in list_drafts(session.profile, "patrol")] == [
            "东篱路口"
        ]

    loop.run_until_complete(story())
    hide_and_end(window)


def test_a_new_step_ends_what_could_be_done_again(session: Session, loop: asyncio.AbstractEventLoop) -> None:
    window = MainWindow(session)
    loop.run_until_complete(session.background.idle())
    done: list[str] = []

    def step(name: str) -> Step:
        async def back() -> None:
            done.append(f"-{name}")

        async def again() -> None:
            done.append(name)

        return Step(back, again)

    def press(*acts: Callable[[], None]) -> None:
        for act in acts:
            act()
        loop.run_until_complete(session.background.idle())

    undo, redo = window._on_undo, window._on_redo
    session.said_done.emit("第一步", step("1"))
    session.said_done.emit("第二步", step("2"))
    press(undo, undo, redo)
    session.said_done.emit("第三步", step("3"))
    press(redo, undo, undo, undo)
    assert done == ["-2", "-1", "1", "-3", "-1"]
    hide_and_end(window)


def test_what_cannot_be_done_any_more_is_said_and_not_offered_again(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    window = MainWindow(session)
    loop.run_until_complete(session.background.idle())

    async def refuse() -> None:
        raise PersonCanMend("too_late_to_undo")

    session.said_done.emit("受理", Step(refuse, refuse))
    window._on_undo()
    loop.run_until_complete(session.background.idle())
    assert window._toast.accessibleName() == describe(PersonCanMend("too_late_to_undo"), "zh_CN")
    assert window._toast.action.isHidden()
    hide_and_end(window)


def test_twenty_steps_are_remembered(session: Session, loop: asyncio.AbstractEventLoop) -> None:
    window = MainWindow(session)
    loop.run_until_complete(session.background.idle())
    done: list[int] = []

    def step(number: int) -> Step:
        async def back() -> None:
            done.append(number)

        return Step(back, back)

    for number in range(UNDO_DEPTH + 5):
        session.said_done.emit("改好了", step(number))
    for _ in range(UNDO_DEPTH + 5):
        window._on_undo()
    loop.run_until_complete(session.background.idle())
    assert done == list(range(UNDO_DEPTH + 4, 4, -1))
    hide_and_end(window)
