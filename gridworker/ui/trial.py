"""The window tried out by itself: every page is built and painted, a record may be saved and found, the font and the
input method are looked at."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gridworker.domain.errors import ComputerTrouble
from gridworker.operations.find import search
from gridworker.operations.records import add_record
from gridworker.store.profile import Profile
from gridworker.ui.background import Background, make_loop, run_until_quit
from gridworker.ui.display import require_display
from gridworker.ui.pages.settings.checking import Result, font_found, input_found
from gridworker.ui.session import Session
from gridworker.ui.shell.directory import ENTRIES
from gridworker.ui.shell.window import MainWindow
from gridworker.ui.theme import theme

_STEP = 37
"""Pixels between those that are looked at: a page that was painted has more than one colour among them."""


class Trial(NamedTuple):
    """What came of it: the pages that stayed empty, whether the record was found, and the font and the input method."""

    empty: tuple[str, ...]
    found: bool
    computer: tuple[Result, ...]


def try_out(profile: Profile, language: str, fields: dict[str, Any] | None = None, word: str = "") -> Trial:
    """Opens the window on a profile; with `fields` saves a patrol with them and looks for `word`.

    Raises what goes wrong.
    """
    _without_a_screen()
    app = QApplication.instance() or QApplication(["gridworker"])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    theme.current().apply(app)
    loop, errors, trials = make_loop(app), list[BaseException](), list[Trial]()

    def begin(over: Callable[[], None]) -> None:
        background = Background(loop, errors.append)
        session = Session(profile, background, language)
        window = MainWindow(session)
        window.show()

        async def play() -> None:
            try:
                trials.append(await _play(window, fields, word))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what the trial found
                errors.append(error)
            window.close()
            window.deleteLater()
            await background.close()
            over()

        background.spawn(play(), app)

    run_until_quit(loop, begin)
    if errors:
        raise errors[0]
    return trials[0]


def _without_a_screen() -> None:
    """Where there is no display the pages are painted all the same."""
    try:
        require_display()
    except ComputerTrouble:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


async def _play(window: MainWindow, fields: dict[str, Any] | None, word: str) -> Trial:
    session, empty = window.session, []
    for entry in ENTRIES:
        window.open_page(entry.code)
        await session.background.idle()
        if not _is_painted(window.page.grab().toImage()):
            empty.append(session.said(entry.word))
    if fields is not None:
        session.tell(await session.run(add_record, "patrol", fields))
    hits = await session.run(search, word, 1)
    await session.background.idle()
    return Trial(tuple(empty), bool(hits), (font_found(session), input_found(session)))


def _is_painted(image: QImage) -> bool:
    seen = {
        image.pixel(x, y) for x in range(0, image.width(), _STEP) for y in range(0, image.height(), _STEP)
    }
    return len(seen) > 1
