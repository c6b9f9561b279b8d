"""A quarrel that may come to blows: seen first, one key to the telephone numbers, and told to the district at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gridworker.domain.urgency import Phone, dangers, read_phones, to_call
from gridworker.operations.agenda import agenda
from gridworker.operations.papers import case_of, find_paper, printed
from gridworker.operations.records import add_record, edit_record
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from tests.documents.reading import pages_of
from tests.operations.published import publish
from tests.ui.pages.case import LEAK, told_by
from tests.ui.pages.case import case_of as body_of
from tests.ui.pages.typing import Ends, Play, Typist, settled, shown

BLOWS = LEAK | {"risk_flags": ["violence"], "place": {"text": "东篱苑5幢301室"}}
STATION = [{"name": "城厢派出所", "phone": "0571-82621110", "for": ["violence"]}, {"name": "缺号码"}, "?"]


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return shown(ends(DisputePage(session)))


def test_it_stands_first_and_one_key_leads_to_the_numbers(
    session: Session, page: DisputePage, play: Play
) -> None:
    async def story() -> None:
        publish(session.profile, "policy/urgent", 1, STATION)
        record = add_record(session.profile, "dispute", BLOWS).ids[0]
        first = agenda(session.profile).items[0]
        assert (first.what, first.remark) == ("urgent", "东篱苑5幢301室")
        page.enter(record)
        await settled(page)
        assert "紧急：可能引发暴力。先打电话，再做调解" in told_by(page)
        hand = Typist(page, session, shown=True)
        await hand.press("Alt+U")
        await settled(page)
        assert page.papers.sheet is not None
        assert page.papers.sheet.title == "紧急情况联系单"
        case = case_of(session.profile, record)
        text = "".join(pages_of(printed(case, find_paper(case, "urgent"), "pdf").content))
        for words in ("0571-82621110", "110", "李建国", "13812345678", "东篱苑5幢301室", "可能引发暴力"):
            assert words in text, words
        assert "12355" not in text, "nobody is under age"
        assert text.index("城厢派出所") < text.index("报警")

    play(story())


def test_it_is_sent_as_soon_as_it_is_saved(session: Session, page: DisputePage, play: Play) -> None:
    asked: list[int] = []
    session.sync_began.connect(lambda: asked.append(1))

    async def story() -> None:
        record = add_record(session.profile, "dispute", LEAK).ids[0]
        for flags, sent in ((None, 0), ("violence", 1)):
            page.enter(record)
            await settled(page)
            page._on_step("mend")
            await settled(page)
            form: Any = page.sheet.form if page.sheet else None
            if flags:
                form.fields["risk_flags"].field.pick(flags)
            form.fields["title"].field.setText(f"楼上漏水{sent}")
            page.sheet.save()  # type: ignore[union-attr]
            await settled(page)
            assert len(asked) == sent

    play(story())


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ("violence",)),
        ({"risk_flags": None}, ()),
        ({"status": "archived"}, ()),
        ({"parties": {"a": {"birth_on": "2012-01-01"}}}, ("violence", "minors")),
        ({"risk_flags": None, "parties": {"a": {"birth_on": "2012-01-01"}}}, ()),
    ],
)
def test_what_is_urgent(changes: dict[str, Any], found: tuple[str, ...]) -> None:
    body = {"status": "accepted", "risk_flags": ["violence"], "parties": {}} | changes
    assert dangers(body, date(2026, 11, 22)) == found


def test_only_the_numbers_for_the_danger_are_called() -> None:
    phones = [*read_phones(STATION), Phone("报警", "110"), Phone("信访", "12345", ("group",))]
    assert [phone.name for phone in to_call(phones, ("violence",))] == ["城厢派出所", "报警"]


def test_what_is_over_is_not_urgent_any_more(session: Session) -> None:
    record = add_record(session.profile, "dispute", BLOWS).ids[0]
    edit_record(session.profile, record, {"status": "withdrawn"})
    assert not [item for item in agenda(session.profile).items if item.what == "urgent"]
    assert body_of(session, record)["risk_flags"] == ["violence"]
