"""A case from its acceptance to the archive, from the keyboard: who refuses is asked, what is missing is led to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridworker.domain import mediation
from gridworker.operations.disputes import open_case
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.ui.pages.dispute.archive_form import ArchiveForm
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from gridworker.ui.widgets.signs import Tag
from tests.domain.case import CASE
from tests.ui.pages.case import HELD, LEAK, case_of, form_of, step, told_by
from tests.ui.pages.typing import Ends, Play, Typist, settled, shown

TABLES = ("parties", "mediators", "sessions", "clauses", "attachments")
SCAN = {"sha256": "0" * 64, "size": 1, "type": "image/jpeg", "name": "身份证.jpg", "role": "identity"}


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return shown(ends(DisputePage(session)))


def lead(session: Session, **fields: Any) -> str:
    return add_record(
        session.profile, "dispute", LEAK | {"status": "lead", "accepted_on": None} | fields
    ).ids[0]


def performed(session: Session, **fields: Any) -> str:
    """A case that was kept and visited, in the state before the archive."""
    whole = {name: list(part.values()) if name in TABLES else part for name, part in CASE.items()} | fields
    record = add_record(session.profile, "dispute", whole | {"title": "漏水", "status": "accepted"}).ids[0]
    for state in ("mediating", "agreed", "performed"):
        edit_record(session.profile, record, {"status": state})
    return record


def test_both_are_asked_before_a_dispute_is_accepted(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        record = lead(session)
        await step(page, record, "accepted")
        hand = Typist(page, session, shown=True)
        await hand.press("F9")
        await settled(page)
        body = case_of(session, record)
        assert (body["status"], body["accepted_on"]) == ("accepted", "2026-11-22")
        assert "权利义务还没有告知" in told_by(page)
        page.file.do("told")
        await settled(page)
        await hand.press("F9")
        await settled(page)
        assert case_of(session, record)["rights_told_on"] == "2026-11-22"
        assert "权利义务还没有告知" not in told_by(page)

    play(story())


def test_who_refuses_is_not_made_to_mediate(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        record = lead(session)
        form = await step(page, record, "accepted")
        hand = Typist(page, session, shown=True)
        await hand.press("Tab", "2")
        assert "王秀英不同意调解，不得受理" in told_by(form)
        await hand.press("F9")
        await settled(page)
        body = case_of(session, record)
        assert (body["status"], body["closed_on"]) == ("refused", "2026-11-22")
        assert body["close_reason"].startswith("王秀英明确表示不愿意调解")
        assert sorted(party["consent"] for party in body["parties"].values()) == ["agree", "refuse"]
        page.file.do("archived")
        await settled(page)
        assert form_of(page).why_not() == "", "there is no dossier of what was not accepted"

    play(story())


def test_tab_goes_from_who_is_willing_to_the_days(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        record = lead(session)
        form = await step(page, record, "accepted")
        hand = Typist(page, session, shown=True)
        await hand.press("1", "Tab", "1", "Tab")
        assert hand.focus is form.fields["accepted_on"].field
        await hand.press("Ctrl+A", *"11-20", "Tab", *"11-21", "Tab", "1", "F9")
        await settled(page)
        body = case_of(session, record)
        days = [body[name] for name in ("accepted_on", "rights_told_on", "rights_told_how")]
        assert days == ["2026-11-20", "2026-11-21", "in_person"]

    play(story())


def test_who_refuses_cannot_be_accepted_at_once(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        page.begin_new()
        await settled(page)
        form = form_of(page)
        form.fields["title"].field.setText("楼上漏水")
        form.fields["type"].field.pick("neighbour")
        first, second = form.editors.values()
        first.inputs["name"].setText("李建国")
        QTest.keyClick(form.fields["title"].field, Qt.Key.Key_F9)
        await settled(page)
        assert "只有一方当事人" in form.fields["status"].error
        second.inputs["name"].setText("王秀英")
        second.consent.set_value("refuse")
        QTest.keyClick(form.fields["title"].field, Qt.Key.Key_F9)
        await settled(page)
        assert "王秀英不同意调解" in form.fields["status"].error
        assert list_records(session.profile, "dispute", [], 5, None) == []
        form.fields["status"].field.set_value("lead")
        QTest.keyClick(form.fields["title"].field, Qt.Key.Key_F9)
        await settled(page)
        assert [row["status"] for row in list_records(session.profile, "dispute", [], 5, None)] == ["lead"]

    play(story())


def test_what_was_kept_is_a_code_in_the_record_and_a_word_in_every_language(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        session.language = "en"
        record = performed(session, followups=[{"at": 1, "how": "phone", "result": "第二期迟付三日"}])
        form = await step(page, record, "follow_up")
        form.fields["followups/result"].field.pick("partly")
        await Typist(page, session, shown=True).press("F9")
        await settled(page)
        visits = mediation.followups(case_of(session, record))
        assert [visit["result"] for _, visit in visits] == ["第二期迟付三日", "partly"]
        page.file.tabs.set_value("follow_up")
        page.file._show_tab()
        tags: Iterable[Tag] = page.file.body.widget().findChildren(Tag)
        assert {"第二期迟付三日", "Partly"} <= {tag.accessibleName() for tag in tags}

    play(story())


def test_what_the_dossier_lacks_bars_the_archive_and_leads_there(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        record = performed(session, attachments=None, mediators=None, followups=[{"at": 1, "how": "phone"}])
        form = await step(page, record, "archived")
        assert isinstance(form, ArchiveForm)
        told = told_by(page)
        assert "卷宗必备材料还差 3 项" in told
        assert "人民调解记录（调解过的案件必备）：没有写人民调解员" in told
        assert "当事人身份证明（每卷必备）：还没有附上身份证明" in told
        assert "人民调解回访记录：缺履行结果；缺回访情况；不补也可以归档" in told
        assert not page.sheet.frame.finish.isEnabled()  # type: ignore[union-attr]
        hand = Typist(page, session, shown=True)
        await hand.press("F9")
        await settled(page)
        assert case_of(session, record)["status"] == "performed"
        identity = next(jump for jump in form.jumps if "身份" in jump.accessibleName())
        identity.setFocus()
        await hand.press("Space")
        await settled(page)
        assert page.file.tabs.value() == "materials"
        page.file.do("archived")
        await settled(page)
        form_of(page).jumps[1].click()
        await settled(page)
        assert page.sheet is not None
        assert page.sheet.code == "mend"

    play(story())


def test_a_whole_dossier_is_archived_under_its_number(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        record = performed(session, attachments=[SCAN])
        await step(page, record, "archived")
        told = told_by(page)
        assert "卷宗必备 5 项，已经齐全，可以归档。" in told
        assert "签字页还没有拍照存入：人民调解申请书、人民调解权利义务告知书" in told
        hand = Typist(page, session, shown=True)
        await hand.press("Alt+N")
        hand.write("2026-031")
        await hand.press("F9")
        await settled(page)
        body = open_case(session.profile, record).seen
        assert (body["status"], body["archive_number"], body["retention"]) == ("archived", "2026-031", "long")
        assert body["closed_on"] == "2026-11-22"
        QApplication.processEvents()

    play(story())


def test_a_session_before_the_acceptance_is_asked_about(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        record = add_record(session.profile, "dispute", LEAK).ids[0]
        form = await step(page, record, "session")
        form.fields["sessions/at"].field.clear()
        QTest.keyClicks(form.fields["sessions/at"].field, "11-10 9:00")
        form.first_field().insertPlainText("双方到场。")
        form.fields["sessions/result"].field.pick("continued")
        QTest.keyClick(form.first_field(), Qt.Key.Key_F9)
        await settled(page)
        assert "早于受理日期" in told_by(page)
        assert form.values()["sessions/record"] == "双方到场。", "nothing typed is lost"
        assert case_of(session, record)["status"] == "accepted"

    play(story())


def test_amounts_that_do_not_agree_are_asked_about(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        record = add_record(session.profile, "dispute", LEAK | {"sessions": [HELD]}).ids[0]
        form = await step(page, record, "clause")
        form.first_field().insertPlainText("支付吊顶修复费用3,000元。")
        form.fields["clauses/amount_fen"].field.setText("2000")
        assert "内容里写的是 3,000.00 元，金额填的是 2,000.00 元，请核对" in told_by(form)
        form.fields["clauses/amount_fen"].field.setText("3000")
        assert form.doubt.isHidden()

    play(story())


def test_an_old_case_of_the_grid_is_a_hint(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        old = LEAK | {
            "title": "楼上漏水",
            "clauses": [{"order": 1, "what": "王秀英修好漏点", "due_on": "2026-10-01"}],
        }
        record = add_record(session.profile, "dispute", old).ids[0]
        for state in ("mediating", "agreed", "performed", "archived"):
            edit_record(session.profile, record, {"status": state})
        page.enter(add_record(session.profile, "dispute", LEAK).ids[0])
        await settled(page)
        told = told_by(page)
        assert "王某修好漏点" in told
        assert "打开：楼上漏水" in told

    play(story())
