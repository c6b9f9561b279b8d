"""A sheet over the window: it keeps the keys, gives the focus back, and the lock covers it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gridworker.ui.theme.theme import Theme
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.sheet import Sheet
from tests.ui.conftest import settle


class Office:
    """A frame with pages and a lock; two fields on the page, and what its keys did."""

    def __init__(self, qtbot: QtBot) -> None:
        self.frame, self.pages, self.lock = QStackedWidget(), QMainWindow(), QWidget()
        inside = QWidget()
        column = QVBoxLayout(inside)
        self.name, self.place = QLineEdit(), QLineEdit()
        column.addWidget(self.name)
        column.addWidget(self.place)
        self.pages.setCentralWidget(inside)
        self.did: list[str] = []
        for key in ("F5", "Escape", "Ctrl+L"):
            QShortcut(QKeySequence(key), self.pages).activated.connect(lambda key=key: self.did.append(key))
        self.frame.addWidget(self.pages)
        self.frame.addWidget(self.lock)
        qtbot.addWidget(self.frame)
        self.frame.resize(960, 600)
        self.frame.show()
        self.frame.activateWindow()
        self.place.setFocus()
        settle()


@pytest.fixture
def office(look: Theme, qtbot: QtBot) -> Office:
    return Office(qtbot)


def asked(office: Office) -> tuple[Sheet, QLineEdit, Button, Button, list[int]]:
    """A sheet with a field and two buttons, opened from the page."""
    sheet = Sheet(office.place, "查看原因", 480)
    field, cancel, save = QLineEdit(), Button("取消", key="Esc"), Button("显示")
    sheet.column.addWidget(field)
    sheet.foot(cancel, save)
    field.setFocus()
    ended: list[int] = []
    sheet.finished.connect(ended.append)
    sheet.open()
    settle()
    return sheet, field, cancel, save, ended


def test_no_key_reaches_the_page_below(office: Office) -> None:
    _sheet, field, _cancel, _save, ended = asked(office)
    assert field.hasFocus()
    QTest.keyClick(field, Qt.Key.Key_F5)
    assert office.did == []
    QTest.keyClick(field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert office.did == ["Ctrl+L"], "the laptop can be locked at any time"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (office.did, ended) == (["Ctrl+L"], [0])


def test_the_focus_returns_to_the_field_it_came_from(office: Office) -> None:
    _sheet, field, _cancel, _save, _ended = asked(office)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    settle()
    assert office.place.hasFocus()


def test_tab_goes_round_inside(office: Office) -> None:
    _sheet, field, cancel, save, _ended = asked(office)
    for expected in (cancel, save, field, cancel):
        QTest.keyClick(office.frame.focusWidget(), Qt.Key.Key_Tab)
        assert office.frame.focusWidget() is expected


def test_the_page_is_seen_through_the_scrim(office: Office) -> None:
    inside = office.place.mapTo(office.pages, QPoint(40, office.place.height() // 2))
    above = office.place.mapTo(office.pages, QPoint(40, -20))
    asked(office)
    seen = office.pages.grab().toImage()
    assert seen.pixelColor(inside) != seen.pixelColor(above), "the field is still there, only darker"


def test_the_lock_covers_it(office: Office) -> None:
    sheet, _field, _cancel, _save, _ended = asked(office)
    office.frame.setCurrentWidget(office.lock)
    assert not sheet.isVisible()
    office.frame.setCurrentWidget(office.pages)
    assert sheet.isVisible(), "and the question is still there after it"


def test_it_stays_in_the_middle_of_a_window_that_grows_and_never_beyond_it(office: Office) -> None:
    sheet = Sheet(office.place, "同步记录", 2000, 2000)
    sheet.open()
    settle()
    assert sheet.rect().contains(sheet.card.geometry())
    office.frame.resize(1366, 720)
    settle()
    assert sheet.rect().size() == office.pages.size()
    assert sheet.rect().contains(sheet.card.geometry())
    assert abs(sheet.card.geometry().center().x() - sheet.rect().center().x()) <= 1
