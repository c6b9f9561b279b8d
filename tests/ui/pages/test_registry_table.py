"""Zhou Min looks through her people as a table: one key for it, one for a card, one back."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt

from gridworker.operations.records import add_record
from gridworker.ui.pages.registry.page import RegistryPage
from gridworker.ui.pages.registry.view import RegistryView
from gridworker.ui.session import Session
from tests.ui.pages.typing import Ends, Play, Typist, settled

PEOPLE = (
    {"name": "李建国", "sex": "male", "birth_on": "1948-03-07", "relation": "head", "phone": "13812345678"},
    {"name": "来阿凤", "sex": "female", "place": {"text": "东篱苑", "building": "3"}},
)


@pytest.fixture
def page(session: Session, ends: Ends) -> RegistryPage:
    for person in PEOPLE:
        add_record(session.profile, "person", person)
    return ends(RegistryPage(session))


def stands(view: RegistryView) -> list[bool]:
    """Whether the heads, the list and the form are seen."""
    return [one.isVisible() for one in (view.pane.heads, view.pane.view, view.frame)]


def read_out(view: RegistryView) -> list[str]:
    model, role = view.model, Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(at).data(role)) for at in range(model.rowCount())]


def test_a_table_a_card_and_back(page: RegistryPage, session: Session, play: Play) -> None:
    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+PgDown")
        assert stands(page.shown) == [False, True, True]
        await zhou.press("Ctrl+T")
        view = page.shown
        assert stands(view) == [True, True, False]
        assert view.pane.heads.accessibleName() == "姓名 电话 性别 出生日期 与户主关系"
        assert read_out(view) == [
            "来阿凤，东篱苑3幢，女，待同步",
            "李建国，138****5678，男，1948 年 3 月 7 日，户主，待同步",
        ]
        await zhou.press("Down", "Return")
        assert (stands(view), view.form.values()["name"]) == ([False, False, True], "李建国")
        await zhou.press("Escape")
        page.go_back()
        assert stands(view) == [True, True, False]
        # Each part of the registry is one now, and none begins with an empty form.
        await zhou.press("Ctrl+PgDown")
        assert (page.shown.KIND, page.shown.frame.isVisible()) == ("place", False)
        await zhou.press("Ctrl+PgUp", "Ctrl+T")
        await settled(page)
        assert stands(view) == [False, True, True]

    play(story())


def test_where_there_is_no_room_for_both_the_key_leads_to_the_card_again(
    page: RegistryPage, session: Session, play: Play
) -> None:
    async def story() -> None:
        zhou = Typist(page, session)
        page.resize(760, 620)
        await zhou.enter()
        await zhou.press("Ctrl+PgDown", "Ctrl+T")
        assert stands(page.shown) == [True, True, False]
        await zhou.press("Ctrl+T")
        assert stands(page.shown) == [False, False, True]

    play(story())


def test_a_new_person_is_begun_from_the_table(page: RegistryPage, session: Session, play: Play) -> None:
    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+PgDown", "Ctrl+T", "Ctrl+N")
        assert stands(page.shown) == [False, False, True]
        zhou.write("孙佳伟")
        await zhou.press("F9")
        page.go_back()
        assert [line.split("，")[0] for line in read_out(page.shown)] == ["孙佳伟", "来阿凤", "李建国"]

    play(story())


def test_homes_open_by_building_in_the_table_too(page: RegistryPage, session: Session, play: Play) -> None:
    door = {"text": "东篱苑", "building": "3", "unit": "2", "room": "501"}
    add_record(session.profile, "household", {"place": door, "use": "rent"})

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+T")
        view = page.shown
        assert stands(view) == [False, True, False], "a building has no columns"
        view.pane.set_scope("all")
        view.pane.asked.emit()
        await asyncio.sleep(0)
        await settled(page)
        assert stands(view) == [True, True, False]

    play(story())
