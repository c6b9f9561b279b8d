"""Zhou Min keeps the register of her grid with the keyboard: who lives where, who moved, who is on file twice."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from gridworker.operations.records import add_record, list_records, show_record
from gridworker.operations.registry import open_card
from gridworker.store.profile import Profile
from gridworker.ui.forms.fields_sheet import FieldsSheet
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.pages.registry.page import RegistryPage
from gridworker.ui.pages.registry.sheets import DuplicateSheet, PickSheet
from gridworker.ui.pages.visit.page import VisitPage
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Paragraph
from tests.ui.pages.typing import ENTER, Ends, Play, Typist, hide_and_end

DOOR = {"text": "东篱苑", "building": "3", "unit": "2", "room": "501"}


@pytest.fixture
def page(session: Session, ends: Ends) -> RegistryPage:
    """The page, shown in the space that the window leaves it."""
    return ends(RegistryPage(session))


def add(profile: Profile, kind: str, **fields: Any) -> str:
    return add_record(profile, kind, fields).ids[0]


def sheet(page: QWidget, kind: type[Sheet]) -> Any:
    """The question that stands over the page."""
    window: Any = page.window()
    shown = [one for one in window.findChildren(kind) if one.isVisible()]
    assert len(shown) == 1
    return shown[0]


def said(page: RegistryPage) -> str:
    """All that the card beside the form says."""
    aside: Any = page.shown.aside
    texts = [one.text() for one in aside.findChildren(Paragraph)]
    return "\n".join([*texts, *(one.text() for one in aside.findChildren(Button))])


def shown_number(page: RegistryPage) -> str:
    """What stands in the field of the identity number."""
    field: Any = page.shown.form.fields["id_number"].field
    return str(field.text())


def only(profile: Profile, kind: str) -> dict[str, Any]:
    (found,) = list_records(profile, kind, [], 10, None)
    return found


def test_a_home_and_the_family_in_it(page: RegistryPage, session: Session, play: Play) -> None:
    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+N")
        zhou.write("东篱苑3-2-501")
        await zhou.press("F9")
        home = only(session.profile, "household")
        assert {name: home["place"][name] for name in DOOR} == DOOR

        await zhou.press("F8")
        zhou.write("李建国")
        await zhou.press(ENTER, *"13812345678", ENTER, *"330109198001011234", "F9")
        li = only(session.profile, "person")
        assert (li["name"], li["household_id"], li["sex"], li["birth_on"]) == (
            "李建国",
            home["id"],
            "male",
            "1980-01-01",
        )
        assert [one.name for one in open_card(session.profile, home["id"]).residents] == ["李建国"]
        assert "东篱苑3幢2单元501室" in said(page)
        # From the person to the home and back, a press each.
        session.wanted.connect(lambda _where, record: page.enter(record))
        await zhou.enter(home["id"])
        assert "李建国" in said(page)

    play(story())


def test_numbers_stay_covered_until_a_reason_is_given(
    page: RegistryPage, session: Session, play: Play
) -> None:
    number = "330109194803071234"
    person = add(session.profile, "person", name="来阿凤", id_number=number, phone="13800004321")

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter(person)
        assert shown_number(page) == "330109********1234"
        assert list_records(session.profile, "access", [], 5, None) == []
        page.shown.form.fields["name"].focus_field()
        zhou.write("来阿凤")
        await zhou.press("F9")
        assert open_card(session.profile, person).seen["id_number"] == number

        await zhou.press("F6")
        await zhou.press("Return")
        assert sheet(page, ReasonSheet).isVisible()
        zhou.write("核对身份")
        await zhou.press("Return")
        assert shown_number(page) == number
        (noted,) = list_records(session.profile, "access", [], 5, None)
        assert (noted["about_id"], noted["reason"]) == (person, "核对身份")

    play(story())


def test_who_is_on_file_already_is_offered(page: RegistryPage, session: Session, play: Play) -> None:
    known = add(session.profile, "person", name="来阿凤", phone="13800004321")
    session.wanted.connect(lambda _where, record: page.enter(record))

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+PgDown", "Ctrl+N")
        zhou.write("来阿风")
        await zhou.press(ENTER, *"13800004321", "F9")
        asked = sheet(page, DuplicateSheet)
        assert [row.title for row in asked.rows.rows()] == ["来阿凤"]
        await zhou.press(ENTER)
        assert page.shown.record == known
        assert len(list_records(session.profile, "person", [], 5, None)) == 1

        await zhou.press("Ctrl+N")
        zhou.write("来小妹")
        await zhou.press(ENTER, *"13800004321", "F9", "F9")
        assert {body["name"] for body in list_records(session.profile, "person", [], 5, None)} == {
            "来阿凤",
            "来小妹",
        }

    play(story())


def test_moving_out_and_in_with_the_keyboard(page: RegistryPage, session: Session, play: Play) -> None:
    profile = session.profile
    home = add(profile, "household", place=DOOR)
    other = add(profile, "household", place={**DOOR, "room": "502"})
    person = add(profile, "person", name="王秀英", household_id=home)

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter(person)
        await zhou.press("F10")
        assert sheet(page, FieldsSheet).windowTitle() == "迁出"
        await zhou.press("F9")
        assert "household_id" not in show_record(profile, person)
        assert "至 2026 年 11 月 22 日" in said(page)

        await zhou.press("F10")
        picking = sheet(page, PickSheet)
        await zhou.press(*"502")
        assert [row.id for row in picking.rows.rows()] == [other]
        await zhou.press(ENTER, "F9")
        assert show_record(profile, person)["household_id"] == other
        assert "东篱苑3幢2单元502室" in said(page)

    play(story())


def test_a_tag_needs_its_legal_basis_and_says_when_it_has_ended(
    page: RegistryPage, session: Session, play: Play
) -> None:
    ended = {"category": "released", "basis": "安置帮教工作规定", "until_on": "2026-11-01"}
    person = add(session.profile, "person", name="骆永康", watch=[ended])

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter(person)
        assert "已于 2026 年 11 月 1 日到期" in said(page)
        assert "刑满释放" not in said(page)
        await zhou.press("F8")
        asked = sheet(page, FieldsSheet)
        asked._fields[0][0].field.set_value("low_income")
        await zhou.press("F9")
        assert asked.isVisible()
        zhou.write("社会救助暂行办法")
        await zhou.press("F9")
        tags = open_card(session.profile, person).tags
        assert [tag.said["category"] for tag in tags] == ["low_income", "released"]
        assert tags[0].said["review_on"] == "2027-05-21"
        assert zhou.undo is not None
        zhou.undo()
        await zhou.rest()
        assert [tag.said["category"] for tag in open_card(session.profile, person).tags] == ["released"]

    play(story())


def test_the_tree_opens_house_by_house(page: RegistryPage, session: Session, play: Play) -> None:
    for building, unit, room in (("3", "2", "501"), ("3", "2", "102"), ("12", "1", "301")):
        add(
            session.profile,
            "household",
            place={"text": "东篱苑", "building": building, "unit": unit, "room": room},
        )
    hut = add(session.profile, "household", place={"text": "西河路18号"})

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        view: Any = page.shown

        def tree() -> list[str]:
            return [
                view.model.row(view.model.index(at)).title.strip("　") for at in range(view.model.rowCount())
            ]

        assert tree() == ["▸ 东篱苑", "▸ 西河路18号"]
        view.pane.view.setFocus()
        view.pane.mark("node:东篱苑")
        await zhou.press("Right")
        assert tree() == ["▾ 东篱苑", "▸ 3幢", "▸ 12幢", "▸ 西河路18号"]
        await zhou.press("Down", "Right", "Down", "Right")
        assert tree() == ["▾ 东篱苑", "▾ 3幢", "▾ 2单元", "102室", "501室", "▸ 12幢", "▸ 西河路18号"]
        await zhou.press("Up", "Left")
        assert tree()[:3] == ["▾ 东篱苑", "▸ 3幢", "▸ 12幢"]
        view.pane.mark("node:西河路18号")
        await zhou.press(ENTER, "Down", ENTER)
        assert view.record == hut

    play(story())


def test_a_home_that_is_opened_from_elsewhere_is_shown_in_the_tree(
    page: RegistryPage, session: Session, play: Play
) -> None:
    for building, unit, room in (("3", "2", "501"), ("12", "1", "301")):
        place = {"text": "东篱苑", "building": building, "unit": unit, "room": room}
        home = add(session.profile, "household", place=place)
    hut = add(session.profile, "household", place={"text": "西河路18号"})

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        view: Any = page.shown

        def marked() -> str:
            return str(view.model.row(view.pane.view.currentIndex()).id)

        for record in (home, hut):
            view.pane.view.setFocus()
            await zhou.enter(record)
            assert marked() == record
            assert zhou.focus is view.form.first_field()
        await zhou.press("Ctrl+N")
        zhou.write("柳塘新村5-3-302")
        await zhou.press("F9")
        assert marked() == view.record

    play(story())


def test_two_files_become_one_and_apart_again(page: RegistryPage, session: Session, play: Play) -> None:
    profile = session.profile
    keep = add(profile, "person", name="来阿凤")
    gone = add(profile, "person", name="来阿风", birth_on="1948-03-07")
    visit = add(profile, "visit", target="person", target_id=gone, name="来阿风", result="met")

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter(gone)
        await zhou.press("F7", *"laf")
        await zhou.press(ENTER)
        assert page.shown.record == keep
        card = page.shown.card
        assert card is not None
        assert [link.id for link in card.linked] == [visit]
        assert show_record(profile, keep)["birth_on"] == "1948-03-07"
        await zhou.enter(gone)
        assert page.shown.record == keep
        assert "并入这一份" in page.shown.frame.banner.accessibleName()
        assert zhou.undo is not None
        zhou.undo()
        await zhou.rest()
        assert page.shown.record == gone

    play(story())


def test_a_shop_with_a_doubtful_code_is_saved_and_the_doubt_said(
    page: RegistryPage, session: Session, play: Play
) -> None:
    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter()
        await zhou.press("Ctrl+PgUp", "Ctrl+N")
        zhou.write("来记面馆")
        await zhou.press(ENTER, *"913301")
        assert page.shown.form.fields["uscc"].hint
        await zhou.press("F9")
        assert only(session.profile, "enterprise")["uscc"] == "913301"

    play(story())


def test_one_key_leads_from_a_visit_to_the_card_and_back(
    page: RegistryPage, session: Session, play: Play
) -> None:
    person = add(session.profile, "person", name="来阿凤")
    visit = add(session.profile, "visit", target="person", target_id=person, name="来阿凤", result="met")
    went: list[tuple[str, str]] = []
    session.wanted.connect(lambda where, record: went.append((where, record)))
    visits = VisitPage(session)

    async def story() -> None:
        at_visits = Typist(visits, session)
        await at_visits.enter(visit)
        await at_visits.press("F4")
        hide_and_end(visits)
        at_registry = Typist(page, session)
        await at_registry.enter(person)
        await at_registry.press("F4")

    play(story())
    assert went == [("registry", person), ("visit", visit)]
