"""Hazards at the keyboard: the checklist of a place, how long somebody is given, the ledger and the recheck."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication, QImage

from gridworker.operations.records import add_record, show_record
from gridworker.store import record_rows
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.session import Session
from gridworker.ui.widgets.text import Label
from tests.laptop import GRID_CODE, NOON, SetClock
from tests.operations.published import publish
from tests.ui.pages.typing import CTRL_ENTER, ENTER, Ends, Typist
from tests.ui.patience import until

HOUR = 3_600_000
DAY = 24 * HOUR


@pytest.fixture
def page(session: Session, ends: Ends) -> PatrolPage:
    given = {"name": "金禾烧烤店", "type": "restaurant", "place": {"text": "东篱路112号"}}
    add_record(session.profile, "place", given)
    return ends(PatrolPage(session))


def patrol(session: Session, where: str, **fields: Any) -> str:
    given = {"at": NOON - DAY, "place": {"text": where}, "categories": ["fire"], **fields}
    return add_record(session.profile, "patrol", given).ids[0]


def newest(session: Session) -> dict[str, Any]:
    rows = session.profile.read(lambda db: record_rows.select(db, "patrol", limit=1))
    return rows[0].body


def labels(inside: Any) -> list[Label]:
    return [label for label in inside.findChildren(Label) if label.isVisible()]


def listed(page: PatrolPage) -> list[str]:
    rows = [page.model.row(page.model.index(at)) for at in range(page.model.rowCount())]
    return [f"{row.title}：{row.remark}" for row in rows if row is not None]


def test_a_place_of_the_registry_in_order_takes_eight_keys_checklist_and_all(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("j", "h", "s", "k", ENTER, "1", CTRL_ENTER)
        assert typist.presses <= 7
        saved = newest(session)
        assert saved["place"] == {"text": "东篱路112号金禾烧烤店"}
        assert show_record(session.profile, saved["place_id"])["name"] == "金禾烧烤店"
        assert saved["checklist"] == "restaurant@0"
        answers = {answer["question"]: answer["value"] for answer in saved["answers"].values()}
        assert len(answers) == 9
        assert answers["液化气瓶存放"] == "正常"

    loop.run_until_complete(story())


def test_what_is_not_in_order_is_one_key_and_makes_it_a_finding(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("j", "h", ENTER, "1", "Alt+L", "2", "F9")
        saved = newest(session)
        assert saved["categories"] == ["fire"]
        wrong = [answer for answer in saved["answers"].values() if answer["value"] == "有隐患"]
        assert [answer["question"] for answer in wrong] == ["安全出口、疏散通道"]

    loop.run_until_complete(story())


def test_another_place_takes_its_checklist_away_again(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("j", "h", ENTER)
        assert page.form.checklist.isVisible()
        page.form.place.setFocus()
        page.form.place.selectAll()
        typist.write("东篱路口")
        assert not page.form.checklist.isVisible()
        await typist.press(ENTER, "1", "F9")
        assert "checklist" not in newest(session)
        assert "answers" not in newest(session)

    loop.run_until_complete(story())


def test_answers_of_a_list_that_nobody_has_here_are_kept_as_they_are(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        answers = [
            {"question": "水质照片", "value": {"taken": 3}},
            {"question": "安全出口、疏散通道", "value": "部分堵塞"},
            {"question": "燃气软管、阀门和报警器", "value": "有隐患", "note": "软管老化"},
        ]
        record = patrol(session, "来记面馆", checklist="restaurant@7", answers=answers)
        before = show_record(session.profile, record)["answers"]
        await typist.enter(record)
        assert [row.note.value() for row in page.form.checklist.rows] == ["软管老化"]
        page.form.text.setFocus()
        typist.write("已告知店主。")
        await typist.press("F9")
        after = show_record(session.profile, record)
        assert (after["answers"], after["text"]) == (before, "已告知店主。")

    loop.run_until_complete(story())


def test_a_question_of_an_unknown_type_says_so_and_holds_nothing_up(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    """The district asks for what only a newer version can ask."""
    asked = [{"question": "水质照片", "type": "photo"}, {"question": "漂浮物"}]
    publish(session.profile, "checklist/restaurant", 1, asked)

    async def story() -> None:
        await typist.enter("new")
        await typist.press(*"jhsk", ENTER)
        told = [label.text() for label in labels(page.form.checklist)]
        assert "这一题要用新版本填写" in told
        await typist.press("1", "F9")
        saved = newest(session)
        assert saved["checklist"] == "restaurant@1"
        assert [answer["question"] for answer in saved["answers"].values()] == ["漂浮物"]

    loop.run_until_complete(story())


def test_a_deadline_follows_from_the_level_as_the_district_says(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        policy = {"name": "policy/rechecks", "version": 1, "content": {"minor": 15}}
        body = msgspec.json.encode(policy)
        row = record_rows.pulled(session.profile.make_id(), "r", "reference", 1, "m", False, body)
        session.profile.write(lambda db: record_rows.put_pulled(db, [row]))
        await typist.enter("new")
        await typist.press("j", "h", ENTER, "2")
        page.form.handling.outcome.setFocus()
        await typist.press("3", "Tab", "Tab")
        assert page.form.handling.severity.isAncestorOf(typist.focus)
        await typist.press("2", "F9")
        saved = newest(session)
        # Fifteen days on, 7 December, is a Monday.
        assert (saved["severity"], saved["recheck_on"]) == ("minor", "2026-12-07")

    loop.run_until_complete(story())


def test_a_grave_hazard_says_to_telephone_at_once(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: PatrolPage
) -> None:
    async def story() -> None:
        await typist.enter("new")
        await typist.press("j", "h", ENTER, "2")
        assert not page.form.handling._phone.isVisible()
        page.form.handling.severity.setFocus()
        await typist.press("4")
        assert page.form.handling._phone.isVisible()

    loop.run_until_complete(story())


def test_a_hazard_with_phrase_and_pasted_photo_takes_at_most_eighteen_keys(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        picture = QImage(40, 30, QImage.Format.Format_RGB32)
        picture.fill(0x336699)
        QGuiApplication.clipboard().setImage(picture)
        await typist.enter("new")
        await typist.press("j", "h", "s", "k", ENTER, "2", "F2", "2", "Ctrl+V")
        await until(page.form.attachments.values)
        await typist.press("Tab", "3", "F9")
        assert typist.presses <= 18
        saved = newest(session)
        assert (saved["outcome"], len(saved["attachments"])) == ("deadline", 1)
        assert saved["text"].startswith("楼道堆放杂物")

    loop.run_until_complete(story())


def test_the_ledger_leads_to_the_recheck_and_the_recheck_out_of_the_ledger(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        first = patrol(
            session,
            "金禾烧烤店",
            outcome="deadline",
            recheck_on="2026-11-20",
            severity="major",
            text="气瓶放在厨房",
        )
        patrol(session, "柳塘新村6幢", categories=["normal"])
        await typist.enter("new")
        assert page.ledger.button.accessibleName() == "隐患台账 1，逾期 1"
        await typist.press("Alt+H")
        assert listed(page) == ["金禾烧烤店：逾期 2 天 · 消防隐患"]
        await typist.press(ENTER, "Alt+R")
        assert page.form.before.isVisible()
        assert "气瓶放在厨房" in page.form.before._words.accessibleName()
        await typist.press("F9")
        assert page.form._result.error == "请选择复查结果。"
        await typist.press("2", "F9")
        again = newest(session)
        assert (again["rechecks_id"], again["recheck_result"]) == (first, "partly")
        assert (again["categories"], again["outcome"], again["severity"]) == (["fire"], "deadline", "major")
        assert again["recheck_on"] == "2026-11-25"
        assert listed(page) == ["金禾烧烤店：11-25 到期 · 部分整改 · 消防隐患"]
        page.pane.view.setFocus()
        await typist.press("Down", ENTER, "Alt+R", "1", "F9")
        assert (newest(session)["recheck_result"], newest(session)["categories"]) == ("fixed", ["normal"])
        assert listed(page) == []
        assert page.ledger.button.accessibleName() == "返回巡查列表"
        await typist.press("Alt+H")
        assert len(listed(page)) > 1

    loop.run_until_complete(story())


def test_who_begins_a_patrol_has_the_patrols_back_in_place_of_the_ledger(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        patrol(session, "金禾烧烤店", outcome="deadline", recheck_on="2026-11-20", severity="major")
        await typist.enter("new")
        await typist.press("Alt+H")
        assert page.ledger.button.accessibleName() == "返回巡查列表"
        await typist.enter("new")
        assert page.ledger.button.accessibleName() == "隐患台账 1，逾期 1"

    loop.run_until_complete(story())


def test_enter_right_behind_the_key_of_the_ledger_opens_its_first_hazard(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        first = patrol(session, "金禾烧烤店", outcome="deadline", recheck_on="2026-11-20", severity="major")
        patrol(session, "柳塘新村6幢", categories=["normal"])
        await typist.enter("new")
        typist.strike("Alt+H", "Return")
        await typist.rest()
        assert page.record == first

    loop.run_until_complete(story())


def test_the_ledger_is_shown_under_its_own_title_without_the_scopes_and_routes_of_patrols(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    def over_the_list() -> tuple[bool, bool, str]:
        pane = page.pane
        return (
            pane._scopes.isVisible(),
            page.route.isVisible(),
            pane.heading.text() if pane.heading.isVisible() else "",
        )

    async def story() -> None:
        route = {"name": "早巡", "stops": [{"text": "东篱路北口"}]}
        publish(session.profile, f"policy/routes-{GRID_CODE}", 1, {"routes": [route]})
        patrol(session, "金禾烧烤店", outcome="deadline", recheck_on="2026-11-20")
        await typist.enter("new")
        assert over_the_list() == (True, True, "")
        before = page.pane.view.geometry().top()
        await typist.press("Alt+H")
        assert over_the_list() == (False, False, "隐患台账 1，逾期 1")
        patrol(session, "来记面馆", outcome="deadline", recheck_on="2026-11-28")
        await page.reload()
        await page.begin()
        assert over_the_list() == (False, False, "隐患台账 2，逾期 1")
        await typist.press("Alt+H")
        assert over_the_list() == (True, True, "")
        assert page.pane.view.geometry().top() == before

    loop.run_until_complete(story())


def test_ledger_form_and_table_name_the_same_days_on_a_computer_set_elsewhere(
    loop: asyncio.AbstractEventLoop,
    typist: Typist,
    session: Session,
    page: PatrolPage,
    tmp_path: Path,
    abroad: None,
) -> None:
    async def story() -> None:
        clock = session.profile.clock
        assert isinstance(clock, SetClock)
        clock.at = NOON + HOUR * 12 + HOUR // 2
        given = {"at": clock.at, "outcome": "deadline", "recheck_on": "2026-11-23"}
        late = {"at": clock.at - HOUR, "outcome": "deadline", "recheck_on": "2026-11-22"}
        patrol(session, "金禾烧烤店", **given)
        second = patrol(session, "来记面馆", **late)
        await typist.enter("new")
        assert page.form.at.text() == "今天 00:30"
        await typist.press("Alt+H")
        assert listed(page) == ["来记面馆：逾期 1 天 · 消防隐患", "金禾烧烤店：今天到期 · 消防隐患"]
        await page.ledger.write(tmp_path / "隐患台账.xlsx")
        rows = [row[4] for row in load_workbook(tmp_path / "隐患台账.xlsx").worksheets[0].values]
        assert rows[1:3] == ["2026-11-22", "2026-11-23"]
        await typist.enter(second)
        assert page.form.at.text() == "昨天 23:30"

    loop.run_until_complete(story())


def test_a_patrol_that_is_no_hazard_has_nothing_to_recheck(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage
) -> None:
    async def story() -> None:
        record = patrol(session, "柳塘新村6幢", categories=["normal"])
        await typist.enter(record)
        assert not page.recheck.isVisible()
        await typist.press("Alt+R")
        assert page.record == record

    loop.run_until_complete(story())


def test_the_ledger_goes_out_as_a_table(
    loop: asyncio.AbstractEventLoop, typist: Typist, session: Session, page: PatrolPage, tmp_path: Path
) -> None:
    async def story() -> None:
        patrol(session, "金禾烧烤店", outcome="deadline", recheck_on="2026-11-20")
        await typist.enter("new")
        await page.ledger.write(tmp_path / "隐患台账.xlsx")
        assert typist.said == ["已导出 1 条隐患"]
        rows = list(load_workbook(tmp_path / "隐患台账.xlsx").worksheets[0].values)
        assert rows[1][1] == "金禾烧烤店"

    loop.run_until_complete(story())
