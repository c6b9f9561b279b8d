"""A page that fills in several turns is seen once, filled, unless that takes longer than a blink."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject

from gridworker.operations.records import add_record
from gridworker.ui.pages.page import Page
from gridworker.ui.session import Session
from gridworker.ui.shell.window import MainWindow
from tests.ui.pages.typing import hide_and_end
from tests.ui.patience import until

A_BLINK = 0.09


class Pictures(QObject):
    """Of each picture of a page: seconds since it was opened, and whether it was still being filled."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self._began = page, time.perf_counter()
        self.seen: list[tuple[float, bool]] = []
        page.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.seen.append((time.perf_counter() - self._began, self._page.is_reading()))
        return False


@pytest.fixture
def window(session: Session) -> Iterator[MainWindow]:
    made = MainWindow(session)
    made.show()
    yield made
    hide_and_end(made)


def test_a_form_is_seen_once_it_is_filled(
    loop: asyncio.AbstractEventLoop, window: MainWindow, session: Session
) -> None:
    add_record(session.profile, "patrol", {"place": {"text": "东篱苑3幢"}, "categories": ["normal"]})

    async def story() -> list[tuple[float, bool]]:
        await session.background.idle()
        for _ in window.build("patrol"):
            pass
        page = window.built("patrol")
        assert page is not None
        pictures = Pictures(page)
        window.open_page("patrol")
        assert page.is_reading()
        await session.background.idle()
        return await until(lambda: pictures.seen)

    seen = loop.run_until_complete(story())
    assert [taken for taken, is_reading in seen if is_reading and taken < A_BLINK] == []
