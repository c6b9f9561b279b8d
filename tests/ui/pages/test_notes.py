"""Zhou Min pastes what a neighbour wrote and makes a dispute, a patrol, a visit or an event of it, a key each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridworker.domain.found_in_text import LONGEST
from gridworker.operations.events import moves
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.dispute.registration import RegistrationForm
from gridworker.ui.pages.event.page import EventPage
from gridworker.ui.pages.today.note_sheet import NoteSheet
from gridworker.ui.session import Session
from gridworker.ui.shell.window import MainWindow
from gridworker.ui.widgets.text import Paragraph
from tests.ui.pages.typing import Play, at_rest, hide_and_end

CHAT = """李建国 2026/11/21 20:13
周师傅，四楼又漏水了，我家东篱苑3幢2单元301的墙都湿了，电话138 0013 8000
陈志伟 2026/11/21 20:15
我家没开水，不关我的事
"""


@pytest.fixture
def window(session: Session) -> Iterator[MainWindow]:
    """The whole window, on 今天."""
    made = MainWindow(session)
    made.show()
    made.activateWindow()
    yield made
    hide_and_end(made)


class Hands:
    """Presses keys at the window, which may have a question open, and counts them."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.presses = window, 0

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.presses += 1
            combination: Any = cast(Any, QKeySequence(key))[0]
            focus = QApplication.focusWidget() or self.window
            QTest.keyClick(focus, combination.key(), combination.keyboardModifiers())
            await self.rest()

    async def rest(self) -> None:
        await at_rest(self.window.session.background)

    def sheet(self) -> NoteSheet | None:
        found = [one for one in cast(Any, self.window).findChildren(NoteSheet) if one.isVisible()]
        return found[0] if found else None


