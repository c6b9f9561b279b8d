"""No form is exchanged under somebody's keys: not by a save, by news of it, by others, nor by what is begun."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.operations.changes import Changes
from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import add_record, edit_record
from gridworker.store import record_rows
from gridworker.ui.forms.open_form import NEW
from gridworker.ui.pages.visit.page import CALL, VisitPage
from gridworker.ui.session import Session
from tests.laptop import NOON
from tests.ui.pages.typing import Ends, Typist

NOTE = "药已送到。"


@pytest.fixture
def page(session: Session, ends: Ends) -> VisitPage:
    return ends(VisitPage(session))


@pytest.fixture
def visit(session: Session) -> str:
    fields = {"at": NOON, "name": "陈桂芳", "target": "person", "result": "met"}
    return add_record(session.profile, "visit", fields).ids[0]


def test_behind_a_corrected_visit_a_new_one_stands_open_and_not_the_old_one_again(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: VisitPage, session: Session, visit: str
) -> None:
    """The page hears of its own save, and of a sync meanwhile, like of anybody's."""

    async def story() -> None:
        await typist.enter(visit)
        await typist.press("Alt+M")
        typist.write(NOTE)
        QTest.keyClick(typist.focus, Qt.Key.Key_F9)
        for _ in range(200):
            session.tell(Changes({"visit": frozenset({visit})}))
            await asyncio.sleep(0.001)
        await typist.rest()
        assert (page.record, page.form.name.value()) == ("", "")
        assert typist.focus is page.form.name

    loop.run_until_complete(story())


def test_what_is_typed_while_a_record_is_read_anew_stays(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: VisitPage, session: Session, visit: str
) -> None:
    async def story() -> None:
        await typist.enter(visit)
        await typist.press("Alt+M")
        edit_record(session.profile, visit, {"tags": ["独居"]})
        page.start(page.open(visit))
        await asyncio.sleep(0)
        typist.write(NOTE)
        await typist.rest()
        assert page.form.text.value() == NOTE
        await typist.press("F9")
        row = session.profile.read(lambda db: record_rows.select(db, "visit", limit=1))[0]
        assert (row.body["text"], row.body["tags"]) == (NOTE, ["独居"])

    loop.run_until_complete(story())


def test_who_calls_may_be_typed_as_soon_as_the_line_for_it_has_the_focus(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: VisitPage, session: Session, visit: str
) -> None:
    async def story() -> None:
        await typist.enter(visit)
        page.enter(CALL)
        for _ in range(10_000):
            await asyncio.sleep(0)
            if typist.focus is page.form.name:
                break
        QTest.keyClicks(typist.focus, "yl")
        await typist.rest()
        assert (page.form.name.value(), page.form.result.value()) == ("yl", "phone")

    loop.run_until_complete(story())


def test_what_is_typed_while_a_new_record_is_begun_is_in_the_new_one(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: VisitPage, session: Session, visit: str
) -> None:
    async def story() -> None:
        await typist.enter(visit)
        await typist.press("Alt+M")
        page.enter(NEW)
        await asyncio.sleep(0)
        typist.write(NOTE)
        await typist.rest()
        assert (page.record, page.form.name.value()) == ("", NOTE)
        assert not [draft for draft in list_drafts(session.profile, "visit") if draft.record]

    loop.run_until_complete(story())


@pytest.mark.parametrize("turns", range(4))
def test_keys_that_follow_at_once_are_for_the_form_that_was_asked_for(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: VisitPage, turns: int
) -> None:
    """An empty visit stands open; whoever logs a call does not wait until the form for it has come."""

    async def story() -> None:
        await typist.enter()
        typist.strike("Alt+C")
        for _ in range(turns):
            await asyncio.sleep(0)
        typist.strike("y", "l")
        await typist.rest()
        assert (page.form.name.value(), page.form.result.value()) == ("yl", "phone")
        assert page.form.target.value() == "enterprise"

    loop.run_until_complete(story())


def test_what_an_input_method_commits_keeps_its_place_among_the_keys(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: VisitPage, visit: str
) -> None:
    """Also where the focus moves while they wait."""

    async def story() -> None:
        await typist.enter(visit)
        typist.strike("Alt+C")
        page.form.result.setFocus()
        typist.strike("Alt+N")
        typist.write("陈")
        typist.strike("Alt+M")
        typist.write(NOTE)
        await typist.rest()
        assert (page.form.name.value(), page.form.text.value()) == ("陈", NOTE)
        assert page.form.result.value() == "phone"

    loop.run_until_complete(story())


def test_a_save_and_the_whole_next_record_may_be_typed_at_once(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: VisitPage, session: Session, visit: str
) -> None:
    async def story() -> None:
        await typist.enter(visit)
        typist.strike("Alt+M", "a", "F9", "Alt+C", *"yl", "Tab", "F9", *"cgf", "Return", "0")
        await typist.rest(turns=20)
        rows = session.profile.read(lambda db: record_rows.select(db, "visit", limit=3))
        assert sorted((row.body["name"], row.body["result"], row.body.get("text")) for row in rows) == [
            ("yl", "phone", None),
            ("陈桂芳", "met", "a"),
        ]
        assert (page.form.name.value(), page.form.result.value()) == ("陈桂芳", "absent")

    loop.run_until_complete(story())
