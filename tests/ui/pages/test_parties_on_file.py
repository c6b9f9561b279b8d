"""A party who is on file is not typed: initials and Enter, and what is known of them stands there, numbers covered."""

from __future__ import annotations

from typing import Any

import pytest

from gridworker.domain.identifiers import id_check_digit
from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import add_record, list_records
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.dispute.party_editor import PartyEditor
from gridworker.ui.session import Session
from tests.ui.pages.typing import Ends, Play, Typist

NUMBER = "330109198001011234"
HOME = {"text": "东篱苑", "building": "9", "unit": "1", "room": "301"}


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    """The page of disputes, with two people and a business on file."""
    li = {"name": "李建国", "phone": "13866663019", "id_number": NUMBER, "sex": "male", "place": HOME}
    add_record(session.profile, "person", li)
    add_record(session.profile, "person", {"name": "陈志伟"})
    add_record(
        session.profile, "enterprise", {"name": "永利五金加工部", "size": "small", "phone": "82731234"}
    )
    return ends(DisputePage(session))


async def first_party(zhou: Typist, page: DisputePage) -> PartyEditor:
    """The first party of a new dispute, the focus in its name."""
    await zhou.enter()
    page.begin_new()
    await zhou.rest()
    form: Any = page.sheet.form if page.sheet else None
    form.fields["title"].field.setText("楼上漏水")
    form.fields["type"].field.pick("neighbour")
    editor: PartyEditor = next(iter(form.editors.values()))
    editor.inputs["name"].setFocus()
    return editor


def only(session: Session) -> dict[str, Any]:
    (found,) = list_records(session.profile, "dispute", [], 5, None)
    (party,) = found["parties"].values()
    return dict(party)


def test_initials_and_enter_take_over_all_that_is_known(
    page: DisputePage, session: Session, play: Play
) -> None:
    person = list_records(session.profile, "person", [("name", "李建国")], 1, None)[0]["id"]

    async def story() -> None:
        zhou = Typist(page, session)
        editor = await first_party(zhou, page)
        await zhou.press("l", "j", "g")
        assert editor.name.is_open
        await zhou.press("Return")
        assert editor.name.value() == "李建国"
        assert zhou.focus is editor.inputs["phone"]
        assert (editor.inputs["phone"].text(), editor.inputs["phone"].placeholderText()) == (
            "",
            "138****3019",
        )
        assert editor.inputs["id_number"].placeholderText() == "330109********1234"
        assert editor.inputs["address"].value() == "东篱苑9幢1单元301室"
        editor_form: Any = page.sheet.form if page.sheet else None
        editor_form.fields["status"].field.set_value("lead")
        await zhou.press("F9")
        party = only(session)
        told = {name: party[name] for name in ("name", "phone", "id_number", "sex", "person_id", "type")}
        assert told == {
            "name": "李建国",
            "phone": "13866663019",
            "id_number": NUMBER,
            "sex": "male",
            "person_id": person,
            "type": "person",
        }

    play(story())


def test_another_name_keeps_nothing_of_whoever_was_picked(
    page: DisputePage, session: Session, play: Play
) -> None:
    async def story() -> None:
        zhou = Typist(page, session)
        editor = await first_party(zhou, page)
        await zhou.press("l", "j", "g", "Return")
        editor.inputs["name"].setFocus()
        await zhou.press("End", "Backspace")
        assert (editor.inputs["phone"].placeholderText(), editor.inputs["address"].value()) == ("", "")
        value = editor.value()
        assert value["name"] == "李建"
        assert not {"person_id", "sex", "id_type"} & value.keys()
        assert not any(value[name] for name in ("phone", "id_number", "address"))

    play(story())


def test_a_business_is_an_organisation(page: DisputePage, session: Session, play: Play) -> None:
    async def story() -> None:
        zhou = Typist(page, session)
        editor = await first_party(zhou, page)
        await zhou.press("y", "l", "w", "j", "Return")
        assert (editor.name.value(), editor.type.value()) == ("永利五金加工部", "organisation")
        assert editor.inputs["phone"].placeholderText()
        assert editor.value()["phone"] == "82731234"

    play(story())


