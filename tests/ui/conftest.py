"""The look on the application of the tests, set back after each one; and all is taken away, however a test ended."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gridworker.environment.memory import look_here_alone
from gridworker.ui.background import Background, make_loop
from gridworker.ui.session import Session
from gridworker.ui.theme import theme
from gridworker.ui.theme.theme import Appearance, Theme
from tests.laptop import laptop
from tests.stories.cast import District
from tests.ui.leftovers import Standing, left_behind, take_away
from tests.ui.pages.typing import Ends, P, Play, hide_and_end
from tests.ui.patience import Failed, Patience, break_off
from tests.ui.walk.full_laptop import FullLaptop
from tests.ui.walk.walker import Walker

_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes before the fixtures end that the test has failed."""
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture
def failed(request: pytest.FixtureRequest) -> Failed:
    """Whether the test has failed: then what it began is broken off, not awaited."""
    stash = request.node.stash
    return lambda: bool(stash.get(_FAILED, False))


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with the theme on it and nothing that moves; the last window may go without ending it."""
    qapp.setEffectEnabled(Qt.UIEffect.UI_General, False)
    qapp.setQuitOnLastWindowClosed(False)
    theme.current().apply(qapp)
    return qapp


@pytest.fixture(scope="module", autouse=True)
def dead_in_their_own_thread() -> Iterator[None]:
    """What the tests of a file leave to die goes in the thread of Qt, before others make objects in theirs."""
    look_here_alone()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def nothing_is_left(dressed: QApplication, failed: Failed) -> Iterator[None]:
    """A test whose windows, timers or threads outlive it fails; that a failed one leaves some is no news."""
    before = Standing()
    yield
    # What Python put there would outlive Python, and the process would end in a crash.
    QGuiApplication.clipboard().clear()
    left = left_behind(before)
    take_away(before)
    assert failed() or left == []


class Stand(Protocol):
    """Puts widgets into a window that is shown and active, the first of them with the focus."""

    def __call__(self, *widgets: QWidget, width: int = 480) -> QWidget: ...


@pytest.fixture
def stand(look: Theme, qtbot: QtBot) -> Stand:
    """Windows that live as long as the test."""
    windows = []

    def make(*widgets: QWidget, width: int = 480) -> QWidget:
        window = QWidget()
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(width, 600)
        window.show()
        window.activateWindow()
        if widgets:
            widgets[0].setFocus(Qt.FocusReason.TabFocusReason)
        settle()
        return window

    return make


def settle() -> None:
    """Let layouts come to rest: heights that follow from widths take more than one round."""
    for _ in range(4):
        QApplication.processEvents()


@pytest.fixture
def look(dressed: QApplication) -> Iterator[Theme]:
    """The theme, light and at 100 % when the test begins."""
    now = theme.current()
    now.set_appearance(Appearance.LIGHT)
    now.set_scale(1.0)
    yield now
    now.set_appearance(Appearance.LIGHT)
    now.set_scale(1.0)


@pytest.fixture
def loop(dressed: QApplication, failed: Failed) -> Iterator[asyncio.AbstractEventLoop]:
    """Qt's loop, in which a test's coroutine runs: `loop.run_until_complete(story())`."""
    made = make_loop(dressed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "run_until_complete", Patience(made, failed).run)
        yield made
        unfinished = asyncio.all_tasks(made)
        break_off(made, unfinished)
    made.close()
    assert failed() or [str(task.get_coro()) for task in unfinished] == []


@pytest.fixture
def background(look: Theme, loop: asyncio.AbstractEventLoop, failed: Failed) -> Iterator[Background]:
    """What windows do beside themselves; whatever no task caught fails the test."""
    errors: list[BaseException] = []
    made = Background(loop, errors.append)
    yield made
    if not failed():
        loop.run_until_complete(made.idle())
    loop.run_until_complete(made.close())
    assert errors == []


@pytest.fixture
def session(
    background: Background, loop: asyncio.AbstractEventLoop, failed: Failed, tmp_path: Path
) -> Iterator[Session]:
    """An unlocked laptop with nothing on it."""
    profile = laptop()
    profile.folder = tmp_path
    made = Session(profile, background, "zh_CN")
    yield made
    made.locked.emit(True)
    loop.run_until_complete(background.close() if failed() else background.idle())
    profile.close()


@pytest.fixture
def ends(session: Session) -> Iterator[Ends]:
    """Pages and windows that go behind the test, before the laptop they work on does."""
    made: list[QWidget] = []

    def keep(page: P) -> P:
        made.append(page)
        return page

    yield keep
    for page in made:
        hide_and_end(page)


@pytest.fixture
def play(loop: asyncio.AbstractEventLoop) -> Play:
    """Runs a story to its end."""
    return loop.run_until_complete


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """A district that serves, one for all tests of a file."""
    district = District(tmp_path_factory.mktemp("district") / "data")
    district.set_up()
    district.opens()
    yield district
    district.dies()


@pytest.fixture(scope="module")
def full_laptop() -> Iterator[FullLaptop]:
    """A laptop with a month of work, one for all tests of a file."""
    made = FullLaptop("zh_CN")
    yield made
    made.close()


@pytest.fixture
def walker(background: Background, full_laptop: FullLaptop) -> Iterator[Walker]:
    """The whole window on that laptop."""
    made = Walker(full_laptop, full_laptop.session(background))
    yield made
    hide_and_end(made.window)