def copy(text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def only(session: Session, kind: str) -> dict[str, Any]:
    (found,) = list_records(session.profile, kind, [], 10, None)
    return found


def test_a_pasted_message_is_a_registered_dispute_in_six_keys(
    window: MainWindow, session: Session, play: Play
) -> None:
    known = add_record(session.profile, "person", {"name": "陈志伟", "phone": "13900000001"}).ids[0]
    copy(CHAT)

    async def story() -> None:
        hands = Hands(window)
        window.open_page("today")
        await hands.rest()
        hands.presses = 0
        await hands.press("Ctrl+4", "Ctrl+V", "Ctrl+2")
        await hands.press("F9")
        assert hands.presses <= 6
        case = only(session, "dispute")
        parties = sorted(case["parties"].values(), key=lambda party: party["role"])
        assert [(one["role"], one["name"], one.get("phone")) for one in parties] == [
            ("applicant", "李建国", "13800138000"),
            ("respondent", "陈志伟", "13900000001"),
        ]
        assert parties[1]["person_id"] == known
        assert (case["type"], case["status"], case["occurred_on"]) == ("neighbour", "accepted", "2026-11-21")
        assert case["place"]["text"].startswith("东篱苑3幢2单元301")
        assert case["title"].startswith("四楼又漏水了")
        assert case["facts"].startswith("李建国（2026/11/21 20:13）：周师傅，四楼又漏水了")
        note = only(session, "note")
        assert (note["status"], note["became_id"], note["text"]) == ("converted", case["id"], CHAT.strip())

    play(story())


@pytest.mark.parametrize(
    ("key", "kind", "expected"),
    [
        ("Ctrl+1", "patrol", {"categories": ["facility"]}),
        ("Ctrl+3", "visit", {"name": "张阿姨"}),
        ("Ctrl+5", "event", {"type": "facility", "status": "reported"}),
    ],
)
def test_one_key_makes_something_else_of_a_note(
    window: MainWindow, session: Session, play: Play, key: str, kind: str, expected: dict[str, Any]
) -> None:
    note = add_record(session.profile, "note", {"text": "五幢张阿姨说西河路18号的路灯昨晚又不亮了"}).ids[0]

    async def story() -> None:
        hands = Hands(window)
        window.open_page("today")
        await hands.rest()
        page = cast(Any, window.page)
        page._on_opened(next(row for row in page.list.model().rows() if row.item.kind == "note"))
        await hands.rest()
        sheet = hands.sheet()
        assert sheet is not None
        told = [one.text() for one in cast(Any, sheet).findChildren(Paragraph) if one.isVisible()]
        assert "人员：张阿姨" in told
        assert "地址：西河路18号" in told
        await hands.press(key)
        await hands.press("F9")
        made = only(session, kind)
        assert {name: made[name] for name in expected} == expected
        assert made["place"]["text"] == "西河路18号"
        assert list_records(session.profile, "note", [], 5, None)[0]["became_id"] == made["id"]
        assert note

    play(story())


def test_a_paste_without_end_is_cut_and_said(window: MainWindow, session: Session, play: Play) -> None:
    copy("水" * 1_000_000)

    async def story() -> None:
        hands = Hands(window)
        window.open_page("today")
        await hands.rest()
        await hands.press("Ctrl+4", "Ctrl+V")
        sheet = hands.sheet()
        assert sheet is not None
        assert "只留下前 20,000 个字" in sheet._what.error
        await hands.press("Ctrl+Return")
        assert len(only(session, "note")["text"]) == LONGEST

    play(story())


def test_an_event_is_followed_and_verified(window: MainWindow, session: Session, play: Play) -> None:
    fields = {"type": "facility", "text": "路灯不亮", "place": {"text": "西河路18号"}, "level": "urgent"}
    event = add_record(session.profile, "event", fields).ids[0]

    async def story() -> None:
        hands = Hands(window)
        window.open_page("event", event)
        await hands.rest()
        page = window.page
        assert isinstance(page, EventPage)
        assert page._steps == []
        # The desk accepted and assigned it; it came back with a sync.
        for status in ("accepted", "assigned", "handling", "handled"):
            edit_record(session.profile, event, {"status": status})
        window.open_page("event", event)
        await hands.rest()
        assert moves(session.profile, "handled") == ["verified", "handling"]
        await hands.press("Alt+S")
        write("晚上去看过，亮了")
        await hands.press("F9")
        body = only(session, "event")
        (step,) = body["flow"].values()
        assert (body["status"], step["from"], step["to"], step["opinion"]) == (
            "verified", "handled", "verified", "晚上去看过，亮了",
        )  # fmt: skip
        assert "晚上去看过，亮了" in page.timeline.accessibleDescription()

    play(story())


def write(text: str) -> None:
    """Chinese as an input method commits it."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    focused = QApplication.focusWidget()
    assert focused is not None
    QApplication.sendEvent(focused, event)


def test_what_a_patrol_found_is_reported_by_a_key(window: MainWindow, session: Session, play: Play) -> None:
    fields = {
        "place": {"text": "东篱苑3幢楼道"}, "categories": ["fire"], "text": "飞线充电", "outcome": "reported",
        "severity": "major",
    }  # fmt: skip
    patrol = add_record(session.profile, "patrol", fields).ids[0]

    async def story() -> None:
        hands = Hands(window)
        window.open_page("patrol", patrol)
        await hands.rest()
        await hands.press("Alt+G")
        await hands.press("F9")
        event = only(session, "event")
        assert (event["type"], event["level"], event["links"], event["source"]) == (
            "fire", "urgent", [patrol], "patrol",
        )  # fmt: skip

    play(story())


def test_what_a_patrol_heard_is_registered_as_a_dispute_and_not_typed_again(
    window: MainWindow, session: Session, play: Play
) -> None:
    text = "301室楼道堆物，和401室吵了起来，转调委会调解"
    fields = {
        "place": {"text": "东篱苑3幢楼道"}, "categories": ["dispute_sign"], "text": text, "outcome": "to_dispute",
    }  # fmt: skip
    patrol = add_record(session.profile, "patrol", fields).ids[0]

    async def story() -> None:
        hands = Hands(window)
        window.open_page("patrol", patrol)
        await hands.rest()
        await hands.press("Alt+G")
        page = window.page
        assert isinstance(page, DisputePage)
        form = page.sheet.form if page.sheet else None
        assert isinstance(form, RegistrationForm)
        assert page.sheet is not None
        assert "已按巡查填好" in page.sheet.frame.banner.accessibleName()
        for name, editor in zip(("李建国", "陈志伟"), form.editors.values(), strict=True):
            editor.inputs["name"].setFocus()
            write(name)
        await hands.rest()
        await hands.press("F9")
        case = only(session, "dispute")
        assert (case["facts"], case["place"], case["source"], case["links"], case["occurred_on"]) == (
            text, {"text": "东篱苑3幢楼道"}, "grid", [patrol], "2026-11-22",
        )  # fmt: skip

    play(story())
