"""What stands side by side has room: lines of buttons are even, fields fold, pickers and dates show what they say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

import pytest
from PySide6.QtWidgets import QWidget

from gridworker.ui.forms.field_row import FieldRow
from gridworker.ui.theme.measures import TEXT_SCALES
from gridworker.ui.theme.theme import Theme
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.figure_card import FigureCard
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.pickers import PickList
from tests.ui.conftest import Stand, settle


def _buttons(flow: Flow) -> list[Button]:
    inside: Iterable[Button] = flow.findChildren(Button)
    return list(inside)


def _lines(flow: Flow) -> list[int]:
    """How many buttons stand in each line."""
    return [len(list(line)) for _, line in groupby(_buttons(flow), key=lambda button: button.y())]


def test_four_buttons_that_need_two_lines_stand_two_and_two(stand: Stand) -> None:
    for even, wanted in ((False, [3, 1]), (True, [2, 2])):
        flow = Flow(even=even)
        for word in ("转为巡查", "转为纠纷", "转为走访", "转为事件"):
            flow.flow.addWidget(Button(word))
        width = 3 * _buttons(flow)[0].sizeHint().width() + 60
        stand(flow, width=width + 22)
        settle()
        assert _lines(flow) == wanted


def test_even_lines_are_never_more(stand: Stand) -> None:
    flow = Flow(even=True)
    for word in ("一", "二", "三", "很长很长很长很长的一个"):
        flow.flow.addWidget(Button(word))
    stand(flow, width=3 * _buttons(flow)[0].sizeHint().width() + 60)
    settle()
    assert len(_lines(flow)) == 2


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_a_picker_has_room_for_the_longest_of_its_words(look: Theme, stand: Stand, scale: float) -> None:
    look.set_scale(scale)
    picker = PickList([Choice("out", "Leave this column out"), Choice("name", "Name")])
    window = stand(picker, width=900)
    picker.setMaximumWidth(picker.sizeHint().width())
    settle()
    assert picker.cut_text == ""
    picker.set_value("name")
    picker.setMaximumWidth(picker.minimumSizeHint().width())
    settle()
    assert picker.cut_text == ""
    picker.set_value("out")
    settle()
    assert picker.cut_text == "Leave this column out"
    assert window.width() == 900


def test_the_remarks_of_a_figure_stand_below_one_another_where_they_must(stand: Stand) -> None:
    card = FigureCard("handshake", Tone.OK, "Places patrolled", "")
    stand(card, width=320)
    card.show_figure("65", "%", "26 of 40 places", ("125 patrols in all", "none last year"))
    settle()
    low = card.height()
    card.window().resize(240, 600)
    settle()
    assert card.height() > low
    card.grab()
    assert card._cut_text == ""


def _row() -> tuple[FieldRow, list[QWidget]]:
    shift = PickList([Choice("morning", "Morning round")])
    day: DateField[date] = DateField(date.fromisoformat, lambda day: f"{day:%A %d %B}")
    day.set_moment(date(2026, 11, 22))
    fields = {"Time": day, "Place": LineField(), "Shift": shift}
    labelled = {LabelledField(name, field): 1 for name, field in fields.items()}
    return FieldRow(labelled, above=2), list(labelled)


def test_fields_fold_where_their_words_would_be_cut(stand: Stand) -> None:
    row, (day, place, shift) = _row()
    window = stand(row, width=520)
    assert day.y() == place.y() == shift.y()
    window.resize(340, 600)
    settle()
    assert day.y() == place.y() < shift.y()
    assert shift.width() == row.width()
    window.resize(520, 600)
    settle()
    assert day.y() == shift.y()
