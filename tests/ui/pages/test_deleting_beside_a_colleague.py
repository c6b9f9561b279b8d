"""Zhou Min deletes what a colleague has written into unseen: it is a question, and nobody's words go with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gridworker.operations.attaching import attach, give_role
from gridworker.operations.conflicts import list_conflicts
from gridworker.operations.records import add_record, edit_record, list_records, show_record
from gridworker.store.profile import Profile
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.session import Session
from gridworker.ui.step import Step
from tests.laptop import GRID_CODE
from tests.sync.direct import Town
from tests.ui.pages.files import LEAK, drop, materials
from tests.ui.pages.typing import Ends, Play, Typist, hide_and_end

PATROL = {
    "text": "杂物",
    "categories": ["fire"],
    "place": {"text": "柳塘新村6幢", "region": GRID_CODE},
}
LEAKING = "煤气泄漏，已报警"


@pytest.fixture
def session(synced: Session) -> Session:
    return synced


class Two:
    """周敏 at a page, 沈国强 on his laptop, and what she has done that can be taken back."""

    def __init__(self, town: Town, session: Session) -> None:
        self.town, self.session, self.zhou = town, session, session.profile
        self.steps: list[Step] = []
        session.said_done.connect(lambda _said, step: self.steps.append(step))
        self.shen = town.laptop("shenguoqiang")
        town.sync(self.shen)

    def exchange(self) -> None:
        """Whatever either has reaches the other; the page hears nothing of it."""
        for profile in (self.zhou, self.shen, self.zhou):
            self.town.sync(profile, until_empty=True)

    def registers(self, who: Profile, kind: str, fields: dict[str, Any]) -> str:
        """A record that both have."""
        record = add_record(who, kind, fields).ids[0]
        for _ in range(2):
            self.exchange()
        return record

    def writes(self, record: str, changes: dict[str, Any]) -> None:
        """Shen changes it, and it comes to Zhou Min's laptop in the background."""
        edit_record(self.shen, record, changes)
        self.exchange()

    def asked(self) -> list[str]:
        """The paths about which both are asked, once all has arrived."""
        self.exchange()
        paths = [
            [str(conflict["path"]) for conflict in list_conflicts(one)] for one in (self.zhou, self.shen)
        ]
        assert paths[0] == paths[1]
        return paths[0]

    def there(self) -> list[str]:
        """The patrols that Shen sees."""
        return [row["text"] for row in list_records(self.shen, "patrol", [], 9, None)]


@pytest.fixture
def two(town: Town, session: Session) -> Two:
    return Two(town, session)


@pytest.fixture
def patrols(session: Session) -> Iterator[PatrolPage]:
    page = PatrolPage(session)
    yield page
    hide_and_end(page)


def test_deleted_from_a_form_that_was_open_since_before_the_colleague_wrote(
    play: Play, two: Two, patrols: PatrolPage
) -> None:
    async def story() -> None:
        record = two.registers(two.zhou, "patrol", PATROL)
        hand = Typist(patrols, two.session)
        await hand.enter(record)
        two.writes(record, {"text": LEAKING})
        await hand.press("Ctrl+Del")
        assert two.asked() == ["_deleted"]
        assert two.there() == [LEAKING]
        # Taken back, the question goes with it.
        await two.steps[-1].back()
        assert two.asked() == []
        assert two.there() == [LEAKING]

    play(story())


def test_deleted_again_when_the_colleague_has_written_since(
    play: Play, two: Two, patrols: PatrolPage
) -> None:
    async def story() -> None:
        record = two.registers(two.zhou, "patrol", PATROL)
        hand = Typist(patrols, two.session)
        await hand.enter(record)
        await hand.press("Ctrl+Del")
        await two.steps[-1].back()
        two.exchange()
        two.writes(record, {"text": LEAKING})
        await two.steps[-1].again()
        assert two.asked() == ["_deleted"]
        assert two.there() == [LEAKING]

    play(story())


@pytest.mark.parametrize("meanwhile", [False, True], ids=["unsent", "delivered between"])
def test_nobody_is_asked_where_nobody_else_wrote(
    play: Play, two: Two, patrols: PatrolPage, *, meanwhile: bool
) -> None:
    """沈国强 registered it; what she changes herself while the form is open goes out under her hands."""

    async def story() -> None:
        record = two.registers(two.shen, "patrol", PATROL)
        hand = Typist(patrols, two.session)
        await hand.enter(record)
        patrols.form.text.set_value("杂物已清")
        await hand.press("F9")
        await hand.enter(record)
        patrols.form.text.set_value("杂物已清，复查过")
        edit_record(two.zhou, record, {"outcome": "fixed"})
        if meanwhile:
            two.exchange()
        await hand.press("Ctrl+Del")
        for act in (two.steps[-1].back, two.steps[-1].again) * 2:
            if meanwhile:
                assert two.asked() == []
            await act()
        assert two.asked() == []
        assert two.there() == []
        await two.steps[-1].back()
        assert two.asked() == []
        assert two.there() == ["杂物已清"]

    play(story())


def test_a_new_patrol_taken_back_again_and_again_is_asked_about_once_the_colleague_wrote(
    play: Play, two: Two, patrols: PatrolPage
) -> None:
    async def story() -> None:
        hand = Typist(patrols, two.session)
        await hand.enter()
        hand.write("东篱路")
        await hand.press("Return", "1", "F9")
        save = two.steps[-1]
        for act in (save.back, save.again):
            await act()
            assert two.asked() == []
        record = list_records(two.shen, "patrol", [], 9, None)[0]["id"]
        two.writes(record, {"text": LEAKING})
        await save.back()
        assert two.asked() == ["_deleted"]
        assert two.there() == [LEAKING]
        await save.again()
        assert two.asked() == []

    play(story())


@pytest.fixture
def cases(session: Session, ends: Ends) -> DisputePage:
    return ends(DisputePage(session))


async def remove_first(hand: Typist, page: DisputePage) -> None:
    """Takes the first material away from the case that is shown."""
    name = next(iter(page.file.materials.cards))
    page.file.materials._on_removed(name)
    await hand.rest()


def test_a_material_of_which_the_colleague_has_said_what_it_is_is_asked_about(
    play: Play, two: Two, cases: DisputePage, scan: Path
) -> None:
    async def story() -> None:
        record = two.registers(two.zhou, "dispute", LEAK)
        element = attach(two.zhou, record, scan).element
        two.exchange()
        removal = f"attachments/{element}/_deleted"
        hand = Typist(cases, two.session)
        await hand.enter(record)
        give_role(two.shen, record, element, "signed", "application")
        two.exchange()
        await remove_first(hand, cases)
        assert two.asked() == [removal]
        await two.steps[-1].back()
        assert two.asked() == []
        await two.steps[-1].again()
        assert two.asked() == []
        assert materials(two.shen, record) == []

    play(story())


def test_a_material_taken_away_again_when_the_colleague_has_written_since(
    play: Play, two: Two, cases: DisputePage, scan: Path
) -> None:
    async def story() -> None:
        record = two.registers(two.shen, "dispute", LEAK)
        hand = Typist(cases, two.session)
        await hand.enter(record)
        drop(cases, scan)
        await hand.until(lambda: len(cases.file.materials.cards) == 1)
        (element,) = show_record(two.zhou, record)["attachments"]
        adding = two.steps[-1]
        for act in (adding.back, adding.again):
            await act()
            assert two.asked() == []
        give_role(two.shen, record, element, "signed", "application")
        two.exchange()
        await adding.back()
        assert two.asked() == [f"attachments/{element}/_deleted"]
        assert len(materials(two.shen, record)) == 1

    play(story())
