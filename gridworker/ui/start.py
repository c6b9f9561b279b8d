"""The window from its start to its end, once for every worker who goes on at the computer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from gridworker.environment.installation import Installation, installation, note_start
from gridworker.environment.settings import APPEARANCE, LANGUAGE, TEXT_SCALE, read_setting
from gridworker.ui.app_name import APP_NAME
from gridworker.ui.application import Frame, set_language
from gridworker.ui.background import Background, make_loop, run_until_quit
from gridworker.ui.crash import Crashes
from gridworker.ui.display import require_display
from gridworker.ui.one_instance import OneInstance
from gridworker.ui.theme import theme
from gridworker.ui.theme.theme import Appearance
from gridworker.ui.widgets.mark import mark_icon


def run(folder: Path, language: str, *, password: str = "") -> int:
    """Opens the window on the profile in `folder` and returns when it is closed; `password` unlocks it at once.

    Raises `ComputerTrouble` (`no_display`).
    """
    require_display()
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setWindowIcon(mark_icon())
    app.setQuitOnLastWindowClosed(False)
    own = OneInstance(folder)
    if not own.first():
        note_start(installation(), Installation.reach)
        return 0
    instance: OneInstance | None = own
    while instance is not None:
        instance = _use(app, instance, language, password)
        if instance is not None:
            language, password = read_setting(instance.folder, LANGUAGE), ""
    return 0


def _use(app: QApplication, instance: OneInstance, language: str, password: str) -> OneInstance | None:
    """The window of one profile from its start to its end; gives the profile of who goes on at this computer."""
    folder = instance.folder
    app.setApplicationDisplayName(APP_NAME.said(language))
    set_language(app, language)
    _dress(app, folder)
    crashes = Crashes(folder, language)
    loop, frames = make_loop(app), list[Frame]()

    def begin(over: Callable[[], None]) -> None:
        background = Background(loop, crashes.tell)
        frame = Frame(folder, language, background, over)
        frames.append(frame)
        crashes.watch(frame, frame)
        instance.raised.connect(frame.come_forward)
        frame.start(password)

    run_until_quit(loop, begin)
    instance.close()
    crashes.close()
    (frame,) = frames
    following = frame.next
    if frame.is_restarting:
        from gridworker.ui.first_start import start_anew

        start_anew()
    # Now, and not in the next person's first turn: the widgets would all be dressed once more for nobody.
    frame.deleteLater()
    QApplication.sendPostedEvents(frame, QEvent.Type.DeferredDelete.value)
    return following


def _dress(app: QApplication, folder: Path) -> None:
    now = theme.current()
    now.set_appearance(Appearance(read_setting(folder, APPEARANCE)))
    now.set_scale(float(read_setting(folder, TEXT_SCALE)))
    now.apply(app)
