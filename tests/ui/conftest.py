"""A window's surroundings for tests: the event loop in which tasks and Qt take turns, and an unlocked profile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from gridworker.store.profile import Profile
from gridworker.ui.background import Background, make_loop
from gridworker.ui.session import Session
from gridworker.ui.theme import theme
from tests.laptop import laptop

Play = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """The window's loop, closed when the test is over."""
    theme.current().apply(qapp)
    made = make_loop(qapp)
    yield made
    made.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def play(loop: asyncio.AbstractEventLoop) -> Play:
    """Runs the coroutine of a test to its end."""
    return loop.run_until_complete


@pytest.fixture
def profile() -> Iterator[Profile]:
    """周敏's laptop, in memory; a test that wants another defines its own."""
    with laptop() as made:
        yield made


@pytest.fixture
def session(loop: asyncio.AbstractEventLoop, profile: Profile) -> Iterator[Session]:
    """An unlocked profile as pages are given it. What a task did not catch fails the test."""
    troubles: list[BaseException] = []
    background = Background(loop, troubles.append)
    made = Session(profile, background, "zh_CN")
    yield made
    loop.run_until_complete(background.close())
    assert not troubles, troubles
