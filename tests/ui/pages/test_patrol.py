"""巡查 by the keyboard: how few keys a round takes, what is kept, and what is never lost."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest

from gridworker.operations.changes import Changes
from gridworker.operations.drafts import list_drafts
from gridworker.operations.earlier import Spot
from gridworker.operations.records import add_record, delete_record, edit_record, show_record
from gridworker.store import record_rows
from gridworker.ui.background import Background
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.session import Session
from gridworker.ui.theme.theme import Theme
from tests.laptop import NOON, SetClock
from tests.ui.pages.killed_while_typing import SENTENCE, on_disk
from tests.ui.pages.typing import CTRL_ENTER, ENTER, Ends, Typist, hide_and_end

HOUR = 3_600_000


@pytest.fixture
def page(session: Session, ends: Ends) -> PatrolPage:
    earlier(session, "东篱苑3幢2单元楼道", mode="bike", companions=["沈国强"])
    return ends(PatrolPage(session))


def earlier(session: Session, place: str, **fields: Any) -> str:
    given = {"at": NOON - HOUR, "place": {"text": place}, "categories": ["normal"], **fields}
    return add_record(session.profile, "patrol", given).ids[0]


def newest(session: Session) -> dict[str, Any]:
    rows = session.profile.read(lambda db: record_rows.select(db, "patrol", limit=1))
    return rows[0].body


def test_a_form_that_stood_open_over_night_is_of_the_morning_it_is_filled_in(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        clock = session.profile.clock
        assert isinstance(clock, SetClock)
        clock.at = NOON + 9 * HOUR
        await typist.enter("new")
        assert (page.form.at.text(), page.form.shift.value()) == ("今天 21:00", "night")
        clock.at = NOON + 20 * HOUR
        await typist.press("d", "l", "y", "3")
        assert (page.form.at.text(), page.form.shift.value()) == ("今天 08:00", "morning")
        clock.at += HOUR
        await typist.press(ENTER, "1", CTRL_ENTER)
        assert newest(session)["at"] == NOON + 20 * HOUR
        page.form.at.setFocus()
        page.form.at.selectAll()
        await typist.press(*"0845")
        clock.at += HOUR
        page.form.place.setFocus()
        await typist.press("d", "l", "y", "3", ENTER, "1", "F9")
        assert newest(session)["at"] == NOON + 20 * HOUR + 45 * HOUR // 60

    loop.run_until_complete(story())


def test_a_round_without_findings_takes_at_most_eight_keys(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("d", "l", "y", "3", ENTER, "1", CTRL_ENTER)
        assert typist.presses <= 8
        saved = newest(session)
        assert saved["place"]["text"] == "东篱苑3幢2单元楼道"
        assert (saved["categories"], saved["mode"], saved["companions"]) == (["normal"], "bike", ["沈国强"])
        assert saved["at"] == NOON
        assert typist.said == ["已保存：东篱苑3幢2单元楼道"]

    loop.run_until_complete(story())


def test_a_new_round_takes_nothing_from_who_types_at_once(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        # Ctrl+1 again, and on without waiting for what a new round looks up.
        page.enter("new")
        QTest.keyClicks(typist.focus, "dly3")
        await typist.rest()
        assert page.form.place.value() == "dly3"
        await typist.press(ENTER, "1", CTRL_ENTER)
        assert newest(session)["place"]["text"] == "东篱苑3幢2单元楼道"

    loop.run_until_complete(story())


def test_tab_goes_through_all_fields_in_their_order(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        form = page.form
        for field in (form.place, form.mode, form.shift, form.companions):
            assert typist.focus is field
            await typist.press("Tab")
        assert form.categories.isAncestorOf(typist.focus)
        await typist.press("2", "Tab")
        assert typist.focus is form.text
        await typist.press("Tab")
        assert form.handling.outcome.isAncestorOf(typist.focus)

    loop.run_until_complete(story())


def test_a_hazard_with_a_phrase_takes_at_most_sixteen_keys(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("d", "l", "y", "3", ENTER, "2", "Tab", "F2", "2", "Tab", "3", "F9")
        assert typist.presses <= 16
        saved = newest(session)
        assert saved["text"] == "楼道堆放杂物，已联系户主清理，约定今天内清完。"
        assert (saved["outcome"], saved["recheck_on"]) == ("deadline", "2026-11-25")
        # The phrase that was used stands first the next time.
        await typist.press("d", "l", "y", "3", ENTER, "2", "Tab", "F2", "1", "F9")
        assert newest(session)["text"].startswith("楼道堆放杂物")

    loop.run_until_complete(story())


def test_a_round_without_findings_may_still_have_a_note(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("d", "l", "y", "3", ENTER, "1")
        assert not page.form.text.isVisible()
        await typist.press("Alt+M")
        assert typist.focus is page.form.text
        typist.write("路灯全亮。")
        await typist.press("F9")
        assert (newest(session)["text"], newest(session).get("outcome")) == ("路灯全亮。", None)

    loop.run_until_complete(story())


def test_the_next_place_keeps_how_and_with_whom(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("d", "l", "y", "3", ENTER, "1", CTRL_ENTER)
        assert page.form.place.value() == ""
        assert page.form.companions.value() == "沈国强"
        assert page.form.companions.is_carried()
        assert page.form.mode.is_carried()
        assert typist.focus is page.form.place

    loop.run_until_complete(story())


def wrong(page: PatrolPage) -> list[str]:
    """The fields that are said to be wrong."""
    fields = {"place": page.form._place, "categories": page.form._categories}
    return [name for name, field in fields.items() if field.error]


def test_what_is_missing_is_said_on_finishing_and_not_before(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("Tab", "Tab")
        assert wrong(page) == []
        await typist.press("F9")
        assert wrong(page) == ["place", "categories"]
        assert typist.focus is page.form.place
        typist.write("东篱路口")
        assert wrong(page) == ["categories"]
        await typist.press("F9", "1")
        assert wrong(page) == []

    loop.run_until_complete(story())


def test_nothing_acts_while_an_input_method_composes(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("d", "l", "y", "3", ENTER, "2", "Tab")
        typist.compose("lou dao")
        await typist.press("F9", "F2", CTRL_ENTER)
        assert typist.focus is page.form.text
        assert not typist.said

    loop.run_until_complete(story())


def test_a_draft_is_there_again_after_the_program_ended(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("d", "l", "y", "3", ENTER, "2", "Tab")
        typist.write("楼道里停着两辆电动")
        # Nobody presses anything more; 600 ms later it is on the disk.
        await typist.until(lambda: not page.drafting.is_dirty)
        again = PatrolPage(session)
        other = Typist(again, session)
        await other.enter()
        assert again.form.text.value() == "楼道里停着两辆电动"
        assert again.form.place.thing() == Spot({"text": "东篱苑3幢2单元楼道"})
        await other.press("F9")
        assert newest(session)["text"] == "楼道里停着两辆电动"
        assert list_drafts(session.profile) == []
        hide_and_end(again)

    loop.run_until_complete(story())


def test_a_sentence_outlives_a_power_cut(
    loop: asyncio.AbstractEventLoop, look: Theme, tmp_path: Path
) -> None:
    program = [sys.executable, "-m", "tests.ui.pages.killed_while_typing", str(tmp_path)]
    ended = subprocess.run(program, check=False, capture_output=True, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    background = Background(loop, print)

    async def story() -> None:
        with on_disk(tmp_path) as profile:
            session = Session(profile, background, "zh_CN")
            page = PatrolPage(session)
            await Typist(page, session).enter()
            assert page.form.text.value() == SENTENCE
            hide_and_end(page)
            await background.close()

    loop.run_until_complete(story())


def test_leaving_the_page_keeps_the_draft_at_once(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        typist.write("东篱路")
        page.hide()
        await typist.rest()
        assert [draft.title for draft in list_drafts(session.profile)] == ["东篱路"]

    loop.run_until_complete(story())


def test_a_saved_round_can_be_taken_back_and_is_a_draft_again(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("d", "l", "y", "3", ENTER, "1", "F9")
        assert typist.undo is not None
        typist.undo()
        await typist.rest()
        assert len(session.profile.read(lambda db: record_rows.select(db, "patrol", limit=9))) == 1
        assert page.form.place.value() == "东篱苑3幢2单元楼道"

    loop.run_until_complete(story())


def test_deleting_a_record_and_taking_that_back(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        record = earlier(session, "柳塘新村6幢")
        await typist.enter(record)
        await typist.press("Ctrl+Del")
        row = page.model.row(page.model.index(page.model.place_of(record)))
        assert row is not None
        assert row.vanished
        assert typist.undo is not None
        typist.undo()
        await typist.rest()
        assert page.record == record
        assert not show_record(session.profile, record).get("_deleted")

    loop.run_until_complete(story())


def test_what_a_colleague_changed_does_not_touch_the_open_form(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        record = earlier(session, "柳塘新村6幢", text="杂物", categories=["fire"])
        await typist.enter(record)
        page.form.text.setFocus()
        typist.write("我看到的：")
        # As a pull would bring it.
        edit_record(session.profile, record, {"text": "杂物已清", "outcome": "fixed"})
        session.tell(Changes({"patrol": frozenset({record})}))
        await typist.rest()
        assert page.frame.banner.isVisible()
        assert page.form.text.value() == "我看到的：杂物"
        page.frame.banner.acted.emit()
        assert "杂物已清" in page.frame.banner.accessibleName()
        await typist.press("F9")
        ops = session.profile.read(
            lambda db: db.execute("SELECT body FROM op ORDER BY position DESC LIMIT 1").fetchone()[0]
        )
        # The save says what its author saw, so that the district can tell that both changed it.
        assert '["杂物","我看到的：杂物"]' in ops
        assert '"outcome"' not in ops

    loop.run_until_complete(story())


def test_an_untouched_form_simply_shows_the_new_state(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        record = earlier(session, "柳塘新村6幢", text="杂物", categories=["fire"])
        await typist.enter(record)
        edit_record(session.profile, record, {"text": "杂物已清"})
        session.tell(Changes({"patrol": frozenset({record})}))
        await typist.rest()
        assert page.form.text.value() == "杂物已清"
        assert not page.frame.banner.isVisible()

    loop.run_until_complete(story())


def test_a_record_that_somebody_deleted_is_drawn_as_gone(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        record = earlier(session, "柳塘新村6幢")
        await typist.enter("new")
        delete_record(session.profile, record, "")
        session.tell(Changes({"patrol": frozenset({record})}))
        await typist.rest()
        row = page.model.row(page.model.index(page.model.place_of(record)))
        assert row is not None
        assert row.vanished
        assert "已删除" in row.told("zh_CN")

    loop.run_until_complete(story())


def test_the_list_is_filtered_by_initials_and_opened_with_enter(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        record = earlier(session, "柳塘新村6幢")
        await typist.enter("new")
        page.pane.box.setFocus()
        await typist.press("l", "t")
        await typist.until(lambda: page.model.rowCount() == 1)
        await typist.press("Down", ENTER)
        assert page.record == record

    loop.run_until_complete(story())


def test_a_list_of_thousands_opens_by_the_page(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        for number in range(130):
            earlier(session, f"东篱路{number}号", at=NOON - HOUR - number * 60_000)
        await typist.enter("new")
        shown = page.model.rowCount()
        assert shown <= 61
        page.pane.view.scrollToBottom()
        await typist.rest()
        page.pane.view.scrollToBottom()
        await typist.rest()
        assert page.model.rowCount() > shown

    loop.run_until_complete(story())
