"""Which pages there are: icon, words, key, and where each is made. A page is built when it is first entered."""

from __future__ import annotations

import importlib
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.ui.pages.page import Page
from gridworker.ui.session import Session


class Entry(NamedTuple):
    """A page of the rail: `kinds` are the records it shows, `made` is `module:class`, `low` stands at the bottom."""

    code: str
    icon: str
    word: Words
    key: str
    made: str
    kinds: tuple[str, ...] = ()
    low: bool = False


ENTRIES = (
    Entry(
        "today",
        "home",
        Words("今天", "Today"),
        "Alt+1",
        "gridworker.ui.pages.today.page:TodayPage",
        ("task", "note"),
    ),
    Entry(
        "patrol",
        "person_walking",
        Words("巡查", "Patrols"),
        "Alt+2",
        "gridworker.ui.pages.patrol.page:PatrolPage",
        ("patrol",),
    ),
    Entry(
        "dispute",
        "handshake",
        Words("纠纷调解", "Disputes"),
        "Alt+3",
        "gridworker.ui.pages.dispute.page:DisputePage",
        ("dispute",),
    ),
    Entry(
        "visit",
        "building_home",
        Words("走访", "Visits"),
        "Alt+4",
        "gridworker.ui.pages.visit.page:VisitPage",
        ("visit",),
    ),
    Entry(
        "registry",
        "people_community",
        Words("人房企", "Registry"),
        "Alt+5",
        "gridworker.ui.pages.registry.page:RegistryPage",
        ("household", "person", "place", "enterprise"),
    ),
    Entry(
        "statistics",
        "data_trending",
        Words("统计", "Figures"),
        "Alt+6",
        "gridworker.ui.pages.statistics.page:StatisticsPage",
    ),
    Entry(
        "sync",
        "arrow_sync",
        Words("同步", "Sync"),
        "Alt+7",
        "gridworker.ui.pages.sync.page:SyncPage",
        low=True,
    ),
    Entry(
        "settings",
        "settings",
        Words("设置", "Settings"),
        "Alt+8",
        "gridworker.ui.pages.settings.page:SettingsPage",
        low=True,
    ),
)

APART = (
    Entry(
        "event",
        "megaphone",
        Words("事件上报", "Events"),
        "Ctrl+5",
        "gridworker.ui.pages.event.page:EventPage",
        ("event",),
    ),
)
"""Pages that are not in the rail (decision 036): a key, the search box and other pages lead there."""

NEW = {"Ctrl+1": "patrol", "Ctrl+2": "dispute", "Ctrl+3": "visit", "Ctrl+4": "today", "Ctrl+5": "event"}
"""The keys that begin a new record, and its page; on 今天 that is a note."""

NEW_RECORD = "new"
"""What a page is entered with, in place of an id, to begin a new record."""


def entry_for(where: str) -> Entry | None:
    """The page with this code, or the one that shows this kind."""
    return next((entry for entry in (*ENTRIES, *APART) if where == entry.code or where in entry.kinds), None)


def make(entry: Entry, session: Session, parent: QWidget | None = None) -> Page:
    """Builds the page of an entry, best where it will stand (`Page`)."""
    module, name = entry.made.split(":")
    page = getattr(importlib.import_module(module), name)(session, parent)
    if not isinstance(page, Page):
        raise TypeError(entry.made)
    return page
