"""Steps of a form that leave a draft behind when they are taken back: a new record's save, and a draft thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridworker.operations.drafts import drop_draft, keep_draft, list_drafts
from gridworker.operations.records import UNSEEN
from gridworker.ui.forms.change_step import Deletion
from gridworker.ui.step import Step

if TYPE_CHECKING:
    from gridworker.ui.forms.form_page import FormPage


def new_record_step(page: FormPage, record: str, content: dict[str, Any]) -> Step:
    """The save of a new record: taken back, it goes and what was typed is a draft again."""
    again, deletion = _Redrafted(page, "", content), Deletion(page.session, record, UNSEEN)

    async def back() -> None:
        await page.hide_record(deletion)
        await again.keep()

    async def forth() -> None:
        await again.drop()
        await page.bring_back(deletion)
        await page.ask()

    return Step(back, forth)


def discarded_step(page: FormPage, record: str, content: dict[str, Any]) -> Step:
    """A draft thrown away, of `record` or of a new one."""
    again = _Redrafted(page, record, content)

    async def forth() -> None:
        await again.drop()
        await page.leave_draft(record)

    return Step(again.keep, forth)


class _Redrafted:
    """A draft that is there again. Dropped once more, it stays where somebody went on writing in it."""

    def __init__(self, page: FormPage, record: str, content: dict[str, Any]) -> None:
        self._page, self._record, self._content, self._draft = page, record, content, ""

    async def keep(self) -> None:
        page = self._page
        self._draft = page.session.profile.make_id()
        kept = self._content
        await page.session.run(keep_draft, self._draft, page.KIND, kept, record=self._record or None)
        await page.open(self._draft)
        await page.ask()

    async def drop(self) -> None:
        page = self._page
        page.drafting.write()
        await page.drafting.catch_up()
        drafts = await page.session.run(list_drafts, page.KIND)
        content = next((draft.content for draft in drafts if draft.id == self._draft), None)
        if content != self._content:
            return
        if page.drafting.id == self._draft:
            await page.drafting.drop()
        else:
            await page.session.run(drop_draft, self._draft)
        page.touched = False
