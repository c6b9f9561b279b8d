"""What was written too late for a signed agreement is found again as the beginning of a supplement."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.domain import mediation
from gridworker.operations.disputes import open_case
from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import edit_record
from gridworker.operations.supplements import begin_supplement
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from tests.ui.pages.case import form_of, with_leak
from tests.ui.pages.typing import Ends, Play, settled, shown


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return shown(ends(DisputePage(session)))


def test_words_that_came_too_late_for_a_signed_clause_are_saved_as_a_supplement(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        profile, record = session.profile, with_leak(session)
        clause = {
            "order": 1,
            "who": "王秀英",
            "what": "赔偿 4800 元",
            "due_on": "2026-12-01",
            "amount_fen": 480_000,
        }
        edit_record(profile, record, {"status": "mediating", "clauses": [clause]})
        edit_record(
            profile, record, {"status": "agreed", "agreement": {"form": "written", "signed_on": "2026-11-20"}}
        )
        ((element, _),) = mediation.clauses(open_case(profile, record).seen)
        draft = begin_supplement(profile, record, f"clauses/{element}/what", "赔偿 6000 元")
        page.enter(draft)
        await settled(page)
        form = form_of(page)
        assert form.values()["clauses/what"] == "赔偿 6000 元"
        QTest.keyClick(form.first_field(), Qt.Key.Key_F9)
        await settled(page)
        signed, later = (item for _, item in mediation.clauses(open_case(profile, record).seen))
        assert (signed["what"], later["what"]) == ("赔偿 4800 元", "赔偿 6000 元")
        assert (later["due_on"], later["amount_fen"], later["agreed_on"]) == (
            "2026-12-01",
            480_000,
            "2026-11-22",
        )
        assert list_drafts(profile, "dispute") == []

    play(story())
