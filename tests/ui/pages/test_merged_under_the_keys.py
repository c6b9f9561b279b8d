"""A colleague merges a person away while Zhou Min writes on their card: she is told, and what she wrote is kept."""

from __future__ import annotations

import asyncio
from typing import Any

from gridworker.operations.merging import merge
from gridworker.operations.records import add_record, show_record
from gridworker.ui.pages.registry.page import RegistryPage
from gridworker.ui.session import Session
from tests.ui.pages.typing import Typist, hide_and_end


def test_what_was_being_written_is_kept_and_taken_over_by_a_key(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    profile = session.profile
    keep, gone = (
        add_record(profile, "person", {"name": name, "birth_on": day}).ids[0]
        for name, day in (("来阿凤", "1948-03-07"), ("来阿风", "1948-03-08"))
    )
    page = RegistryPage(session)

    async def story() -> None:
        zhou = Typist(page, session)
        await zhou.enter(gone)
        view: Any = page.shown
        view.form.fields["name"].field.set_value("来阿枫")
        view.form.fields["ethnicity"].field.set_value("汉族")
        view.form.changed.emit()
        session.tell(merge(profile, keep, gone))
        await zhou.rest()
        told = view.frame.banner.accessibleName()
        assert told == "这份档案刚被并入“来阿凤”。您的改动仍会保留：存下以后按 Alt+T 补到那一份。"
        await zhou.press("F9")
        assert view.record == keep
        assert view.frame.banner.accessibleName().endswith("合并后写的内容还在，按 Alt+T 补到这一份。")
        assert show_record(profile, gone)["name"] == "来阿枫"
        await zhou.press("Alt+T")
        held = show_record(profile, keep)
        assert (held["name"], held["ethnicity"]) == ("来阿凤", "汉族")

    loop.run_until_complete(story())
    hide_and_end(page)
