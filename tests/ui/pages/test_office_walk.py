"""今天, 同步 and 设置 as everybody must be able to use them: names for readers, room at every size, two languages."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QScrollArea, QWidget

from gridworker.operations.drafts import keep_draft
from gridworker.operations.records import add_record
from gridworker.ui.pages.page import Page
from gridworker.ui.pages.settings.page import SettingsPage
from gridworker.ui.pages.sync.page import SyncPage
from gridworker.ui.pages.today.page import TodayPage
from gridworker.ui.session import Session
from gridworker.ui.theme.theme import Theme

PAGES: list[type[Page]] = [TodayPage, SyncPage, SettingsPage]
HAN = re.compile(r"[\u4e00-\u9fff]")
OWN_NAMES = ("中文",)


def children(page: QWidget) -> list[QWidget]:
    found: Any = page.findChildren(QWidget)
    return [widget for widget in found if widget.isVisibleTo(page)]


def shown(kind: type[Page], session: Session, loop: asyncio.AbstractEventLoop, width: int = 1170) -> Page:
    """The page with some work on it."""
    profile = session.profile
    add_record(profile, "task", {"title": "Office list"})
    add_record(
        profile,
        "patrol",
        {"place": {"text": "North gate"}, "categories": ["fire"], "recheck_on": "2026-11-22"},
    )
    keep_draft(profile, profile.make_id(), "patrol", {"place": {"text": "South gate"}})
    page = kind(session)
    page.resize(width, 616)
    page.show()

    async def story() -> None:
        page.enter()
        await session.background.idle()

    loop.run_until_complete(story())
    return page


@pytest.mark.parametrize("kind", PAGES)
def test_whatever_takes_the_focus_has_a_name(
    kind: type[Page], session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    page = shown(kind, session, loop)
    taking = [widget for widget in children(page) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(taking) >= 3
    nameless = [
        widget for widget in taking if not widget.accessibleName() and not isinstance(widget, QScrollArea)
    ]
    assert nameless == []
    page.deleteLater()


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize(("scale", "width"), [(1.0, 1084), (1.15, 1084), (1.3, 1196), (1.5, 1196)])
def test_nothing_is_wider_than_a_small_screen_leaves(
    kind: type[Page], scale: float, width: int, session: Session, loop: asyncio.AbstractEventLoop, look: Theme
) -> None:
    """1280 wide, less the rail: wide at the ordinary size, narrow from 130 % on."""
    look.set_scale(scale)
    page = shown(kind, session, loop, width)
    assert page.minimumSizeHint().width() <= width
    for area in [widget for widget in children(page) if isinstance(widget, QScrollArea)]:
        assert area.widget().minimumSizeHint().width() <= width
        assert area.horizontalScrollBar().maximum() == 0
    for button in [widget for widget in children(page) if isinstance(widget, QAbstractButton)]:
        assert button.width() >= button.minimumSizeHint().width(), button.accessibleName()
    page.deleteLater()


@pytest.mark.parametrize("kind", PAGES)
def test_english_has_no_chinese_in_it(
    kind: type[Page], session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    session.language = "en"
    page = shown(kind, session, loop)
    texts = [widget.accessibleName() for widget in children(page)]
    texts += [widget.text() for widget in children(page) if isinstance(widget, QLabel | QLineEdit)]
    for view in [widget for widget in children(page) if isinstance(widget, QAbstractItemView)]:
        model = view.model()
        texts += [
            str(model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for at in range(model.rowCount())
        ]
    strange = [text for text in texts if HAN.search(text) and text not in OWN_NAMES]
    names = (session.profile.identity.district, session.profile.identity.device)
    assert [text for text in strange if not any(name in text for name in names)] == []
    page.deleteLater()
