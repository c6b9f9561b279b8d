"""Colours and text size follow the person and the system, at once and everywhere."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFontInfo, QGuiApplication, QHelpEvent, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from gridworker.ui.theme import tokens
from gridworker.ui.theme.measures import LARGE_TARGET, SMALLEST_TARGET, TEXT_SCALES, Type
from gridworker.ui.theme.theme import Appearance, Theme
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.search_box import SearchBox
from gridworker.ui.widgets.text import Label, Paragraph
from gridworker.ui.widgets.tile import Tile


def test_the_chosen_colours_are_on_the_application(look: Theme, qapp: QApplication) -> None:
    for appearance, wanted in (("light", tokens.LIGHT), ("dark", tokens.DARK), ("contrast", tokens.CONTRAST)):
        look.set_appearance(Appearance(appearance))
        assert look.tokens is wanted
        assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == wanted.bg


def test_the_systems_colours_are_followed(look: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hints of the platform are the edge of the program: here they are said to be dark."""
    hints = QGuiApplication.styleHints()
    look.set_appearance(Appearance.SYSTEM)
    monkeypatch.setattr(type(hints), "colorScheme", lambda _: Qt.ColorScheme.Dark)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert look.tokens is tokens.DARK
    look.set_appearance(Appearance.LIGHT)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert look.tokens is tokens.LIGHT


def test_a_change_is_told(look: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(look.changed):
        look.set_scale(1.3)
    with qtbot.waitSignal(look.changed):
        look.set_appearance(Appearance.DARK)


def test_only_the_four_sizes_exist(look: Theme) -> None:
    with pytest.raises(ValueError, match=r"1\.2"):
        look.set_scale(1.2)


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_labels_and_painted_text_have_the_same_size(look: Theme, qtbot: QtBot, scale: float) -> None:
    label, line = Label("东篱苑", Type.TITLE), Label("东篱苑")
    for made in (label, line):
        qtbot.addWidget(made)
        made.show()
    look.set_scale(scale)
    QApplication.processEvents()
    assert QFontInfo(label.font()).pixelSize() == round(20 * scale) == look.font(Type.TITLE).pixelSize()
    assert QFontInfo(line.font()).pixelSize() == round(15 * scale)


def test_large_text_has_large_targets(look: Theme) -> None:
    look.set_scale(1.15)
    assert look.target == SMALLEST_TARGET
    assert look.control >= SMALLEST_TARGET
    look.set_scale(1.3)
    assert look.target == LARGE_TARGET
    assert look.control >= LARGE_TARGET


def test_a_button_grows_with_the_text(look: Theme, qtbot: QtBot) -> None:
    button = Button("保存并记下一处", key="Ctrl+Enter")
    qtbot.addWidget(button)
    sizes = []
    for scale in TEXT_SCALES:
        look.set_scale(scale)
        sizes.append(button.sizeHint().width())
    assert sizes == sorted(set(sizes))


def test_a_paragraph_is_as_high_as_its_lines(look: Theme, qtbot: QtBot) -> None:
    words = Paragraph("没有传完也不会丢：每条记录确认收到后，才标记为“已同步”。")
    qtbot.addWidget(words)
    words.resize(120, 10)
    words.show()
    narrow = words.height()
    words.resize(600, 10)
    assert words.heightForWidth(600) < words.heightForWidth(120) <= narrow


def test_a_text_that_was_cut_is_the_tooltip(look: Theme, qtbot: QtBot) -> None:
    tile = Tile("person_walking", Tone.PRIMARY, "记巡查", "上次：东篱路沿线商铺至金禾里东门", "Ctrl+1")
    qtbot.addWidget(tile)
    tile.resize(220, 66)
    tile.show()
    tile.grab()
    QApplication.sendEvent(
        tile, QHelpEvent(QEvent.Type.ToolTip, QPoint(9, 9), tile.mapToGlobal(QPoint(9, 9)))
    )
    assert QToolTip.text() == "上次：东篱路沿线商铺至金禾里东门"
    tile.resize(500, 66)
    tile.grab()
    QApplication.sendEvent(
        tile, QHelpEvent(QEvent.Type.ToolTip, QPoint(9, 9), tile.mapToGlobal(QPoint(9, 9)))
    )
    qtbot.waitUntil(lambda: QToolTip.text() == "")


def test_a_placeholder_can_be_read(look: Theme, qtbot: QtBot) -> None:
    search = SearchBox("搜索姓名、地址、编号", "清除")
    qtbot.addWidget(search)
    search.show()
    assert search.palette().color(QPalette.ColorRole.PlaceholderText).name().upper() == tokens.LIGHT.text3


def test_calls_that_return_nothing_do_not_use_none_up(look: Theme, qtbot: QtBot) -> None:
    """PySide6 6.12 with Python 3.11 loses a reference to None each time, until the process ends."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 100
