"""走访 by the keyboard: an unchanged visit in a few keys, exceptions alone changed, nobody in, a task after it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from gridworker.operations.changes import Changes
from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import add_record
from gridworker.store import record_rows
from gridworker.ui.forms.fields_sheet import FieldsSheet
from gridworker.ui.pages.visit.needs import IntakeSheet
from gridworker.ui.pages.visit.page import VisitPage
from gridworker.ui.session import Session
from tests.laptop import NOON, SetClock
from tests.ui.pages.calls import CHEN, newest, old_woman, visited
from tests.ui.pages.typing import CTRL_ENTER, ENTER, D, Ends, Typist, asks, hide_and_end

HOUR = 3_600_000
HUANG = {"text": "东篱苑7幢1单元101室", "building": "7", "unit": "1", "room": "101"}


@pytest.fixture
def page(session: Session, ends: Ends) -> VisitPage:
    visited(
        session,
        "陈桂芳",
        7,
        place=CHEN,
        purpose="elderly",
        next_on="2026-11-22",
        tags=["独居"],
        text="药已送到。",
    )
    visited(session, "黄阿毛", 6, place=HUANG, purpose="elderly", next_on="2026-11-22")
    visited(session, "金禾烧烤店", 20, target="enterprise", purpose="enterprise")
    return ends(VisitPage(session))


def test_an_unchanged_visit_takes_at_most_six_keys(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("c", "g", "f", ENTER, CTRL_ENTER)
        assert typist.presses <= 6
        saved = newest(session)
        assert (saved["name"], saved["place"], saved["tags"]) == ("陈桂芳", CHEN, ["独居"])
        assert (saved["result"], saved["no_change"], saved["at"]) == ("met", True, NOON)
        # As long after today as it had been after the last visit.
        assert saved["next_on"] == "2026-11-29"

    loop.run_until_complete(story())


def test_a_visit_that_is_saved_as_it_stood_is_of_now(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        clock = session.profile.clock
        assert isinstance(clock, SetClock)
        await typist.enter()
        clock.at = NOON + 20 * HOUR
        await typist.press("F9")
        assert newest(session)["at"] == NOON + 20 * HOUR

    loop.run_until_complete(story())


def test_the_last_visit_is_not_called_the_first_one(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        await typist.enter()
        await typist.press("F9")
        [saved] = session.profile.read(lambda db: record_rows.select(db, "visit", limit=1))
        await typist.enter(saved.id)
        context = page.form.context
        assert page.form.name.value() == "陈桂芳"
        assert context._title.text() == "上次走访"
        assert context._when.text() == "11-15 12:00"

    loop.run_until_complete(story())


def test_whoever_is_due_stands_open_and_the_next_one_follows(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        await typist.enter()
        assert page.form.name.value() == "陈桂芳"
        await typist.press(CTRL_ENTER)
        assert page.form.name.value() == "黄阿毛"
        await typist.press(CTRL_ENTER)
        assert typist.said == ["已保存：陈桂芳", "已保存：黄阿毛"]
        assert page.form.name.value() == ""

    loop.run_until_complete(story())


def test_an_exception_is_one_key_and_a_line_and_may_become_a_task(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        await typist.enter()
        row = page.form.checklist.rows[1]
        row.answer.setFocus()
        await typist.press("2")
        assert row.note.isVisible()
        row.note.setFocus()
        typist.write("阳台插线板老化")
        page.form.context.todo.click()
        await typist.press("F9")
        saved = newest(session)
        answers = {item["question"]: item for item in saved["answers"].values()}
        assert answers["用电、用气安全"]["value"] == "有隐患"
        assert answers["用电、用气安全"]["note"] == "阳台插线板老化"
        assert answers["身体和精神状态"]["value"] == "正常"
        assert "no_change" not in saved
        task = newest(session, "task")
        assert task["title"] == "走访后续：陈桂芳，用电、用气安全：阳台插线板老化"
        assert (task["type"], task["status"], task["assignee"]) == ("follow_up", "open", "zhoumin")

    loop.run_until_complete(story())


def test_nobody_in_is_one_key_and_asks_nothing(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        visited(session, "陈桂芳", 2, place=CHEN, purpose="elderly", next_on="2026-11-22", result="absent")
        await typist.enter()
        assert "前 1 次都未遇" in page.form._result.hint
        await typist.press("0")
        assert not page.form.checklist.isVisible()
        await typist.press("F9")
        saved = newest(session)
        assert saved["result"] == "absent"
        assert "answers" not in saved
        assert "no_change" not in saved

    loop.run_until_complete(story())


def test_somebody_never_visited_is_typed_in(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        typist.write("吴小梅")
        await typist.press(ENTER, "F9")
        assert (newest(session)["name"], newest(session)["target"]) == ("吴小梅", "household")

    loop.run_until_complete(story())


def test_without_a_name_nothing_is_saved(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("F9")
        assert page.form._name.error
        assert typist.focus is page.form.name
        assert not typist.said

    loop.run_until_complete(story())


def test_a_visit_without_a_checklist_gets_none_by_being_corrected(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        record = visited(session, "方晓东", 3, text="新搬来")
        await typist.enter(record)
        page.form.text.setFocus()
        typist.write("上周")
        await typist.press("F9")
        ops = session.profile.read(
            lambda db: db.execute("SELECT body FROM op ORDER BY position DESC LIMIT 1").fetchone()[0]
        )
        assert '"patch":{"text":["新搬来","上周新搬来"]}' in ops

    loop.run_until_complete(story())


def test_a_draft_of_a_visit_stands_among_those_who_are_due(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        await typist.enter()
        page.form.text.setFocus()
        typist.write("正在晒太阳")
        page.drafting.write()
        await typist.rest()
        names = [page.model.data(page.model.index(at)).split("，")[0] for at in range(page.model.rowCount())]
        assert names == ["陈桂芳", "黄阿毛"]
        again = VisitPage(session)
        other = Typist(again, session)
        await other.enter()
        assert again.form.text.value() == "正在晒太阳"
        await other.press("F9")
        assert list_drafts(session.profile) == []
        assert newest(session)["answers"]
        hide_and_end(again)

    loop.run_until_complete(story())


def words(page: VisitPage) -> list[str]:
    return [page.model.data(page.model.index(at)) for at in range(page.model.rowCount())]


def test_a_plan_says_why_and_nothing_of_it_is_stored(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        wu = old_woman(session, "吴招娣", "302")
        await typist.enter()
        assert words(page)[0] == "吴招娣，东篱苑9幢1单元302室 · 独居老人 · 每 7 天，超期 1 天"
        assert page.form.name.value() == "吴招娣"
        assert "独居老人 · 每 7 天，不填就按计划排到 11 月 29 日 周日。" in page.form.context._plan.text()
        await typist.press(CTRL_ENTER)
        saved = newest(session)
        assert (saved["target_id"], saved["target"], saved["no_change"]) == (wu, "person", True)
        assert "next_on" not in saved

    loop.run_until_complete(story())


def test_a_sensitive_tag_is_not_said_in_a_list(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        person = {
            "name": "钱某某",
            "place": HUANG,
            "watch": [{"category": "mental_illness", "level": "high"}],
        }
        add_record(session.profile, "person", person)
        await typist.enter()
        (row,) = [row for row in words(page) if "钱某某" in row]
        assert "重点关注 · 首次走访" in row
        assert "精神" not in row

    loop.run_until_complete(story())


def test_the_next_visit_takes_at_most_four_keys_and_is_behind_the_next_door(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        for name, room in (("甲阿婆", "1002"), ("乙阿婆", "302"), ("丙阿婆", "401")):
            old_woman(session, name, room)
        await typist.enter("new")
        await typist.press("y", "a", "p", ENTER)
        assert page.form.name.value() == "乙阿婆"
        await typist.press(CTRL_ENTER)
        before, met = typist.presses, []
        for _ in range(2):
            met.append(page.form.name.value())
            await typist.press("0", CTRL_ENTER)
        assert met == ["丙阿婆", "甲阿婆"]
        assert (typist.presses - before) / 2 <= 4
        assert [newest(session)["result"], newest(session)["name"]] == ["absent", "甲阿婆"]
        page.pane.asked.emit()
        await typist.rest()
        (row,) = [row for row in words(page) if "甲阿婆" in row]
        assert row.endswith("3 天内")
        assert "1 次没见到" in row

    loop.run_until_complete(story())


def test_a_call_of_a_business_is_taken_answered_and_confirmed(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: VisitPage
) -> None:
    async def story() -> None:
        firm = {"name": "永利五金加工部", "size": "small", "place": {"text": "西河沿51号"}}
        record = add_record(session.profile, "enterprise", firm).ids[0]
        await typist.enter()
        await typist.press("Alt+C", "y", "l", "w", "j", ENTER)
        assert (page.form.name.value(), page.form.result.value()) == ("永利五金加工部", "phone")
        assert typist.focus is page.form.caller
        typist.write("来老板")
        sheet = await asked(page, typist, "Alt+Q", IntakeSheet)
        typist.write("想了解小微贷款贴息，不知道找谁。")
        sheet.handler.set_value("街道企业服务中心")
        assert sheet.due.value() == "11 月 27 日 周五", "five working days after a Sunday"
        await kept(sheet, typist)
        await typist.press("F9")
        saved = newest(session)
        assert (saved["target"], saved["target_id"], saved["result"]) == ("enterprise", record, "phone")
        assert (saved["caller"], "no_change" in saved) == ("来老板", False)
        (need,) = saved["needs"].values()
        assert (need["channel"], need["urgency"], need["due_on"]) == ("phone", "ordinary", "2026-11-27")
        page.pane.set_scope("needs")
        page.pane.asked.emit()
        await typist.rest()
        assert words(page) == [
            "想了解小微贷款贴息，不知道找谁。，永利五金加工部 · 街道企业服务中心 · 11-27 前答复，办理中"
        ]
        await answered(typist, page)
        await confirmed(typist, page)
        (need,) = newest(session)["needs"].values()
        assert need["progress"] == [{"on": "2026-11-22", "text": "已请企服中心上门说明。"}]
        assert (need["answered_on"], need["confirmed"], need["rating"]) == ("2026-11-22", True, 4)
        page.pane.asked.emit()
        await typist.rest()
        assert words(page) == []

    loop.run_until_complete(story())


async def answered(typist: Typist, page: VisitPage) -> None:
    """The handler has answered."""
    page.pane.opened.emit(page.model.row(page.model.index(0)))
    await typist.rest()
    sheet = await asked(page, typist, "Alt+W", FieldsSheet)
    sheet.act.click()
    assert sheet._fields[0][1].error == "请填写进展或答复内容。"
    typist.write("已请企服中心上门说明。")
    assert sheet._fields[0][1].error == ""
    sheet._fields[0][0].field.set_value("")
    typist.write("已请企服中心上门说明。")
    sheet._fields[1][0].field.set_value("yes")
    await kept(sheet, typist)
    await typist.press("F9")


async def confirmed(typist: Typist, page: VisitPage) -> None:
    """The business says that it is settled."""
    page.pane.asked.emit()
    await typist.rest()
    assert words(page)[0].endswith("待确认")
    page.pane.opened.emit(page.model.row(page.model.index(0)))
    await typist.rest()
    sheet = await asked(page, typist, "Alt+W", FieldsSheet)
    sheet._fields[1][0].field.set_value("4")
    await kept(sheet, typist)
    await typist.press("F9")


async def kept(sheet: Any, typist: Typist) -> None:
    """The button: here the page is the window itself, so that F9 would be asked of both."""
    sheet.act.click()
    typist.presses += 1
    await typist.rest()


async def asked(page: VisitPage, typist: Typist, key: str, kind: type[D]) -> Any:
    """The question that a key opens; what waits for its answer is not waited for."""
    typist.presses += 1
    return await asks(page, kind, key)


def test_a_sync_puts_no_visits_among_those_to_call_on(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: VisitPage, session: Session
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("c", "g", "f", ENTER, CTRL_ENTER)
        before = [page.model.data(page.model.index(at)) for at in range(page.model.rowCount())]
        record = session.profile.read(lambda db: record_rows.select(db, "visit", limit=1))[0].id
        session.tell(Changes({"visit": frozenset({record})}))
        await typist.rest()
        assert [page.model.data(page.model.index(at)) for at in range(page.model.rowCount())] == before

    loop.run_until_complete(story())
