"""Whatever has the focus is seen: where a key leads, and after the form around it was laid out anew."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget

from gridworker.ui.session import Session
from gridworker.ui.shell.directory import NEW_RECORD
from gridworker.ui.shell.window import MainWindow
from gridworker.ui.theme.theme import Theme
from gridworker.ui.widgets.scroll_column import ScrollColumn
from tests.ui.conftest import Stand, settle
from tests.ui.pages.typing import Typist, hide_and_end
from tests.ui.walk.looking import out_of_sight


@pytest.mark.parametrize(("scale", "height"), [(1.0, 680), (1.3, 720), (1.5, 720)])
def test_the_row_of_an_agent_is_seen_when_it_is_asked_for(
    session: Session, loop: asyncio.AbstractEventLoop, look: Theme, scale: float, height: int
) -> None:
    look.set_scale(scale)
    window = MainWindow(session)
    window.resize(1366, height)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)

    async def story() -> None:
        typist = Typist(window.page, session, shown=True)
        session.go("dispute", NEW_RECORD)
        await typist.rest()
        page: Any = window.page
        editors = list(page.sheet.form.editors.values())
        for editor in editors:
            while typist.focus is not editor.add_agent:
                await typist.press("Tab")
            await typist.press("Space")
            assert typist.focus is editor.agent.inputs["name"]
            assert out_of_sight(typist.focus) == ""
            await typist.press("Tab")
            assert out_of_sight(typist.focus) == ""
        typist.focus.clearFocus()

    loop.run_until_complete(story())
    hide_and_end(window)


def _column(fields: int) -> tuple[ScrollColumn, list[QLineEdit]]:
    column, made = ScrollColumn(), [QLineEdit() for _ in range(fields)]
    for field in made:
        field.setMinimumHeight(40)
        column.column.addWidget(field)
    column.setFixedHeight(200)
    return column, made


def test_what_is_put_above_the_focus_does_not_push_it_out(stand: Stand) -> None:
    column, fields = _column(12)
    stand(column)
    fields[3].setFocus()
    settle()
    assert out_of_sight(fields[3]) == ""
    more = QWidget()
    more.setMinimumHeight(300)
    column.column.insertWidget(0, more)
    settle()
    assert out_of_sight(fields[3]) == ""


def test_who_turns_the_wheel_looks_where_they_turned_it(stand: Stand) -> None:
    column, fields = _column(30)
    stand(column)
    fields[0].setFocus()
    settle()
    for _ in range(3):
        _turn(column)
    there = column.verticalScrollBar().value()
    assert there > 0
    column.column.addWidget(QLineEdit())
    settle()
    assert column.verticalScrollBar().value() == there
    QTest.keyClick(fields[0], Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is fields[1]
    settle()
    assert out_of_sight(fields[1]) == ""


def _turn(area: QScrollArea) -> None:
    middle = QPointF(QRect(QPoint(), area.viewport().size()).center())
    event = QWheelEvent(
        middle,
        area.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area.viewport(), event)
