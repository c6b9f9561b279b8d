"""Writing into forms: labels, errors, values carried over, dates, searching, and text that grows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridworker.ui.theme.theme import Theme
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.search_box import SearchBox
from gridworker.ui.widgets.text_field import TextField
from tests.ui.conftest import Stand, settle

Key = Qt.Key
TOO_SHORT = "手机号应为 11 位，现在只有 7 位。"


def test_an_error_says_what_to_do_and_goes_away(stand: Stand) -> None:
    phone = LabelledField("电话", LineField(numeric=True), hint="11 位手机号")
    stand(phone)
    before = phone.sizeHint().height()
    phone.set_error(TOO_SHORT)
    assert (phone.error, phone.field.property("invalid")) == (TOO_SHORT, True)
    assert phone.field.accessibleDescription() == f"{TOO_SHORT}\n11 位手机号"
    assert phone.sizeHint().height() > before
    phone.set_error("")
    assert (phone.error, phone.field.property("invalid")) == ("", False)
    assert phone.field.accessibleDescription() == "11 位手机号"


def test_a_required_field_says_so_to_everybody(stand: Stand) -> None:
    place = LabelledField("地点", LineField(), required_word="必填", key="A")
    stand(place)
    assert place.field.accessibleName() == "地点 必填"
    assert place.label.buddy() is place.field


def test_alt_and_a_letter_lead_to_a_field(stand: Stand) -> None:
    when, place = LabelledField("时间", LineField(), key="T"), LabelledField("地点", LineField(), key="A")
    stand(when, place)
    assert isinstance(place.field, LineField)
    place.field.set_value("东篱苑")
    when.field.setFocus()
    QTest.keyClick(when.field, Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert place.field.hasFocus()
    assert place.field.selectedText() == "东篱苑"


def test_fields_side_by_side_stand_on_one_line(stand: Stand, look: Theme) -> None:
    with_key, without = LabelledField("时间", LineField(), key="T"), LabelledField("方式", LineField())
    row = QWidget()
    beside = QHBoxLayout(row)
    beside.addWidget(with_key)
    beside.addWidget(without)
    stand(row)
    for scale in (1.0, 1.5):
        look.set_scale(scale)
        settle()
        assert with_key.field.y() == without.field.y()


def test_enter_does_not_move_on_from_where_the_page_has_led(stand: Stand) -> None:
    code, name, password = LineField(), LineField(), LineField()
    stand(code, name, password)
    code.returnPressed.connect(password.setFocus)
    QTest.keyClick(code, Key.Key_Return)
    assert password.hasFocus()


def test_last_times_value_is_tinted_until_the_person_types(stand: Stand) -> None:
    mode = LineField()
    stand(mode)
    mode.set_value("步行")
    mode.set_carried(True)
    tinted = mode.grab().toImage()
    QTest.keyClicks(mode, "2")
    assert not mode.is_carried()
    mode.set_value("步行")
    assert mode.grab().toImage() != tinted


def test_what_the_program_sets_is_no_change_of_the_person(stand: Stand) -> None:
    line, text = LineField(), TextField()
    stand(line, text)
    told: list[str] = []
    line.changed.connect(lambda: told.append("line"))
    text.changed.connect(lambda: told.append("text"))
    line.set_value("西河沿 42 号")
    text.set_value("河埠头护栏松动")
    assert told == []
    QTest.keyClicks(line, "1")
    QTest.keyClicks(text, "1")
    assert told == ["line", "text"]


def test_a_long_value_shows_its_beginning(stand: Stand) -> None:
    place = LineField()
    place.set_value("浙江省杭州市萧山区柳塘街道东篱社区东篱苑小区 3 幢 2 单元 1402 室")
    assert place.cursorPosition() == 0


def test_text_grows_with_what_is_written_up_to_its_limit(stand: Stand) -> None:
    text = TextField(lines=2, most_lines=4)
    stand(text)
    heights = []
    for lines in (1, 2, 3, 4, 5, 9):
        text.set_value("\n".join("楼道堆物" for _ in range(lines)))
        settle()
        heights.append(text.height())
    assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4] == heights[5]
    assert text.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("lines", [2, 3, 4])
def test_text_that_fits_needs_no_scroll_bar(stand: Stand, look: Theme, lines: int) -> None:
    for scale in (1.0, 1.15, 1.3, 1.5):
        look.set_scale(scale)
        text = TextField(lines=2, most_lines=4)
        stand(text)
        text.set_value("\n".join("楼道堆物" for _ in range(lines)))
        settle()
        assert text.verticalScrollBar().maximum() == 0


def test_enter_writes_a_line_and_ctrl_enter_is_the_forms(stand: Stand) -> None:
    text, nothing = TextField(), LineField()
    window = stand(text, nothing)
    saved: list[str] = []
    shortcut = QShortcut(QKeySequence("Ctrl+Return"), window)
    shortcut.activated.connect(lambda: saved.append(text.value()))
    text.setFocus()
    QTest.keyClicks(text, "1")
    QTest.keyClick(text, Key.Key_Return)
    QTest.keyClicks(text, "2")
    QTest.keyClick(text, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (saved, text.toPlainText()) == (["1\n2"], "1\n2")
    QTest.keyClick(text, Key.Key_Tab)
    assert nothing.hasFocus()


def test_undo_stays_the_fields_own(stand: Stand) -> None:
    text = TextField()
    stand(text)
    text.set_value("楼道")
    QTest.keyClicks(text, "1")
    QTest.keyClick(text, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert text.value() == "楼道"
    QTest.keyClick(text, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert text.value() == "楼道"


def parse(text: str) -> date | None:
    days = {"今天": 0, "昨天": -1, "明天": 1}
    return date(2026, 11, 22) + timedelta(days[text]) if text in days else None


def show(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"


def recheck(stand: Stand) -> DateField[date]:
    made: DateField[date] = DateField(parse, show, step=lambda day, steps: day + timedelta(steps))
    stand(made, LineField())
    made.setFocus()
    return made


def test_a_date_is_typed_as_it_is_said(stand: Stand) -> None:
    field = recheck(stand)
    told: list[date | None] = []
    field.picked.connect(told.append)
    field.setText("明")
    field.textEdited.emit("明")
    assert (field.moment(), field.is_understood()) == (None, False)
    field.setText("明天")
    field.textEdited.emit("明天")
    assert told == [date(2026, 11, 23)]
    QTest.keyClick(field, Key.Key_Return)
    assert (field.text(), field.is_understood()) == ("11 月 23 日", True)


def test_what_is_not_a_date_stays_to_be_corrected(stand: Stand) -> None:
    field = recheck(stand)
    QTest.keyClicks(field, "33-44")
    QTest.keyClick(field, Key.Key_Tab)
    assert (field.text(), field.moment(), field.is_understood()) == ("33-44", None, False)


def test_up_and_down_move_a_date_by_days(stand: Stand) -> None:
    field = recheck(stand)
    field.set_moment(date(2026, 11, 30))
    QTest.keyClick(field, Key.Key_Up)
    assert (field.moment(), field.text()) == (date(2026, 12, 1), "12 月 1 日")
    QTest.keyClick(field, Key.Key_Down)
    QTest.keyClick(field, Key.Key_Down)
    assert field.moment() == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("hint", "shorter"),
    [
        ("搜索姓名、地址、编号，支持拼音首字母", ["搜索姓名、地址、编号", "搜索姓名", ""]),
        ("Filter: place or words", ["Filter", ""]),
    ],
)
def test_a_hint_that_has_no_room_is_short(stand: Stand, hint: str, shorter: list[str]) -> None:
    search = SearchBox(hint, "清除", "Ctrl+K")
    stand(search)
    seen = []
    for width in range(search.width_of_words, 60, -1):
        search.setFixedWidth(width)
        settle()
        seen.append(search.placeholderText())
        assert search.accessibleName() == hint
    assert list(dict.fromkeys(seen)) == [hint, *shorter]


def test_searching_ends_with_escape_or_the_cross(stand: Stand) -> None:
    search = SearchBox("搜索姓名、地址、编号", "清除", "Ctrl+K")
    window = stand(search)
    told: list[str] = []
    search.changed.connect(lambda: told.append(search.value()))
    left: list[str] = []
    shortcut = QShortcut(QKeySequence("F3"), window)
    shortcut.activated.connect(lambda: left.append("F3"))
    QTest.keyClicks(search, "ljg")
    QTest.keyClick(search, Key.Key_Escape)
    assert (search.value(), told) == ("", ["l", "lj", "ljg", ""])
    QTest.keyClicks(search, "x")
    search.actions()[0].trigger()
    assert search.value() == ""
    QTest.keyClick(search, Key.Key_F3)
    assert left == ["F3"]
