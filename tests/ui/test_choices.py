"""Choosing from the keyboard: chips by digits and arrows, segments, lists, ticks and the pages of the rail."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.nav_item import NavItem
from gridworker.ui.widgets.pickers import PickList, Tick
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.tile import Tile
from tests.ui.conftest import Stand, settle
from tests.ui.gallery import FOUND

Key = Qt.Key
OUTCOMES = [Choice("persuaded", "劝导"), Choice("fixed", "当场整改"), Choice("deadline", "限期整改")]


def focused() -> QWidget:
    """What has the focus."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(*keys: Qt.Key) -> None:
    """Keys, to whatever has the focus."""
    for key in keys:
        QTest.keyClick(focused(), key)


def test_digits_pick_what_was_found(stand: Stand) -> None:
    found = ChipGroup(FOUND, multi=True, alone=["normal"])
    stand(found)
    press(Key.Key_2, Key.Key_5)
    assert found.value() == ["fire", "sanitation"]
    press(Key.Key_2)
    assert found.value() == ["sanitation"]
    press(Key.Key_0)
    assert found.value() == ["sanitation", "other"]


def test_nothing_found_stands_alone(stand: Stand) -> None:
    found = ChipGroup(FOUND, multi=True, alone=["normal"])
    stand(found)
    press(Key.Key_2, Key.Key_3, Key.Key_1)
    assert found.value() == ["normal"]
    press(Key.Key_4)
    assert found.value() == ["traffic"]


def test_one_outcome_at_a_time(stand: Stand) -> None:
    outcome = ChipGroup(OUTCOMES)
    told: list[list[str]] = []
    outcome.changed.connect(lambda: told.append(outcome.value()))
    stand(outcome)
    press(Key.Key_2, Key.Key_3, Key.Key_3)
    assert (outcome.value(), told) == (["deadline"], [["fixed"], ["deadline"]])


def test_an_optional_choice_is_taken_back_by_its_own_key(stand: Stand) -> None:
    outcome = ChipGroup(OUTCOMES, optional=True)
    stand(outcome)
    press(Key.Key_2, Key.Key_2)
    assert outcome.value() == []


