"""A new version is neither asked about nor made ready while somebody is in the middle of a record."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.environment.installation import (
    BASE_VARIABLE,
    RUNS_VARIABLE,
    Installation,
    Pointer,
    installation,
)
from gridworker.operations.update_answer import TOMORROW
from gridworker.operations.updating import downloads, examine
from gridworker.sync.release_lane import Fetched
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.session import Session
from gridworker.ui.update_question import ask_when
from gridworker.ui.updating import Updating, updating_of
from gridworker.ui.widgets.question_sheet import QuestionSheet
from tests.packaging.installed import SAYS_ITS_VERSION, SigningDesk, make_program
from tests.ui.pages.typing import CTRL_ENTER, Ends, Typist


@pytest.fixture
def page(session: Session, ends: Ends) -> PatrolPage:
    return ends(PatrolPage(session))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Version 0.1.0, installed."""
    desk = SigningDesk(tmp_path / "签发")
    base = make_program(tmp_path / "程序", "0.1.0", SAYS_ITS_VERSION, desk.public)
    for name, value in (
        (BASE_VARIABLE, base),
        (RUNS_VARIABLE, base),
        ("XDG_DATA_HOME", tmp_path / "数据"),
    ):
        monkeypatch.setenv(name, str(value))
    found = installation()
    assert found is not None
    downloads(found).mkdir(parents=True)
    desk.release("0.2.0", SAYS_ITS_VERSION).rename(downloads(found) / "0.2.0.release")
    return found


@pytest.fixture
def updating(session: Session, here: Installation) -> Updating:
    """Version 0.2.0 has come from the district."""
    file = downloads(here) / "0.2.0.release"
    made = updating_of(session)
    made.fetched = Fetched(file, examine(here, file).card)
    return made


def test_it_waits_until_what_is_half_written_is_saved(
    loop: asyncio.AbstractEventLoop,
    page: PatrolPage,
    session: Session,
    updating: Updating,
    here: Installation,
) -> None:
    typist = Typist(page, session)

    async def story() -> None:
        await typist.enter("new")
        typist.write("东篱苑3幢楼道")
        await typist.rest()
        await ask_when(session, updating, page)
        assert page.window().findChildren(QuestionSheet) == []
        assert await updating.make_ready() is False
        assert (here.pointer(), here.has("0.2.0")) == (Pointer(), False)
        assert page.form.place.value() == "东篱苑3幢楼道"

        await typist.press("Return", "1", CTRL_ENTER)
        assert typist.said == ["已保存：东篱苑3幢楼道"]
        asked = asyncio.ensure_future(ask_when(session, updating, page))
        await asyncio.sleep(0)
        sheets: Iterable[QuestionSheet] = page.window().findChildren(QuestionSheet)
        (sheet,) = sheets
        assert not updating.is_in_the_way()
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        await asked
        assert updating.answer() == TOMORROW

    loop.run_until_complete(story())
