"""Disputes from the keyboard: registered, mediated, agreed, kept; nothing typed is lost and nothing shown too much."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridworker.cli.demo.sample import month_of_work
from gridworker.cli.demo.sample_record import actions_in_order, with_ids
from gridworker.domain import mediation
from gridworker.operations.disputes import open_case
from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.store.profile import Profile
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from gridworker.ui.theme import theme
from tests.laptop import GRID_CODE, NOON
from tests.ui.pages.case import LEAK, form_of, told_by, widgets_of, with_leak
from tests.ui.pages.typing import Ends, Play, Typist, hide_and_end, opened, settled, shown


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return shown(ends(DisputePage(session)))


def sample_month(profile: Profile) -> dict[str, str]:
    records = month_of_work(
        7,
        last_day=date(2026, 11, 21),
        grid_code=GRID_CODE,
        village="西河路社区",
        workers=("zhoumin", "shenguoqiang"),
    )
    ids: dict[str, str] = {}
    clock: Any = profile.clock
    for action in actions_in_order([record for record in records if record.kind == "dispute"]):
        clock.at = action.at_ms
        if action.edit is None:
            ids[action.record.key] = add_record(profile, "dispute", with_ids(action.record.fields, ids)).ids[
                0
            ]
        else:
            edit_record(profile, ids[action.record.key], with_ids(action.edit.changes, ids))
    clock.at = NOON
    return ids


def test_a_dispute_is_registered_with_few_keys(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        hand = Typist(page, session, shown=True)
        await hand.enter("new")
        hand.presses += 1  # Ctrl+2, which the window takes
        hand.write("楼上漏水，吊顶损坏")
        await hand.press("Alt+T", "2")
        for editor, name in zip(list(form_of(page).editors.values()), ("李建国", "王秀英"), strict=True):
            while hand.focus is not editor.inputs["name"] and hand.presses < 40:
                await hand.press("Tab")
            hand.write(name)
        await hand.press("Alt+F")
        hand.write("401室卫生间漏水到301室。")
        await hand.press("F9")
        assert hand.presses <= 40
        (record,) = list_records(session.profile, "dispute", [], 5, None)
        assert record["title"] == "楼上漏水，吊顶损坏"
        assert record["type"] == "neighbour"
        assert record["status"] == "accepted"
        assert [party["name"] for _, party in mediation.parties(record)] == ["李建国", "王秀英"]
        assert page.file.case is not None
        assert page.file.case.id == record["id"]

    play(story())


def test_nothing_is_saved_without_a_title_and_nobody_loses_words(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        page.begin_new()
        await settled(page)
        form = form_of(page)
        form.fields["facts"].field.insertPlainText("只写了事实")
        QTest.keyClick(form.fields["facts"].field, Qt.Key.Key_F9)
        await settled(page)
        assert form.fields["title"].error
        assert list_records(session.profile, "dispute", [], 5, None) == []
        assert page.go_back()
        await settled(page)
        (draft,) = list_drafts(session.profile, "dispute")
        assert draft.content["facts"] == "只写了事实"
        page.begin_new()
        await settled(page)
        assert form_of(page).values()["facts"] == "只写了事实"

    play(story())


def test_a_session_is_written_and_can_be_taken_back_until_it_is_sent(
    session: Session, page: DisputePage, play: Play
) -> None:
    said: list[Any] = []
    session.said_done.connect(lambda text, step: said.append((text, step)))

    async def story() -> None:
        record = with_leak(session)
        page.enter(record)
        await settled(page)
        QTest.keyClick(page.file.tabs, Qt.Key.Key_F9)
        await settled(page)
        form = form_of(page)
        form.first_field().insertPlainText("双方看了现场。")
        form.fields["sessions/result"].field.pick("not_agreed")
        QTest.keyClick(form.first_field(), Qt.Key.Key_F9)
        await settled(page)
        body = open_case(session.profile, record).seen
        assert body["status"] == "mediating"
        ((_, held),) = mediation.sessions(body)
        assert held["record"] == "双方看了现场。"
        assert held["present"] == ["李建国", "王秀英", "周敏"]
        step = said[-1][1]
        await step.back()
        body = open_case(session.profile, record).seen
        assert body["status"] == "accepted"
        assert mediation.sessions(body) == []
        await step.again()
        await settled(page)
        body = open_case(session.profile, record).seen
        assert body["status"] == "mediating"
        assert [held["record"] for _, held in mediation.sessions(body)] == ["双方看了现场。"]
        await step.back()
        assert mediation.sessions(open_case(session.profile, record).seen) == []

    play(story())


def test_clauses_agreement_and_performance(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        record = with_leak(session)
        reached = {"at": NOON, "record": "谈拢了。", "result": "agreed"}
        edit_record(
            session.profile, record, {"status": "mediating", f"sessions/{session.profile.make_id()}": reached}
        )
        page.enter(record)
        await settled(page)
        assert page.file.next_step.main is not None
        assert page.file.next_step.main.property("step") == "clause"
        page.file.do("clause")
        await settled(page)
        form = form_of(page)
        form.first_field().insertPlainText("修好漏点，赔偿吊顶。")
        QTest.keyClicks(form.fields["clauses/due_on"].field, "11-30")
        QTest.keyClicks(form.fields["clauses/amount_fen"].field, "4800")
        assert form.capitals.text() == "人民币肆仟捌佰元整"
        QTest.keyClick(form.first_field(), Qt.Key.Key_F9)
        await settled(page)
        ((element, clause),) = mediation.clauses(open_case(session.profile, record).seen)
        assert (clause["amount_fen"], clause["due_on"], clause["who"]) == (480_000, "2026-11-30", "王秀英")
        for step in ("agreed", "signed"):
            page.file.do(step)
            await settled(page)
            QTest.keyClick(form_of(page).first_field(), Qt.Key.Key_F9)
            await settled(page)
        body = open_case(session.profile, record).seen
        assert (body["status"], body["agreement"]["effective_on"]) == ("agreed", "2026-11-22")
        page.file.do("performing")
        await settled(page)
        page.file.do(f"kept:{element}")
        await settled(page)
        page.file.do("performed")
        await settled(page)
        assert open_case(session.profile, record).seen["status"] == "performed"

    play(story())


def test_numbers_are_covered_until_a_reason_is_given(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        record = with_leak(session)
        page.enter(record)
        await settled(page)
        texts = told_by(page)
        assert "13812345678" not in texts
        assert "330109198001011238" not in texts
        assert list_records(session.profile, "access", [], 5, None) == []
        card = next(card for card in page.file.cards if card.name == "李建国")
        card.reveal.click()
        dialog: Any = await opened(page, ReasonSheet)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        assert dialog.isVisible()
        dialog.field.set_value("联系当事人")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await settled(page)
        (access,) = list_records(session.profile, "access", [], 5, None)
        assert (access["what"], access["reason"], access["about_id"]) == ("reveal", "联系当事人", record)
        texts = told_by(card)
        assert "13812345678" in texts

    play(story())


def test_mending_a_registration_keeps_numbers_that_were_not_typed(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        record = with_leak(session)
        page.enter(record)
        await settled(page)
        QTest.keyClick(page.file.tabs, Qt.Key.Key_F2)
        await settled(page)
        form = form_of(page)
        form.fields["title"].field.setText("楼上漏水，损坏吊顶")
        edit_record(session.profile, record, {"facts": "同事改过的事实。"})
        QTest.keyClick(form.fields["title"].field, Qt.Key.Key_F9)
        await settled(page)
        body = open_case(session.profile, record).seen
        assert body["title"] == "楼上漏水，损坏吊顶"
        first = mediation.parties(body)[0][1]
        assert (first["phone"], first["id_number"]) == ("13812345678", "330109198001011238")
        assert body["facts"] == "同事改过的事实。"

    play(story())


def test_a_long_line_of_the_preview_wraps(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        person = LEAK["parties"][0] | {"occupation": "物业服务有限公司项目经理兼安全生产管理人员"}
        add_record(session.profile, "dispute", LEAK | {"parties": [person]})
        page.enter()
        await settled(page)
        QTest.keyClick(page.register.table, Qt.Key.Key_Space)
        await settled(page)
        column = page.register.preview._scroll
        assert column.isVisible()
        assert column.widget().width() == column.viewport().width()

    play(story())


def test_the_register_is_moved_through_by_keys(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        ids = sample_month(session.profile)
        page.enter()
        await settled(page)
        register = page.register
        assert register.model.rowCount() > 4
        QTest.keyClick(register.table, Qt.Key.Key_Down)
        QTest.keyClick(register.table, Qt.Key.Key_Space)
        await settled(page)
        assert not register.preview.isHidden()
        assert page.go_back()
        assert register.preview.isHidden()
        chosen = register.model.record_at(register.table.currentIndex().row())
        QTest.keyClick(register.table, Qt.Key.Key_Return)
        await settled(page)
        assert page.file.case is not None
        assert page.file.case.id == chosen
        assert page.go_back()
        await settled(page)
        assert register.model.record_at(register.table.currentIndex().row()) == chosen
        register.parts.set_value("archived")
        register.load()
        await settled(page)
        assert ids["d-dog"] in register.model.ids()
        register.parts.set_value("all")
        register.risks.set_value("high")
        register.load()
        await settled(page)
        risks = {open_case(session.profile, record).seen["risk"] for record in register.model.ids()}
        assert risks == {"high"}

    play(story())


def test_nothing_acts_while_the_input_method_composes(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        page.begin_new()
        await settled(page)
        field = form_of(page).fields["title"].field
        field.setFocus()
        QApplication.sendEvent(field, QInputMethodEvent("loushang", []))
        for key in (Qt.Key.Key_F9, Qt.Key.Key_Return):
            QTest.keyClick(field, key)
        assert not field.parent().error
        assert QApplication.focusWidget() is field

    play(story())


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_view_fits_and_every_control_has_a_name(
    session: Session, page: DisputePage, play: Play, scale: float, language: str
) -> None:
    session.language = language
    other = DisputePage(session)

    async def story() -> None:
        record = with_leak(session)
        theme.current().set_scale(scale)
        other.resize(1170, 616)
        other.show()
        other.enter()
        await settled(other)
        views = ["register", "file", "session", "clause", "meeting", "archived", "agreed", "new"]
        for view in views:
            if view == "file":
                other.open_case(record)
            elif view == "new":
                other.begin_new()
            elif view != "register":
                other.open_case(record)
                await settled(other)
                other._on_step(view)
            await settled(other)
            least = other.minimumSizeHint()
            assert least.width() <= 1170, view
            assert least.height() <= (610 if scale == 1.0 else 680), view
            for widget in widgets_of(other):
                if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    assert widget.accessibleName(), (view, widget)

    play(story())
    hide_and_end(other)
