"""Old 4:3 screens and a scaling of 150 %: every page fits, or is reached by scrolling."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stories.cast import PASSWORD

LOOKS = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractButton, QApplication
from gridworker.ui.application import Frame
from gridworker.ui.background import Background, make_loop, run_until_quit
from gridworker.ui.shell.directory import ENTRIES
from gridworker.ui.theme import theme

def inside_a_scroll_area(widget):
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QAbstractScrollArea):
        above = above.parentWidget()
    return above is not None

def lost(window):
    # What can be pressed, is to be seen, lies under no edge of the window, and is not brought into sight by scrolling.
    room = window.rect()
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and not inside_a_scroll_area(button):
            where = button.rect().translated(button.mapTo(window, button.rect().topLeft()))
            if not room.contains(where):
                yield button.accessibleName() or button.text()

app = QApplication(sys.argv[:1])
app.setQuitOnLastWindowClosed(False)
theme.current().set_scale(float(sys.argv[5]))
theme.current().apply(app)
loop, errors = make_loop(app), []
found = {}

async def look(frame, background):
    frame._session or await background.idle()
    window = frame.window_of_pages
    for code in [entry.code for entry in ENTRIES] + ["patrol:new", "dispute:new", "visit:new"]:
        page, _, record = code.partition(":")
        window.open_page(page, record)
        await background.idle()
        await background.pause(150)
        least = frame.minimumSizeHint().expandedTo(window.minimumSizeHint())
        found[code] = [least.width(), least.height(), frame.width(), frame.height(), sorted(set(lost(frame)))]
    frame.close()

def begin(over):
    background = Background(loop, errors.append)
    frame = Frame(Path(sys.argv[1]), "zh_CN", background, over)
    frame.start(sys.argv[2])
    frame.resize(int(sys.argv[3]), int(sys.argv[4]))
    async def wait():
        while frame.window_of_pages is None:
            await background.pause(50)
        background.spawn(look(frame, background), frame)
    background.spawn(wait(), frame)

run_until_quit(loop, begin)
print(json.dumps([found, [repr(error) for error in errors]]))
"""


@pytest.mark.parametrize(
    ("width", "height", "scaling", "text"),
    [
        # What a title bar and the bar of the desktop leave of the screen.
        (1024, 700, "1", 1.0),
        (1280, 890, "1", 1.0),
        (1280, 890, "1", 1.3),
        # 1366 × 768 at 150 %.
        (910, 466, "1.5", 1.0),
    ],
)
def test_every_page_is_usable(zhou: Path, width: int, height: int, scaling: str, text: float) -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOOKS, str(zhou), PASSWORD, str(width), str(height), str(text)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scaling},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    found, errors = json.loads(told)
    assert errors == []
    for page, (least_width, least_height, got_width, got_height, lost) in found.items():
        assert (page, got_width, got_height) == (page, width, height), (least_width, least_height)
        assert (page, lost) == (page, [])
