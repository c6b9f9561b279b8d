"""Zhou Min deletes three patrols, goes on with something else, and takes all of it back with Ctrl+Z."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from PySide6.QtTest import QTest

from gridworker.operations.records import add_record, list_records
from gridworker.ui.session import Session
from gridworker.ui.shell.window import UNDO_DEPTH, MainWindow
from tests.ui.bad_days.test_network import until
from tests.ui.pages.typing import Typist, hide_and_end

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
        session.said_done.emit("口令已修改", "", None)
        window._toast.dismiss()
        window.open_page("today")
        await typist.rest()
        for back in (PLACES[2:], PLACES[1:], PLACES):
            await typist.press("Ctrl+Z")
            await typist.rest()
            assert there() == set(back)
        await typist.press("Ctrl+Z")
        assert there() == set(PLACES)

    loop.run_until_complete(story())
    hide_and_end(window)


def test_what_was_taken_back_is_done_again_from_the_toast_alone(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    window = MainWindow(session)
    loop.run_until_complete(session.background.idle())
    done: list[str] = []
    session.said_done.emit("第一步", "", lambda: done.append("took back the first"))
    session.undone.emit("已撤销", lambda: done.append("did it again"))
    assert window._toast.action.accessibleName() == "重做"
    window._toast.acted.emit()
    window._on_undo()
    assert done == ["did it again", "took back the first"]
    hide_and_end(window)


def test_twenty_steps_are_remembered(session: Session, loop: asyncio.AbstractEventLoop) -> None:
    window = MainWindow(session)
    loop.run_until_complete(session.background.idle())
    done: list[int] = []
    for number in range(UNDO_DEPTH + 5):
        session.said_done.emit("改好了", "", lambda number=number: done.append(number))
    for _ in range(UNDO_DEPTH + 5):
        window._on_undo()
    assert done == list(range(UNDO_DEPTH + 4, 4, -1))
    hide_and_end(window)
