"""What the district returned says why wherever it is opened: above the form, at its fields, in the file of a case."""

from __future__ import annotations

from typing import Any

import pytest

from gridworker.operations.drafts import keep_draft
from gridworker.operations.records import add_record, edit_record, show_record
from gridworker.store import outbox
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.pages.registry.page import RegistryPage
from gridworker.ui.session import Session
from tests.laptop import NOON
from tests.ui.pages.case import form_of, step, told_by, with_leak
from tests.ui.pages.typing import Ends, Play, Typist, settled, shown

FINDING = {"at": NOON, "place": {"text": "河滨公寓"}, "categories": ["fire"], "text": "消防通道堆物"}
FIX = "改好后会自动重新上传。"


def returned(session: Session, record: str, code: str, *reasons: tuple[str, str]) -> str:
    """The district sets the last change of a record aside."""
    profile = session.profile
    op = profile.read(lambda db: outbox.of_record(db, record))[-1].op.op
    profile.write(lambda db: outbox.set_aside(db, op, code, "", list(reasons)))
    assert show_record(profile, record)["_sync"] == "refused"
    return record


def test_the_form_says_why_and_marks_the_field_until_it_is_mended(
    session: Session, ends: Ends, play: Play
) -> None:
    page = shown(ends(PatrolPage(session)))
    record = add_record(session.profile, "patrol", FINDING).ids[0]
    returned(session, record, "INVALID", ("text", "too_long"), ("severity", "choice"))

    async def story() -> None:
        page.enter(record)
        await settled(page)
        said = "被退回：“情况说明”超过 20,000 个字；“隐患等级”不在可选范围内。"
        assert page.frame.banner.isVisible()
        assert page.frame.banner.accessibleName() == said + FIX
        fields = page.form.fields
        assert (fields["text"].error, fields["severity"].error) == ("超过 20,000 个字", "不在可选范围内")
        text = fields["text"].field
        assert page.form.begin_at() is text
        text.setFocus()
        await Typist(page, session, shown=True).press("x")
        assert (fields["text"].error, fields["severity"].error) == ("", "不在可选范围内")
        await page.begin()
        assert fields["severity"].error == ""
        assert not page.frame.banner.isVisible()

    play(story())


def test_what_is_being_mended_still_says_why_when_it_is_opened_again(
    session: Session, ends: Ends, play: Play
) -> None:
    page = shown(ends(PatrolPage(session)))
    record = add_record(session.profile, "patrol", FINDING).ids[0]
    returned(session, record, "INVALID", ("text", "too_long"))
    seen = show_record(session.profile, record)
    keep_draft(
        session.profile,
        session.profile.make_id(),
        "patrol",
        {**FINDING, "text": "堆物", "_seen": seen},
        record=record,
    )

    async def story() -> None:
        page.enter(record)
        await settled(page)
        assert page.frame.banner.accessibleName().startswith("被退回：“情况说明”")
        assert page.form.fields["text"].error == "超过 20,000 个字"

    play(story())


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("household", {"place": {"text": "东篱路1号"}}, "place"),
        ("place", {"name": "河滨公寓", "type": "school", "place": {"text": "东篱路"}}, "name"),
    ],
)
def test_a_record_of_the_registry_does_too(
    session: Session, ends: Ends, play: Play, kind: str, body: dict[str, Any], field: str
) -> None:
    page = shown(ends(RegistryPage(session)))
    record = returned(session, add_record(session.profile, kind, body).ids[0], "INVALID", (field, "required"))

    async def story() -> None:
        page.enter(record)
        await settled(page)
        assert "必须填写。" + FIX in told_by(page)
        assert page.view(kind).form.fields[field].error == "必须填写"

    play(story())


def test_the_file_of_a_case_says_why_and_so_does_its_form(session: Session, ends: Ends, play: Play) -> None:
    page = shown(ends(DisputePage(session)))
    record = with_leak(session)
    edit_record(session.profile, record, {"facts": "401室漏水。"})
    returned(session, record, "INVALID", ("facts", "too_long"))

    async def story() -> None:
        page.enter(record)
        await settled(page)
        said = "被退回：“纠纷事实”超过 20,000 个字。" + FIX
        assert page.file.banner.accessibleName() == said
        await step(page, record, "registration")
        assert page.sheet is not None
        assert said in told_by(page.sheet)
        facts = form_of(page).fields["facts"]
        assert (facts.error, facts.field.hasFocus()) == ("超过 20,000 个字", True)

    play(story())
