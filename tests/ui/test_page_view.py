"""A page is seen whole where it fits; one that is higher than the window scrolls."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gridworker.operations.disputes import open_case
from gridworker.operations.records import add_record
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from gridworker.ui.widgets.page_view import PageView
from tests.ui.conftest import Stand
from tests.ui.pages.case import LEAK, form_of
from tests.ui.pages.typing import settled


@pytest.mark.parametrize(("height", "scrolls"), [(616, False), (240, True)])
def test_a_banner_over_a_long_form_takes_its_room_from_the_form(
    session: Session, loop: asyncio.AbstractEventLoop, qtbot: QtBot, height: int, scrolls: bool
) -> None:
    page = DisputePage(session)
    view = PageView()
    view.take(page)
    qtbot.addWidget(view)
    view.resize(1170, height)
    view.show()

    async def story() -> None:
        record = add_record(session.profile, "dispute", LEAK).ids[0]
        page.file.case = open_case(session.profile, record)
        page._on_step("mend")
        await settled(page)
        assert page.sheet is not None
        page.sheet.frame.warn("沈国强刚改过这条，", "您的改动仍会保留。", "查看")
        await settled(page)
        assert view.verticalScrollBar().isVisible() is scrolls
        facts = form_of(page).fields["facts"]
        facts.focus_field()
        await settled(page)
        assert facts.field.visibleRegion().boundingRect().height() == facts.field.height() or scrolls

    loop.run_until_complete(story())


def test_a_page_that_was_left_takes_no_focus_from_the_one_that_is_shown(stand: Stand) -> None:
    fields, stack = [QLineEdit(), QLineEdit()], QStackedWidget()
    for field in fields:
        page = QWidget()
        QVBoxLayout(page).addWidget(field)
        view = PageView(stack)
        view.take(page)
        stack.addWidget(view)
    left, shown = fields
    stand(stack)
    stack.setCurrentIndex(1)
    shown.setFocus()
    assert QApplication.focusWidget() is shown

    left.setFocus()

    assert QApplication.focusWidget() is shown
    stack.setCurrentIndex(0)
    assert QApplication.focusWidget() is left
