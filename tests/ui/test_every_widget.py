"""What holds for every widget in every look: a name, a size for fingers, nothing cut, a visible focus."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import TEXT_SCALES
from gridworker.ui.theme.theme import Appearance, Theme
from gridworker.ui.widgets.mark import Backdrop
from gridworker.ui.widgets.painting import Painted, PaintedButton
from gridworker.ui.widgets.signs import Divider, Plate
from gridworker.ui.widgets.text import Label, Paragraph
from tests.ui.conftest import settle
from tests.ui.gallery import SHEETS, shown

Kind = TypeVar("Kind", bound=QWidget)

LOOKS = [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST]
# They say nothing: the words stand beside them.
DECORATION = (Plate, Divider, Backdrop)
FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QPushButton)


@pytest.fixture(params=[1.0])
def scale(request: pytest.FixtureRequest, look: Theme) -> float:
    """The text size; a test that wants others parametrizes it."""
    chosen: float = request.param
    look.set_scale(chosen)
    return chosen


@pytest.fixture(params=list(SHEETS))
def sheet(request: pytest.FixtureRequest, scale: float, qtbot: QtBot) -> QWidget:
    made = shown(request.param)
    qtbot.addWidget(made)
    settle()
    return made


def every(sheet: QWidget, kind: type[Kind]) -> list[Kind]:
    inside: Iterable[QWidget] = sheet.findChildren(QWidget)
    return [w for w in inside if isinstance(w, kind)]


def painted(sheet: QWidget) -> list[QWidget]:
    return [w for w in every(sheet, QWidget) if isinstance(w, Painted) and w.isVisible()]


def focusable(sheet: QWidget) -> list[QWidget]:
    return [
        w
        for w in every(sheet, QWidget)
        if w.isVisible() and w.isEnabled() and isinstance(w, (PaintedButton, *FIELDS))
    ]


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{widget.accessibleName()}”"


def test_everything_has_a_name(sheet: QWidget) -> None:
    told = [w for w in painted(sheet) if type(w).__module__.startswith("gridworker")]
    nameless = [
        type(w).__name__
        for w in {*told, *focusable(sheet)}
        if not w.accessibleName()
        and not isinstance(w, DECORATION)
        and not type(w).__name__.startswith("_")
        and type(w).__name__ not in ("Card", "SegmentedChoice", "ChipGroup")
    ]
    assert nameless == []


@pytest.mark.parametrize("scale", TEXT_SCALES, indirect=True)
def test_everything_that_is_pressed_is_large_enough(sheet: QWidget, scale: float) -> None:
    least = theme.current().target
    # Segments stand in a frame that is pressed with them.
    inset = 6
    small = [
        f"{described(w)} {w.width()}×{w.height()}"
        for w in focusable(sheet)
        if w.height() < least - (inset if type(w).__name__ == "Segment" else 0) or w.width() < least - inset
    ]
    assert small == []


@pytest.mark.parametrize("scale", TEXT_SCALES, indirect=True)
def test_no_text_is_cut(sheet: QWidget, scale: float) -> None:
    sheet.resize(sheet.minimumSizeHint().expandedTo(sheet.size()))
    settle()
    sheet.grab()
    flat = [
        f"{described(w)} {w.size().toTuple()} < {w.minimumSizeHint().toTuple()}"
        for w in painted(sheet)
        if w.height() < w.minimumSizeHint().height()
    ]
    low = [
        described(w)
        for w in every(sheet, Paragraph)
        if w.isVisible() and w.height() < w.heightForWidth(w.width())
    ]
    cut = [f"{described(w)}: {w._cut_text}" for w in painted(sheet) if isinstance(w, Painted) and w._cut_text]
    narrow = [
        described(w)
        for w in every(sheet, Label)
        if w.isVisible() and w.width() < w.fontMetrics().horizontalAdvance(w.text())
    ]
    assert (flat, low, cut, narrow) == ([], [], [], [])


@pytest.mark.parametrize("appearance", LOOKS[1:])
def test_a_change_of_look_reaches_every_widget_at_once(sheet: QWidget, appearance: Appearance) -> None:
    before = sheet.grab().toImage()
    theme.current().set_appearance(appearance)
    settle()
    after = sheet.grab().toImage()
    assert after != before
    theme.current().set_appearance(Appearance.LIGHT)
    settle()
    sheet.resize(before.size())
    settle()
    assert sheet.grab().toImage() == before


@pytest.mark.parametrize("appearance", LOOKS)
def test_the_focus_can_be_seen_wherever_it_is(sheet: QWidget, appearance: Appearance) -> None:
    theme.current().set_appearance(appearance)
    sheet.activateWindow()
    settle()
    unseen = []
    for widget in focusable(sheet):
        sheet.setFocus()
        plain = picture_of(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        settle()
        if widget.hasFocus() and picture_of(widget) == plain:
            unseen.append(described(widget))
    assert unseen == []


def picture_of(widget: QWidget) -> QImage:
    """The widget without its cursor, which blinks."""
    if isinstance(widget, QLineEdit):
        widget.deselect()
    return widget.grab().toImage()


@pytest.mark.parametrize("scale", [1.0, 1.5], indirect=True)
def test_no_size_is_too_small_to_draw(sheet: QWidget, scale: float) -> None:
    """Qt would say so in a warning, and a warning fails the test."""
    for widget in painted(sheet):
        for width, height in ((1, 1), (1, 300), (300, 1), (2000, 2000)):
            widget.resize(width, height)
            widget.grab()


def test_a_click_does_not_draw_the_ring(sheet: QWidget) -> None:
    button = next(w for w in focusable(sheet) if isinstance(w, QPushButton) and isinstance(w, Painted))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.hasFocus()
    assert not button.focus_shown


def test_labels_lead_to_their_fields(sheet: QWidget) -> None:
    fields = [w for w in focusable(sheet) if isinstance(w, (QLineEdit, QPlainTextEdit))]
    led_to = {label.buddy() for label in every(sheet, QLabel) if label.buddy() is not None}
    alone = [described(w) for w in fields if w not in led_to and not type(w).__name__.startswith("SearchBox")]
    assert alone == []
