"""Where Tab leads in a scene, and whether one sees where it has led."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from tests.ui.walk.looking import called, out_of_sight, takes_focus
from tests.ui.walk.walker import Walker

MOST_STOPS = 150
BORDER = 3


class Round(NamedTuple):
    """One round of Tab through a scene, as a report."""

    unreached: list[str]
    outside: list[str]
    unseen: list[str]
    hidden: list[str]


async def go_round(walker: Walker) -> Round | None:
    """Tab by Tab until the focus is where it began; None where all is well."""
    scene = walker.scene
    wanted = takes_focus(scene)
    if not scene.isAncestorOf(QApplication.focusWidget() or walker.window):
        wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    stops: list[QWidget] = []
    unseen, hidden = [], []
    before: tuple[QWidget, QImage] | None = None
    for _ in range(MOST_STOPS):
        await walker.press("Tab")
        stop = QApplication.focusWidget()
        if before is not None and before[0].isVisible() and stop is not before[0]:
            widget, focused = before
            if picture_of(widget) == focused:
                unseen.append(called(widget))
        if stop is None or stop in stops:
            break
        stops.append(stop)
        if below := out_of_sight(stop):
            hidden.append(below)
        before = (stop, picture_of(stop))
    outside = [called(stop) for stop in stops if stop is not scene and not scene.isAncestorOf(stop)]
    unreached = [called(widget) for widget in takes_focus(scene) if widget not in stops]
    found = Round(unreached, outside, unseen, hidden)
    return found if any(found) else None


def picture_of(widget: QWidget) -> QImage:
    """The widget; of a text field only its edge, for a cursor is no sign that can be seen from afar."""
    picture = widget.grab().toImage()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        painter = QPainter(picture)
        painter.fillRect(
            widget.rect().marginsRemoved(QMargins(BORDER, BORDER, BORDER, BORDER)), Qt.GlobalColor.black
        )
        painter.end()
    return picture
