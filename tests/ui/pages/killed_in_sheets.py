"""A laptop goes out while its worker answers questions: `python -m tests.ui.pages.killed_in_sheets FOLDER`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from gridworker.operations.records import add_record
from gridworker.store.profile import Profile
from gridworker.ui.background import Background, make_loop
from gridworker.ui.forms.sheet_draft import inputs_of
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.event.page import EventPage
from gridworker.ui.pages.registry.page import RegistryPage
from gridworker.ui.pages.settings.page import SettingsPage
from gridworker.ui.pages.settings.phrases import PhrasesSheet
from gridworker.ui.pages.today.page import TodayPage
from gridworker.ui.session import Session
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text_field import TextField
from tests.ui.pages.killed_while_typing import on_disk
from tests.ui.pages.typing import at_rest, opened, shown

PARTY = {"role": "applicant", "type": "person", "name": "李建国", "phone": "13867890001"}
WRITTEN = {
    "note": "四楼王阿姨说楼道灯又",
    "task": "把台账送到街道",
    "step": "已联系物业，明天上",
    "reason": "联系当事人约调解时",
    "tag": "民政低保名",
    "phrases": "楼道里的灭火器已过",
}
Opener = Callable[[Session, dict[str, str]], Awaitable[QWidget]]


def records(profile: Profile) -> dict[str, str]:
    """What the questions are about."""
    place = {"place": {"text": "东篱路"}}
    return {
        "event": add_record(profile, "event", {"type": "facility", "text": "井盖坏了", **place}).ids[0],
        "dispute": add_record(
            profile, "dispute", {"title": "漏水", "type": "neighbour", "parties": [PARTY]}
        ).ids[0],
        "person": add_record(profile, "person", {"name": "王秀英"}).ids[0],
    }


async def _jotting(session: Session, kind: str) -> QWidget:
    page = TodayPage(session)
    shown(page)
    page.enter()
    await at_rest(session.background)
    page.jot(kind)
    return page


async def note(session: Session, _ids: dict[str, str]) -> QWidget:
    return await _jotting(session, "note")


async def task(session: Session, _ids: dict[str, str]) -> QWidget:
    return await _jotting(session, "task")


async def step(session: Session, ids: dict[str, str]) -> QWidget:
    page = EventPage(session)
    shown(page)
    page.enter(ids["event"])
    await at_rest(session.background)
    page._ask("handling")
    return page


async def reason(session: Session, ids: dict[str, str]) -> QWidget:
    page = DisputePage(session)
    shown(page)
    page.enter(ids["dispute"])
    await at_rest(session.background)
    page.file.cards[0].reveal.click()
    return page


async def tag(session: Session, ids: dict[str, str]) -> QWidget:
    page = RegistryPage(session)
    shown(page)
    page.enter(ids["person"])
    await at_rest(session.background)
    person: Any = page.shown
    person._on_tag()
    return page


async def phrases(session: Session, _ids: dict[str, str]) -> QWidget:
    page = SettingsPage(session)
    shown(page)
    page.enter()
    await at_rest(session.background)
    page.phrases.edit.click()
    return page


OPENERS: dict[str, Opener] = {
    "note": note, "task": task, "step": step, "reason": reason, "tag": tag, "phrases": phrases,
}  # fmt: skip


def field_of(sheet: QWidget) -> Any:
    """Where one writes: the text, or the third field of a tag, which is its basis."""
    texts = [field for field in inputs_of(sheet) if isinstance(field, TextField)]
    return texts[0] if texts else inputs_of(sheet)[2 if len(inputs_of(sheet)) > 3 else 0]


def drafting_of(sheet: Any) -> Any:
    """What keeps what is written in it."""
    return sheet.drafting if isinstance(sheet, PhrasesSheet) else sheet.draft.drafting


def main(folder: Path) -> None:
    """Writes into every question, and ends as a power cut ends once the last word is kept."""
    app = QApplication([])
    loop = make_loop(app)
    assert app is not None
    session = Session(on_disk(folder), Background(loop, print), "zh_CN")
    ids = records(session.profile)

    async def story() -> None:
        for number, (name, opens) in enumerate(OPENERS.items(), start=1):
            page = await opens(session, ids)
            sheet = await opened(page, Sheet)
            kept = loop.create_future()
            drafting_of(sheet).kept.connect(lambda _at, kept=kept: kept.done() or kept.set_result(None))
            field = field_of(sheet)
            field.insertPlainText(WRITTEN[name]) if isinstance(field, TextField) else field.insert(
                WRITTEN[name]
            )
            field.changed.emit()
            await kept
            if number == len(OPENERS):
                os.kill(os.getpid(), signal.SIGKILL)

    loop.run_until_complete(story())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
