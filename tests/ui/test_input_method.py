"""While an input method composes, nothing else acts: the letters are no text yet, and Enter is not yet Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gridworker.ui.theme.theme import Theme
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.search_box import SearchBox
from gridworker.ui.widgets.text_field import TextField
from tests.ui.composing import commit

Key = Qt.Key
Field = LineField | TextField


class Form(QWidget):
    """A patrol being written: a place, a description, and the keys of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.place, self.text = LineField(), TextField()
        self.done: list[str] = []
        column = QVBoxLayout(self)
        column.addWidget(self.place)
        column.addWidget(self.text)
        for key in ("Ctrl+Return", "F9", "Esc", "Ctrl+K", "Alt+T"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda key=key: self.done.append(key))


@pytest.fixture
def form(look: Theme, qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.place.setFocus()
    QApplication.processEvents()
    return made


def compose(field: QWidget, letters: str) -> None:
    """The input method shows `letters` that are not text yet."""
    QApplication.sendEvent(field, QInputMethodEvent(letters, []))


@pytest.mark.parametrize("name", ["place", "text"])
def test_no_key_of_the_page_acts_while_zhou_min_is_choosing_a_character(form: Form, name: str) -> None:
    field: Field = getattr(form, name)
    field.setFocus()
    compose(field, "dongli")
    assert composing()
    for key in (Key.Key_F9, Key.Key_Escape, Key.Key_Return, Key.Key_Enter, Key.Key_Tab):
        QTest.keyClick(field, key)
    QTest.keyClick(field, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert form.done == []
    assert field.hasFocus()
    assert field.value() == ""


@pytest.mark.parametrize("name", ["place", "text"])
def test_after_the_choice_every_key_acts_again(form: Form, name: str) -> None:
    field: Field = getattr(form, name)
    field.setFocus()
    compose(field, "dongliyuan")
    commit(field, "东篱苑")
    assert not composing()
    assert field.value() == "东篱苑"
    QTest.keyClick(field, Key.Key_F9)
    QTest.keyClick(field, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Key.Key_Escape)
    assert form.done == ["F9", "Ctrl+Return", "Esc"]
    assert field.value() == "东篱苑"


def test_enter_moves_on_only_after_the_choice(form: Form) -> None:
    compose(form.place, "xihe")
    QTest.keyClick(form.place, Key.Key_Return)
    assert form.place.hasFocus()
    commit(form.place, "西河沿")
    QTest.keyClick(form.place, Key.Key_Return)
    assert form.text.hasFocus()


@pytest.mark.parametrize("name", ["place", "text"])
def test_a_change_is_told_once_when_the_characters_are_there(form: Form, name: str) -> None:
    field: Field = getattr(form, name)
    told: list[str] = []
    field.changed.connect(lambda: told.append(field.value()))
    for letters in ("l", "lo", "lou", "loudao"):
        compose(field, letters)
    assert told == []
    commit(field, "楼道")
    assert told == ["楼道"]


def test_giving_up_the_choice_leaves_the_field_as_it_was(form: Form) -> None:
    compose(form.text, "lou")
    compose(form.text, "")
    assert not composing()
    assert form.text.value() == ""


def test_leaving_or_losing_the_field_ends_the_composing(form: Form) -> None:
    compose(form.place, "dong")
    form.text.setFocus()
    assert not composing()
    compose(form.text, "xi")
    form.hide()
    assert not composing()


def test_a_field_that_is_deleted_does_not_block_the_keys(form: Form, qtbot: QtBot) -> None:
    other = LineField(parent=form)
    other.show()
    compose(other, "nan")
    assert composing()
    other.setParent(None)
    other.deleteLater()
    qtbot.waitUntil(lambda: not composing())


def test_full_width_digits_are_folded_once_they_are_committed(look: Theme, qtbot: QtBot) -> None:
    phone = LineField(numeric=True)
    qtbot.addWidget(phone)
    compose(phone, "１３８")
    assert phone.text() == ""
    commit(phone, "１３８－０００")
    assert phone.text() == "138-000"
    assert phone.cursorPosition() == 7


def test_digits_put_into_the_middle_keep_the_place_of_the_cursor(look: Theme, qtbot: QtBot) -> None:
    phone = LineField(numeric=True)
    qtbot.addWidget(phone)
    phone.set_value("1380")
    phone.setCursorPosition(2)
    commit(phone, "９９")
    assert (phone.text(), phone.cursorPosition()) == ("139980", 4)


def test_prose_keeps_its_full_width_signs(look: Theme, qtbot: QtBot) -> None:
    title = LineField()
    qtbot.addWidget(title)
    commit(title, "楼上漏水，１楼受潮")
    assert title.value() == "楼上漏水，１楼受潮"


def test_a_date_is_read_after_the_choice(look: Theme, qtbot: QtBot) -> None:
    read: list[str] = []

    def parse(text: str) -> str | None:
        read.append(text)
        return {"昨天3点": "11-21 15:00"}.get(text)

    when: DateField[str] = DateField(parse, str)
    qtbot.addWidget(when)
    compose(when, "zuotian")
    assert read == []
    commit(when, "昨天3点")
    assert (read, when.moment()) == (["昨天3点"], "11-21 15:00")


def test_escape_gives_up_the_letters_and_not_the_search(look: Theme, qtbot: QtBot) -> None:
    search = SearchBox("搜索", "清除")
    qtbot.addWidget(search)
    search.show()
    search.set_value("李")
    search.setCursorPosition(1)
    compose(search, "jian")
    QTest.keyClick(search, Key.Key_Escape)
    assert search.value() == "李"
    commit(search, "建国")
    assert search.value() == "李建国"
