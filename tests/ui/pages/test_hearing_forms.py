"""Zhou Min writes down what a witness said, how the parties were told, and what a reader of the dossier must know."""

from __future__ import annotations

import asyncio

import pytest

from gridworker.operations.papers import case_of, list_papers
from gridworker.operations.records import add_record, show_record
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import Button
from tests.operations.cases import FIELDS
from tests.ui.pages.typing import Ends, Typist

BARE = {
    name: value
    for name, value in FIELDS.items()
    if name not in ("investigations", "dossier_note", "agreement")
}


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return ends(DisputePage(session))


def test_what_the_forms_ask_for_is_written_and_printed(
    loop: asyncio.AbstractEventLoop, page: DisputePage, session: Session
) -> None:
    typist = Typist(page, session)
    record = add_record(session.profile, "dispute", BARE).ids[0]

    async def written(word: str, **values: object) -> None:
        await typist.press("Ctrl+P")
        found: list[Button] = page.file.body.findChildren(Button)  # type: ignore[assignment]
        next(one for one in found if one.text() == word).click()
        await typist.until(lambda: page.sheet is not None)
        assert page.sheet is not None
        page.sheet.form.show_values({**page.sheet.form.values(), **values}, new=True)
        await typist.press("F9")
        await typist.until(lambda: page.sheet is None)

    async def story() -> None:
        await typist.enter(record)
        asked = {"who": "赵永福", "age": "57", "sex": "male", "record": "问：漏点在哪里？\n答：在淋浴区。"}
        await written("写调查记录", **{f"investigations/{name}": value for name, value in asked.items()})
        await written("登记告知", rights_told_how="delivered")
        await written("写情况说明", dossier_note="缺第二份收条。")

    loop.run_until_complete(story())
    shown = show_record(session.profile, record)
    (inquiry,) = shown["investigations"].values()
    assert (inquiry["who"], inquiry["age"], inquiry["present"]) == ("赵永福", 57, ["周敏"])
    assert inquiry["place"] == "东篱苑5幢"
    assert (shown["rights_told_how"], shown["dossier_note"]) == ("delivered", "缺第二份收条。")
    lacks = {card.ref.name: card.lacks for card in list_papers(case_of(session.profile, record))}
    assert lacks["investigation-1"] == lacks["note"] == ()