def test_a_draft_keeps_the_numbers_covered(page: DisputePage, session: Session, play: Play) -> None:
    async def story() -> None:
        zhou = Typist(page, session)
        await first_party(zhou, page)
        await zhou.press("l", "j", "g", "Return")
        [draft] = await zhou.until(lambda: list_drafts(session.profile, "dispute"))
        await zhou.press("Escape")
        parties = draft.content["parties"]
        assert [one["phone"] for one in parties.values() if one.get("name")] == ["13866663019"]
        page.begin_new()
        await zhou.rest()
        form: Any = page.sheet.form if page.sheet else None
        editor = next(one for one in form.editors.values() if one.name.value() == "李建国")
        assert (editor.inputs["phone"].text(), editor.inputs["phone"].placeholderText()) == (
            "",
            "138****3019",
        )

    play(story())


def test_who_has_a_passport_says_sex_and_birthday_by_hand(
    page: DisputePage, session: Session, play: Play
) -> None:
    """A number with letters is of no identity card: the row for the rest opens by itself, Tab leads into it."""

    async def story() -> None:
        zhou = Typist(page, session)
        editor = await first_party(zhou, page)
        editor.inputs["name"].set_value("Anna Müller")
        editor.inputs["id_number"].setFocus()
        await zhou.press(*"C01X00T47", "Tab")
        assert editor.identity is not None
        await zhou.press("Tab", "Tab", "Tab")
        assert zhou.focus is editor.identity.id_type.chips()[0]
        await zhou.press("Right", "Right", "Right", "Space", "Tab", "Right", "Space", "Tab")
        await zhou.press(*"1985-13-01")
        assert editor.doubts() == {}
        editor_form: Any = page.sheet.form if page.sheet else None
        editor_form.fields["status"].field.set_value("lead")
        await zhou.press("F9")
        assert list_records(session.profile, "dispute", [], 5, None) == [], "no such day"
        await zhou.press("Ctrl+A", *"1985-03-01", "F9")
        party = only(session)
        told = {name: party.get(name) for name in ("id_type", "id_number", "sex", "birth_on")}
        assert told == {
            "id_type": "passport",
            "id_number": "C01X00T47",
            "sex": "female",
            "birth_on": "1985-03-01",
        }

    play(story())


@pytest.mark.parametrize(
    ("number", "document", "sex"),
    [
        ("810000199408230021", "hmt_permit", "female"),
        ("830000199201300022", "hmt_permit", "female"),
        ("330109198001011234", "resident", "male"),
        ("911124198108030024", "foreign_permit", "female"),
    ],
)
def test_the_document_is_read_from_a_number_that_adds_up(
    page: DisputePage, session: Session, play: Play, number: str, document: str, sex: str
) -> None:
    whole = number[:17] + id_check_digit(number[:17])

    async def story() -> None:
        zhou = Typist(page, session)
        editor = await first_party(zhou, page)
        editor.inputs["name"].set_value("某人")
        editor.inputs["id_number"].set_value(whole)
        assert editor.identity is None
        held = editor.value()
        assert (held["id_type"], held["sex"]) == (document, sex)

    play(story())


def test_who_can_show_nothing_is_no_gap_in_the_papers(
    page: DisputePage, session: Session, play: Play
) -> None:
    async def story() -> None:
        zhou = Typist(page, session)
        editor = await first_party(zhou, page)
        editor.inputs["name"].set_value("某人")
        editor.other_document.click()
        assert editor.identity is not None
        editor.identity.id_type.pick("none")
        editor.identity.sex.pick("male")
        assert {name: editor.value().get(name) for name in ("id_type", "sex")} == {
            "id_type": "none",
            "sex": "male",
        }
        editor.type.set_value("organisation")
        editor.type.changed.emit()
        assert "sex" not in editor.value()

    play(story())
