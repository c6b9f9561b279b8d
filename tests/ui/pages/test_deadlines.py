"""A case by its clocks, from the keyboard: more time with both consents, a sum in parts, the court, a supplement."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridworker.domain import mediation
from gridworker.operations.disputes import open_case
from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from gridworker.ui.shell.directory import NEW_RECORD
from tests.ui.pages.case import HELD, LEAK, case_of, form_of, step, told_by, with_leak
from tests.ui.pages.typing import Ends, Play, Typist, hide_and_end, settled, shown


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return shown(ends(DisputePage(session)))


def signed(session: Session, **agreement: Any) -> str:
    """A case whose agreement took effect on 20 November."""
    clause = {"order": 1, "who": "王秀英", "what": "修好水管", "due_on": "2026-12-10", "done": "no"}
    record = add_record(session.profile, "dispute", LEAK | {"sessions": [HELD], "clauses": [clause]}).ids[0]
    dates = {
        "form": "written",
        "signed_on": "2026-11-20",
        "sealed_on": "2026-11-20",
        "effective_on": "2026-11-20",
    }
    edit_record(session.profile, record, {"status": "mediating"})
    edit_record(session.profile, record, {"status": "agreed", "agreement": dates | agreement})
    return record


def test_both_consent_to_more_time(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        record = with_leak(session)
        await step(page, record, "extend")
        hand = Typist(page, session, shown=True)
        await hand.press("Alt+M")
        hand.write("等鉴定结果。")
        await hand.press("F9")
        await settled(page)
        assert case_of(session, record)["extension"] == {
            "until_on": "2027-01-15", "agreed_on": "2026-11-22", "reason": "等鉴定结果。",
        }  # fmt: skip
        assert "延至" in told_by(page)

    play(story())


def test_a_clause_that_names_another_sum_than_its_amount_is_told(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        form = await step(page, with_leak(session), "clause")
        hand = Typist(page, session, shown=True)
        hand.write("支付吊顶修复费用3000元。")
        form.fields["clauses/amount_fen"].focus_field()
        hand.write("4800")
        assert "3,000.00" in form.doubt.text()
        assert "4,800.00" in form.doubt.text()

    play(story())


def test_a_sum_in_parts_becomes_clauses_that_add_up(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        record = with_leak(session)
        form = await step(page, record, "clause")
        hand = Typist(page, session, shown=True)
        hand.write("尽快赔偿吊顶损失。")
        QApplication.processEvents()
        assert "请写明哪一天前" in form.doubt.text()
        form.fields["clauses/due_on"].focus_field()
        hand.write("12-10")
        await hand.press("Tab")
        form.fields["clauses/amount_fen"].focus_field()
        hand.write("１０００")
        form.fields["parts"].focus_field()
        hand.write("3")
        assert "人民币壹仟元整 · 共 3 期，每期 333.00 元，末期 334.00 元" in form.capitals.text()
        await hand.press("F9")
        await settled(page)
        parts = [clause for _, clause in mediation.clauses(case_of(session, record))]
        assert [(part["amount_fen"], part["due_on"]) for part in parts] == [
            (33_300, "2026-12-10"), (33_300, "2027-01-10"), (33_400, "2027-02-10"),
        ]  # fmt: skip
        assert parts[2]["what"].endswith("（第 3 期，共 3 期）")

    play(story())


def test_the_court_may_be_asked_within_thirty_days(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        record = signed(session)
        page.enter(record)
        await settled(page)
        assert "可共同申请司法确认" in told_by(page.file.next_step)
        await step(page, record, "confirm")
        await Typist(page, session, shown=True).press("F9")
        await settled(page)
        assert case_of(session, record)["confirmation"] == "applied"
        assert "可共同申请司法确认" not in told_by(page.file.next_step)

    play(story())


def test_what_is_signed_is_changed_by_a_supplement_alone(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        record = signed(session)
        form = await step(page, record, "clause")
        hand = Typist(page, session, shown=True)
        hand.write("另修复墙面。")
        form.fields["clauses/due_on"].focus_field()
        hand.write("12-20")
        await hand.press("Tab", "F9")
        await settled(page)
        clauses = [clause for _, clause in mediation.clauses(case_of(session, record))]
        assert [clause.get("agreed_on") for clause in clauses] == [None, "2026-11-22"]

    play(story())


def test_an_agreement_about_marriage_has_no_clock_for_the_court(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        record = signed(session)
        edit_record(session.profile, record, {"personal_status": True})
        page.enter(record)
        await settled(page)
        assert "司法确认" not in told_by(page.file.next_step)

    play(story())


def test_a_minor_is_spoken_for_by_a_guardian(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        child = {"role": "applicant", "type": "person", "name": "李小明", "birth_on": "2014-05-01"}
        parties = [child, {"role": "respondent", "type": "person", "name": "王秀英"}]
        record = add_record(session.profile, "dispute", LEAK | {"status": "lead", "parties": parties}).ids[0]
        page.enter(record)
        await settled(page)
        assert "未成年人还没填监护人" in told_by(page.file.next_step)

        form = await step(page, record, "registration")
        (editor,) = [one for one in form.editors.values() if one.inputs["name"].text() == "李小明"]
        editor.add_agent.click()
        assert QApplication.focusWidget() is editor.agent.inputs["name"]
        hand = Typist(page, session, shown=True)
        hand.write("李建国")
        await hand.press("Tab")
        assert QApplication.focusWidget() is editor.agent.inputs["phone"]
        hand.write("13812345678")
        await hand.press("F9")
        await settled(page)

        guardian = {"name": "李建国", "phone": "13812345678", "relation": "guardian"}
        found = [party.get("agent") for _, party in mediation.parties(case_of(session, record))]
        assert found == [guardian, None]
        told = told_by(page.file)
        assert "监护人 李建国" in told
        assert "13812345678" not in told
        assert "未成年人还没填监护人" not in told_by(page.file.next_step)
        # On file its number stays covered, and stays.
        form = await step(page, record, "registration")
        agents = [editor.agent for editor in form.editors.values() if editor.agent]
        assert [agent.value() for agent in agents] == [guardian]
        assert [agent.inputs["phone"].text() for agent in agents] == [""]

    play(story())


def test_who_acts_for_somebody_is_found_again_before_anybody_is_named(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        page.enter(NEW_RECORD)
        await settled(page)
        hand = Typist(page, session, shown=True)
        editor = next(iter(form_of(page).editors.values()))
        editor.add_agent.click()
        await hand.press("Tab")
        hand.write("13812345678")
        await hand.press("F9")
        await settled(page)
        assert list_records(session.profile, "dispute", [], 9, None) == []
        assert editor.agent.fields["name"].error
        page.hide()
        await settled(page)
        (draft,) = list_drafts(session.profile, "dispute")

        again = DisputePage(session)
        again.show()
        again.enter(draft.id)
        await settled(again)
        agents = [editor.agent for editor in form_of(again).editors.values() if editor.agent]
        assert [agent.inputs["phone"].value() for agent in agents] == ["13812345678"]
        hide_and_end(again)

    play(story())


def test_what_was_made_for_a_new_registration_serves_the_one_that_is_mended(
    session: Session, page: DisputePage, play: Play
) -> None:
    """To make the fields of two parties takes longer than all else that F2 does."""

    async def story() -> None:
        record = with_leak(session)
        for _ in page.prepare():
            pass
        assert page._spare is not None
        form: Any = page._spare.form
        made = list(form.editors.values())
        page.enter(record)
        await settled(page)
        page._on_edit()
        await settled(page)
        assert list(form_of(page).editors.values()) == made
        before = open_case(session.profile, record).seen["parties"]
        assert list(form_of(page).editors) == [key for key, _ in mediation.parties({"parties": before})]
        QTest.keyClick(form_of(page), Qt.Key.Key_F9)
        await settled(page)
        assert open_case(session.profile, record).seen["parties"] == before

    play(story())