def test_chips_are_one_stop_for_tab_and_arrows_walk_them(stand: Stand) -> None:
    found, place = ChipGroup(FOUND, multi=True), LineField()
    stand(found, place)
    press(Key.Key_Right, Key.Key_Right, Key.Key_Space)
    assert found.value() == ["security"]
    press(Key.Key_Tab)
    assert place.hasFocus()
    QTest.keyClick(place, Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert found.chips()[2].hasFocus()
    press(Key.Key_Left, Key.Key_Left, Key.Key_Left)
    assert found.chips()[-1].hasFocus()


def test_with_nothing_picked_any_more_tab_comes_to_the_first_again(stand: Stand) -> None:
    outcome = ChipGroup(OUTCOMES)
    field = LineField()
    stand(field, outcome)
    outcome.set_value(["fixed"])
    outcome.set_value([])
    outcome.setFocus()
    assert focused() is outcome.chips()[0]
    press(Key.Key_2)
    field.setFocus()
    outcome.set_value([""])
    press(Key.Key_Tab)
    assert focused() is outcome.chips()[0]


def test_a_digit_with_ctrl_belongs_to_the_page(stand: Stand) -> None:
    found = ChipGroup(FOUND, multi=True)
    stand(found)
    QTest.keyClick(focused(), Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert found.value() == []


def test_values_that_are_set_are_no_change_of_the_person(stand: Stand) -> None:
    found, answer = ChipGroup(FOUND, multi=True), SegmentedChoice(OUTCOMES)
    told: list[str] = []
    found.changed.connect(lambda: told.append("chips"))
    answer.changed.connect(lambda: told.append("segments"))
    found.set_value(["fire", "no such thing"])
    answer.set_value("fixed")
    assert (found.value(), answer.value(), told) == (["fire"], "fixed", [])
    found.pick("school")
    assert (found.value(), told) == (["fire", "school"], ["chips"])


def test_chips_wrap_where_the_window_is_narrow(stand: Stand) -> None:
    found = ChipGroup(FOUND, multi=True)
    window = stand(found)
    window.resize(1200, 200)
    settle()
    wide = {chip.y() for chip in found.chips()}
    window.resize(400, 300)
    settle()
    assert len(wide) == 1
    assert len({chip.y() for chip in found.chips()}) > 2
    assert max(chip.geometry().bottom() for chip in found.chips()) < found.height()


@pytest.mark.parametrize(
    ("keys", "picked"),
    [
        ([Key.Key_Right], "fixed"),
        ([Key.Key_Left], "deadline"),
        ([Key.Key_3], "deadline"),
        ([Key.Key_3, Key.Key_Right], "persuaded"),
    ],
)
def test_segments_by_arrows_and_digits(stand: Stand, keys: list[Qt.Key], picked: str) -> None:
    answer = SegmentedChoice(OUTCOMES, "persuaded")
    stand(answer)
    press(*keys)
    assert answer.value() == picked
    assert [segment.isChecked() for segment in answer.segments()].count(True) == 1


def test_segments_are_one_stop_for_tab(stand: Stand) -> None:
    answer, place = SegmentedChoice(OUTCOMES, "fixed"), LineField()
    stand(answer, place)
    assert answer.segments()[1].hasFocus()
    press(Key.Key_Tab)
    assert place.hasFocus()


def test_a_click_picks_a_segment_once(stand: Stand) -> None:
    answer = SegmentedChoice(OUTCOMES)
    told: list[str] = []
    answer.changed.connect(lambda: told.append(answer.value()))
    stand(answer)
    for _ in range(2):
        QTest.mouseClick(answer.segments()[2], Qt.MouseButton.LeftButton)
    assert told == ["deadline"]


def test_enter_and_space_press_buttons(stand: Stand) -> None:
    pressed: list[str] = []
    save = Button("完成", Weight.PRIMARY, key="F9")
    save.clicked.connect(lambda: pressed.append("完成"))
    stand(save)
    press(Key.Key_Return, Key.Key_Space)
    assert pressed == ["完成", "完成"]
    save.setEnabled(False)
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    assert len(pressed) == 2


def test_tiles_and_ticks_are_pressed_by_space(stand: Stand) -> None:
    pressed: list[str] = []
    tile = Tile("person_walking", Tone.PRIMARY, "记巡查", "上次：东篱路沿线", "Ctrl+1")
    tile.clicked.connect(lambda: pressed.append("记巡查"))
    tick = Tick("完成“早巡”")
    stand(tile, tick)
    press(Key.Key_Space)
    tick.setFocus()
    press(Key.Key_Space)
    assert (pressed, tick.isChecked()) == (["记巡查"], True)


def test_one_page_of_the_rail_at_a_time(stand: Stand) -> None:
    today, patrol = NavItem("home", "今天"), NavItem("person_walking", "巡查")
    stand(today, patrol)
    QTest.mouseClick(patrol, Qt.MouseButton.LeftButton)
    assert (today.isChecked(), patrol.isChecked()) == (False, True)
    press(Key.Key_Up, Key.Key_Space)
    assert (today.isChecked(), patrol.isChecked()) == (True, False)


def test_a_waiting_count_is_read_out(stand: Stand) -> None:
    sync = NavItem("arrow_sync", "同步", key="Alt 6")
    stand(sync)
    sync.set_count(18, told="18 条待同步")
    assert (sync.accessibleName(), sync.accessibleDescription()) == ("同步", "18 条待同步\nAlt 6")
    sync.set_count(0)
    assert sync.accessibleDescription() == "Alt 6"


def test_the_wheel_scrolls_the_page_and_not_the_value(stand: Stand) -> None:
    kind = PickList([Choice("family", "婚姻家庭"), Choice("neighbour", "邻里")], none="未选")
    stand(kind)
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(kind, turn)
    assert kind.value() == ""
    told: list[str] = []
    kind.changed.connect(lambda: told.append(kind.value()))
    press(Key.Key_Down)
    assert told == ["family"]
    kind.set_value("neighbour")
    assert (kind.value(), told) == ("neighbour", ["family"])
