"""A test of the window that fails takes no other with it: all is taken away behind it, and nothing is waited for."""

from __future__ import annotations

import re

import pytest

from tests.ui.planted import said_of, summary_of

PLANTED = """
import asyncio
import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.widgets.sheet import Sheet
from tests.ui import patience
from tests.ui.bad_days.full_disk import FULL, fill_disk, writing
from tests.ui.pages.typing import Typist, hide_and_end

def asked_over(page, background):
    # Nobody answers.
    async def ask():
        await background.answered(QDialog(page))
    background.spawn(ask(), page)

async def round_of(page, session):
    typist = Typist(page, session)
    await typist.enter("new")
    await typist.press("d", "l", "F9")
    assert page.isVisible()

@pytest.fixture
def page(session):
    made = PatrolPage(session)
    yield made
    hide_and_end(made)

def test_fails_with_a_question_open(walker, loop):
    async def story():
        await walker.page("today")
        await walker.press("Ctrl+N")
        assert not isinstance(walker.scene, Sheet)
    loop.run_until_complete(story())

def test_next_walk(walker, loop):
    async def story():
        await walker.page("today")
        await walker.press("Ctrl+N")
        assert isinstance(walker.scene, Sheet)
        walker.scene.reject()
        await walker.rest()
    loop.run_until_complete(story())

def test_fails_before_it_ends_its_page(session, loop, background):
    page = PatrolPage(session)
    async def story():
        await round_of(page, session)
        asked_over(page, background)
        await asyncio.sleep(0)
        raise AssertionError("planted")
    loop.run_until_complete(story())

def test_next_page(page, session, loop):
    loop.run_until_complete(round_of(page, session))

def test_fails_while_it_waits_for_an_answer(session, loop, background, monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE_S", 1)
    page = PatrolPage(session)
    async def story():
        page.enter("new")
        asked_over(page, background)
        await background.idle()
    loop.run_until_complete(story())

def test_next_field(stand):
    field = QLineEdit()
    stand(field)
    assert QApplication.focusWidget() is field

def test_fails_on_a_full_disk(loop, day):
    async def story():
        await writing(day)
        fill_disk(day.session.profile)
        day.typist().write("lost" * 3000)
        raise AssertionError("planted")
    loop.run_until_complete(story())

def test_next_day(loop, day):
    async def story():
        page = await writing(day)
        assert page.isVisible()
    loop.run_until_complete(story())
"""
FAILED = (
    "test_fails_with_a_question_open",
    "test_fails_before_it_ends_its_page",
    "test_fails_while_it_waits_for_an_answer",
    "test_fails_on_a_full_disk",
)
NEXT = ("test_next_walk", "test_next_page", "test_next_field", "test_next_day")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of the planted tests, and how long the end of each took."""
    folder = tmp_path_factory.mktemp("planted")
    return said_of(
        PLANTED, folder, "-p", "tests.ui.bad_days.conftest", "--durations=0", "--durations-min=0.01"
    )


@pytest.mark.parametrize("after", NEXT)
def test_the_next_test_does_not_feel_it(said: str, after: str) -> None:
    assert f"::{after} PASSED" in said, said


def test_each_is_told_once(said: str) -> None:
    assert [re.sub(r" - .*|.*::", "", line) for line in summary_of(said)] == list(FAILED), said


def test_what_stood_still_says_where(said: str) -> None:
    assert "nothing goes on any more" in said
    assert "asked_over.<locals>.ask" in said


def test_nothing_is_waited_for_behind_it(said: str) -> None:
    took = re.findall(r"([\d.]+)s teardown +::(\w+)", said)
    assert took, said
    assert [name for seconds, name in took if float(seconds) > 60] == []
