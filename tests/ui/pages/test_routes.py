"""A round along a route by the keyboard: the next place stands in the form and Enter takes it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest

from gridworker.operations.changes import Changes
from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import add_record
from gridworker.operations.routes import choose
from gridworker.store import record_rows
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.session import Session
from tests.laptop import GRID_CODE, NOON
from tests.operations.published import publish
from tests.ui.pages.typing import CTRL_ENTER, ENTER, Ends, Typist

NAMES = ("来记面馆", "康民药店", "汤记五金店")


@pytest.fixture
def page(session: Session, ends: Ends) -> PatrolPage:
    stops = [{"place_id": shop(session, name)} for name in NAMES]
    content = {
        "routes": [{"name": "早巡：东篱路", "shift": "morning", "stops": [*stops, {"text": "东篱路北口"}]}]
    }
    publish(session.profile, f"policy/routes-{GRID_CODE}", 1, content)
    choose(session.profile, f"{GRID_CODE}/0")
    return ends(PatrolPage(session))


def shop(session: Session, name: str) -> str:
    fields = {"name": name, "type": "shop", "place": {"text": "东篱路8号"}, "check_every": 7}
    return add_record(session.profile, "place", fields).ids[0]


def patrols(session: Session) -> list[dict[str, Any]]:
    rows = session.profile.read(lambda db: record_rows.select(db, "patrol", limit=9))
    return [row.body for row in reversed(rows)]


def test_a_stop_without_findings_takes_three_keys(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session
) -> None:
    async def story() -> None:
        await typist.enter("new")
        assert page.form.place.value() == "东篱路8号来记面馆"
        assert page.form._place.hint == "路线第 1/4 处，回车即可"
        assert page.form.checklist.rows, "the shop brings its checklist along"
        for _ in range(4):
            await typist.press(ENTER, "1", CTRL_ENTER)
        assert typist.presses / 4 <= 3
        assert [body["place"]["text"] for body in patrols(session)] == [
            *(f"东篱路8号{name}" for name in NAMES),
            "东篱路北口",
        ]
        assert all(body["shift"] == "morning" for body in patrols(session))
        assert all(body.get("place_id") for body in patrols(session)[:3])
        assert page.form.place.value() == "", "the round is done"
        assert list_drafts(session.profile) == [], "a place that only stood there is no draft"

    loop.run_until_complete(story())


def test_typing_goes_elsewhere_and_the_round_goes_on_behind_it(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press(*"kmyd", ENTER, "1", CTRL_ENTER)
        assert patrols(session)[-1]["place"]["text"] == "东篱路8号康民药店"
        assert page.form.place.value() == "东篱路8号汤记五金店"
        await typist.press(ENTER, "1", CTRL_ENTER, ENTER, "1", CTRL_ENTER)
        assert page.form.place.value() == "东篱路8号来记面馆", "what was passed over comes at the end"

    loop.run_until_complete(story())


def test_a_hazard_with_a_phrase_and_a_pasted_photo_takes_at_most_eighteen_keys(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session
) -> None:
    async def story() -> None:
        image = QImage(640, 480, QImage.Format.Format_RGB32)
        image.fill(QColor(20, 90, 40))
        QGuiApplication.clipboard().setImage(image)
        await typist.enter("new")
        await typist.press(*"ljmg", ENTER, "2", "Alt+M", "F2", "2", "Ctrl+V", "Tab", "3", "F9")
        assert typist.presses <= 18
        (saved,) = patrols(session)
        assert (saved["outcome"], len(saved["attachments"])) == ("deadline", 1)
        assert saved["text"]

    loop.run_until_complete(story())


def test_the_stops_stand_in_the_list_and_say_how_far_one_has_come(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session
) -> None:
    async def story() -> None:
        await typist.enter("points")
        told = [page.model.data(page.model.index(at)) for at in range(page.model.rowCount())]
        assert told == [], "no point is due yet"
        page.route.list.set_value(f"{GRID_CODE}/0")
        page.route.list.changed.emit()
        await typist.rest()
        told = [page.model.data(page.model.index(at)) for at in range(page.model.rowCount())]
        assert told[0] == "1. 来记面馆，商店 · 东篱路8号，下一处"
        assert page.pane.view.isVisible()
        page.pane.opened.emit(page.model.row(page.model.index(2)))
        await typist.rest()
        assert page.form.place.selectedText() == "东篱路8号汤记五金店", "what is typed goes in its place"
        await typist.press(ENTER, "1", "F9")
        told = [page.model.data(page.model.index(at)) for at in range(page.model.rowCount())]
        assert told[2].endswith("已巡")
        assert told[3].endswith("下一处")
        assert page.route._how_far.text() == "1/4"

    loop.run_until_complete(story())


@pytest.mark.parametrize("by", ["keys", "mouse"])
def test_a_stop_that_is_done_opens_what_was_recorded_there(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session, by: str
) -> None:
    async def story() -> None:
        await typist.enter("new")
        page.route.list.set_value(f"{GRID_CODE}/0")
        page.route.list.changed.emit()
        await typist.rest()
        await typist.press(ENTER, "1", CTRL_ENTER)
        logged = session.profile.read(lambda db: record_rows.select(db, "patrol", limit=1))[0].id
        assert page.form.place.value() == "东篱路8号康民药店"
        view = page.pane.view
        if by == "keys":
            view.setFocus()
            await typist.press("Home", ENTER)
        else:
            first = view.visualRect(page.model.index(0)).center()
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
            await typist.rest()
        assert (page.record, page.form.place.value()) == (logged, "东篱路8号来记面馆")
        assert len(patrols(session)) == 1
        assert list_drafts(session.profile) == []

    loop.run_until_complete(story())


def test_a_sync_leaves_the_stops_alone_and_the_records_begin_with_the_newest(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage, session: Session
) -> None:
    async def story() -> None:
        await typist.enter("new")
        page.route.list.set_value(f"{GRID_CODE}/0")
        page.route.list.changed.emit()
        await typist.rest()
        await typist.press(ENTER, "1", CTRL_ENTER)
        record = session.profile.read(lambda db: record_rows.select(db, "patrol", limit=1))[0].id
        session.tell(Changes({"patrol": frozenset({record})}))
        await typist.rest()
        told = [page.model.data(page.model.index(at)) for at in range(page.model.rowCount())]
        assert len(told) == 4, "what was sent is no stop"
        assert told[0].endswith("已巡")

        for minute in range(20):
            place = {"text": f"西河沿{minute}号"}
            fields = {"at": NOON + minute * 60_000, "place": place, "categories": ["normal"]}
            add_record(session.profile, "patrol", fields)
        page.pane.set_scope("week")
        page.pane.asked.emit()
        await typist.rest()
        bar = page.pane.view.verticalScrollBar()
        bar.setValue(bar.maximum())
        assert bar.value() > 0
        page.pane._scopes.segments()[-1].click()
        await typist.rest()
        assert page.pane.scope == "all"
        assert bar.value() == 0

    loop.run_until_complete(story())
