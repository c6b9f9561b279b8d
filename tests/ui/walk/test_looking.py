"""What looks at the scenes is itself looked at: each planted fault is found, and a sound page has none."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.signs import Tag
from gridworker.ui.widgets.text import Label, Paragraph
from tests.ui.conftest import Stand, settle
from tests.ui.walk import looking
from tests.ui.walk.shown import Shown

WORDS = frozenset({"保存并记下一处"})


def test_a_sound_page_has_no_fault(stand: Stand) -> None:
    page = stand(
        Button("保存并记下一处"), Label("东篱苑"), Paragraph("没有传完也不会丢。"), Tag("走访", Tone.INFO)
    )
    assert looking.nameless(page) == []
    assert looking.cut(page, WORDS) == []
    assert looking.sticking_out(page) == []
    assert looking.overlapping(page) == []
    assert looking.without_words(page) == []


def test_a_field_without_a_name_is_found(stand: Stand) -> None:
    assert looking.nameless(stand(QLineEdit())) == ["QLineEdit in QWidget"]


def test_a_sign_of_colour_alone_is_found(stand: Stand) -> None:
    assert looking.without_words(stand(Tag("●", Tone.DANGER))) == ["Tag"]


def test_words_without_room_are_found(stand: Stand) -> None:
    button, label = Button("保存并记下一处"), Label("东篱苑三幢二单元")
    page = stand(button, label)
    button.setFixedWidth(60)
    label.setFixedWidth(30)
    settle()
    found = looking.cut(page, WORDS)
    assert [line.split()[0] for line in found] == ["Button", "Button", "Label"]


@pytest.mark.parametrize("kind", [QLabel, QPushButton])
def test_what_lies_on_something_or_leaves_its_place_is_found(stand: Stand, kind: type[QWidget]) -> None:
    page = stand(Label("东篱苑"))
    other = kind(page)
    other.setGeometry(0, 0, 200, 200)
    other.show()
    assert len(looking.overlapping(page)) == 1
    other.setGeometry(page.width() - 10, 300, 200, 20)
    assert len(looking.sticking_out(page)) == 1


def test_a_widget_that_is_a_window_for_a_moment_is_found(stand: Stand) -> None:
    page = stand()
    with Shown() as shown:
        late = Label("每月")
        late.show()
        late.setParent(page)
        late.show()
        QApplication.processEvents()
    assert shown.windows == ["Label"]
