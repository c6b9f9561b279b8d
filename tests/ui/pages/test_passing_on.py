"""周敏's grid has a mediator: she sees who may say what it came to, and passes the case on by keys."""

from __future__ import annotations

import pytest

from gridworker.domain import mediation
from gridworker.operations.records import edit_record
from gridworker.ui.pages.dispute.next_step import plan_of
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from tests.laptop import NOON
from tests.operations.published import publish
from tests.ui.pages.case import HELD, case_of, told_by, with_leak
from tests.ui.pages.typing import Ends, Play, Typist, settled, shown


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return shown(ends(DisputePage(session)))


def test_the_case_goes_to_the_mediator(session: Session, page: DisputePage, play: Play) -> None:
    async def story() -> None:
        publish(session.profile, "policy/mediators", 1, {"regions": {"330109001035": {"chamei": "查梅"}}})
        record = with_leak(session)
        edit_record(session.profile, record, {"status": "mediating", "sessions": [HELD]})
        edit_record(session.profile, record, {"clauses": [{"what": "修好", "due_on": "2026-12-01"}]})
        page.enter(record)
        await settled(page)
        assert "“达成协议”和“调解不成”由人民调解员办理：查梅" in told_by(page)
        assert page.file.case is not None
        plan = plan_of(page.file.case)
        assert plan.main == "pass_on"
        assert {"agreed", "failed"}.isdisjoint({*plan.beside, *plan.rest})
        hand = Typist(page, session, shown=True)
        await hand.press("F9")
        await settled(page)
        await hand.press("F9")
        await settled(page)
        ((_, named),) = mediation.present(case_of(session, record), "mediators")
        assert (named["name"], named["worker"]) == ("查梅", "chamei")

    play(story())


def test_a_wrong_record_of_a_session_is_corrected_by_another(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        record, held = with_leak(session), HELD | {"at": NOON, "result": "continued"}
        edit_record(session.profile, record, {"status": "mediating", "sessions": [held]})
        ((first, _),) = mediation.sessions(case_of(session, record))
        page.enter(record)
        await settled(page)
        page.file.do(f"session:{first}")
        await settled(page)
        hand = Typist(page, session, shown=True)
        await hand.press("Alt+M")
        hand.write("更正：王秀英没有到场。")
        await hand.press("F9")
        await settled(page)
        body = case_of(session, record)
        corrected = [item for _, item in mediation.sessions(body) if item.get("corrects")]
        assert [item["corrects"] for item in corrected] == [first]
        assert corrected[0]["at"] == NOON
        assert len(mediation.held(body)) == 1
        assert mediation.course(body).stages[2].number == "1", "a correction is no session"

    play(story())
