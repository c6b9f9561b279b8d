"""Zhou Min takes an edit back when a colleague has changed the same thing since: it is a question, not a loss."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from gridworker.operations.records import add_record, edit_record, show_record
from gridworker.store.profile import Profile
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.session import Session
from gridworker.ui.step import Step
from tests.laptop import GRID_CODE
from tests.sync.direct import Town
from tests.ui.pages.typing import Typist, hide_and_end

PATROL = {
    "text": "杂物",
    "categories": ["fire"],
    "place": {"text": "柳塘新村6幢", "region": GRID_CODE},
}


@pytest.fixture
def session(synced: Session) -> Session:
    return synced


class Edit:
    """A patrol that both have, whose text Zhou Min has just changed in the form, and the step that takes it back."""

    def __init__(self, town: Town, session: Session, page: PatrolPage) -> None:
        self.town, self.session, self.page = town, session, page
        self.steps: list[Step] = []
        session.said_done.connect(lambda _said, step: self.steps.append(step))
        self.shen = town.laptop("shenguoqiang")
        self.record = add_record(self.zhou, "patrol", PATROL).ids[0]
        self.exchange()

    @property
    def zhou(self) -> Profile:
        return self.session.profile

    def exchange(self) -> None:
        """Whatever either has reaches the other."""
        for profile in (self.zhou, self.shen, self.zhou):
            self.town.sync(profile, until_empty=True)

    async def types(self, text: str) -> None:
        typist = Typist(self.page, self.session)
        await typist.enter(self.record)
        self.page.form.text.set_value(text)
        await typist.press("F9")
        await typist.rest()

    def in_the_district(self) -> tuple[str, list[str]]:
        """The text, and what else is proposed for it."""
        self.exchange()
        shown = show_record(self.shen, self.record)
        proposed: list[Any] = [
            entry["candidates"] for entry in shown["_conflicts"] if entry["path"] == "text"
        ]
        return shown["text"], [candidate["value"] for found in proposed for candidate in found]


@pytest.fixture
def edit(town: Town, session: Session) -> Iterator[Edit]:
    page = PatrolPage(session)
    yield Edit(town, session, page)
    hide_and_end(page)


def test_what_the_colleague_wrote_stays_and_the_undo_is_asked_about(
    loop: asyncio.AbstractEventLoop, edit: Edit
) -> None:
    async def story() -> None:
        await edit.types("杂物已清")
        edit.exchange()
        edit_record(edit.shen, edit.record, {"text": "又堆上了"})
        edit.exchange()
        await edit.steps[-1].back()
        assert edit.in_the_district() == ("又堆上了", ["杂物"])
        # Done again, it is one proposal still: the last.
        await edit.steps[-1].again()
        assert edit.in_the_district() == ("又堆上了", ["杂物已清"])

    loop.run_until_complete(story())


def test_nobody_is_asked_where_nobody_else_wrote(loop: asyncio.AbstractEventLoop, edit: Edit) -> None:
    async def story() -> None:
        await edit.types("杂物已清")
        await edit.steps[-1].back()
        assert edit.in_the_district() == ("杂物", [])
        edit_record(edit.shen, edit.record, {"outcome": "fixed"})
        edit.exchange()
        await edit.steps[-1].again()
        assert edit.in_the_district() == ("杂物已清", [])
        await edit.steps[-1].back()
        assert edit.in_the_district() == ("杂物", [])

    loop.run_until_complete(story())
