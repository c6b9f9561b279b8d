"""Somebody who walks through the window: opens each page, form and question as its keys and buttons do."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gridworker.domain.errors import OurFault
from gridworker.ui.background import Background
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.settings.page import SettingsPage
from gridworker.ui.pages.sync.page import SyncPage
from gridworker.ui.pages.today.page import TodayPage
from gridworker.ui.session import Session
from gridworker.ui.shell.directory import NEW_RECORD
from gridworker.ui.shell.window import MainWindow
from gridworker.ui.trouble_sheet import TroubleSheet
from gridworker.ui.widgets.sheet import Sheet
from tests.ui.patience import quiet, until
from tests.ui.walk.calls import CALLS
from tests.ui.walk.figures import OF_FIGURES
from tests.ui.walk.full_laptop import FullLaptop
from tests.ui.walk.intake import INTAKE

W = TypeVar("W", bound=QWidget)


class Walker:
    """Has the window open; `scene` is what is looked at now: the window, or the question that stands over it."""

    def __init__(self, laptop: FullLaptop, session: Session) -> None:
        self.laptop, self.session = laptop, session
        self.door: QWidget | None = None
        self.window = MainWindow(session)
        self.window.show()
        self.window.activateWindow()

    @property
    def background(self) -> Background:
        """Runs what the window does beside itself."""
        return self.session.background

    @property
    def scene(self) -> QWidget:
        """The door before the window, else the question over it, else the window."""
        if self.door is not None:
            return self.door
        sheets = [sheet for sheet in found(self.window, Sheet) if sheet.isVisible()]
        return sheets[-1] if sheets else self.window

    async def rest(self) -> None:
        """Until nothing is under way but what waits for an answer, and everything is laid out."""
        await asyncio.sleep(0)
        await quiet(self.background)
        # Qt's turns, not QApplication.processEvents: that would enter other tasks inside this one.
        for _ in range(8):
            await asyncio.sleep(0)

    async def until(self, kind: type[Sheet]) -> None:
        """Until a question of this kind is there."""
        await until(lambda: isinstance(self.scene, kind))
        await self.rest()
        assert isinstance(self.scene, kind)

    async def press(self, *keys: str) -> None:
        """Presses keys where the focus is."""
        for key in keys:
            combination: Any = cast(Any, QKeySequence(key))[0]
            focus: Any = QApplication.focusWidget() or self.scene
            QTest.keyClick(focus, combination.key(), combination.keyboardModifiers())
            await self.rest()

    async def page(self, code: str, record: str = "") -> None:
        """Goes to a page, or to a record on it."""
        self.window.open_page(code, record)
        await self.rest()

    async def case(self, status: str, tab: str = "overview") -> DisputePage:
        """Opens the file of a dispute in a state, at a tab."""
        record = self.laptop.first("dispute", status) if status != "conflict" else self.laptop.ids["conflict"]
        await self.page("dispute", record)
        page = self.on(DisputePage)
        page.file.tabs.pick(tab)
        await self.rest()
        return page

    def on(self, kind: type[W]) -> W:
        """The page that is shown."""
        assert isinstance(self.window.page, kind)
        return self.window.page

    async def leave(self) -> None:
        """Closes what is open over the page, and what is open on it."""
        if self.door is not None:
            self.door.hide()
            self.door.deleteLater()
            self.door = None
            self.window.activateWindow()
            await self.rest()
        while isinstance(self.scene, Sheet):
            self.scene.reject()
            await self.rest()
        self.window._palette.end()
        for _ in range(2):
            self.window.page.go_back()
            await self.rest()


def found(above: QObject, kind: type[W]) -> list[W]:
    """Every widget of a kind below another."""
    inside: Any = above.findChildren(QWidget)
    return [widget for widget in inside if isinstance(widget, kind)]


def page_of(code: str, record: str = "") -> Callable[[Walker], Awaitable[None]]:
    """Goes to a page."""

    async def go(walker: Walker) -> None:
        await walker.page(code, record)

    return go


def record_of(kind: str) -> Callable[[Walker], Awaitable[None]]:
    """Opens the first record of a kind."""

    async def go(walker: Walker) -> None:
        await walker.page(kind, walker.laptop.first(kind))

    return go


def file_of(status: str, tab: str) -> Callable[[Walker], Awaitable[None]]:
    """Opens the file of a dispute."""

    async def go(walker: Walker) -> None:
        await walker.case(status, tab)

    return go


def step_of(status: str, step: str) -> Callable[[Walker], Awaitable[None]]:
    """Opens the form of a step of a dispute."""

    async def go(walker: Walker) -> None:
        page = await walker.case(status)
        page._on_step(step)
        await walker.rest()

    return go


async def jotting(walker: Walker) -> None:
    await walker.page("today")
    await walker.press("Ctrl+4")


async def new_task(walker: Walker) -> None:
    await walker.page("today")
    await walker.press("Ctrl+N")


async def errand(walker: Walker) -> None:
    await walker.page("today")
    page = walker.on(TodayPage)
    lines: Any = page.list.model().rows()  # type: ignore[attr-defined]  # the model of this list has them
    page._on_opened(next(line for line in lines if line.item.kind in ("task", "note")))
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def hazard(walker: Walker) -> None:
    """A patrol with a finding has four fields more."""
    await walker.page("patrol", NEW_RECORD)
    page: Any = walker.window.page
    page.form.categories.pick("fire")
    # The draft is kept now and not while somebody looks: the button that discards it is there from the beginning.
    page.drafting.write()
    await walker.rest()


async def preview(walker: Walker) -> None:
    await walker.page("dispute")
    await walker.press("Space")


async def reason(walker: Walker) -> None:
    page = await walker.case("mediating")
    page.file._on_reveal(page.file.cards[0].element, "李建国" if walker.laptop.language != "en" else "Li")
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def material(walker: Walker) -> None:
    page = await walker.case("mediating", "materials")
    next(iter(page.file.materials.cards.values())).tile.click()
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def reason_to_copy(walker: Walker) -> None:
    page = await walker.case("mediating", "materials")
    next(iter(page.file.materials.cards.values())).save.click()
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def changes(walker: Walker) -> None:
    page = await walker.case("performing")
    page.file.changes.click()
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def tag(walker: Walker) -> None:
    await walker.page("person", walker.laptop.first("person"))
    await walker.press("F8")
    assert isinstance(walker.scene, Sheet)


async def moving_out(walker: Walker) -> None:
    await walker.page("person", walker.laptop.first("person"))
    await walker.press("F10")
    assert isinstance(walker.scene, Sheet)


async def conflict(walker: Walker) -> None:
    await walker.page("sync", walker.laptop.ids["conflict"])
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def receipts(walker: Walker) -> None:
    await walker.page("sync")
    walker.on(SyncPage).history.asked.emit()
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def password(walker: Walker) -> None:
    await walker.page("settings")
    walker.on(SettingsPage).password.click()
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def licences(walker: Walker) -> None:
    await walker.page("settings")
    walker.on(SettingsPage)._on_licences()
    await walker.rest()
    assert isinstance(walker.scene, Sheet)


async def keys(walker: Walker) -> None:
    await walker.page("patrol")
    await walker.press("F1")


async def commands(walker: Walker) -> None:
    await walker.page("today")
    await walker.press("Ctrl+K")


async def results(walker: Walker) -> None:
    await commands(walker)
    walker.window.header.search.setText("dly")
    walker.window._palette.ask("dly")
    await walker.rest()


async def crash(walker: Walker) -> None:
    await walker.page("today")
    TroubleSheet(OurFault("our_fault", reference="7K3D"), walker.session.language, walker.window).open()
    await walker.rest()


SCENES: dict[str, Callable[[Walker], Awaitable[None]]] = {
    "today": page_of("today"),
    "note": jotting,
    "task": new_task,
    "errand": errand,
    "patrols": page_of("patrol"),
    "patrol": record_of("patrol"),
    "new patrol": hazard,
    "disputes": page_of("dispute"),
    "preview of a dispute": preview,
    "new dispute": page_of("dispute", NEW_RECORD),
    "case": file_of("mediating", "overview"),
    "case with a conflict": file_of("conflict", "overview"),
    "sessions of a case": file_of("mediating", "sessions"),
    "agreement of a case": file_of("performing", "agreement"),
    "materials of a case": file_of("mediating", "materials"),
    "no materials": file_of("lead", "materials"),
    "material": material,
    "reason to copy": reason_to_copy,
    "follow-ups of a case": file_of("performing", "follow_up"),
    "papers of a case": file_of("performing", "papers"),
    "papers of a lead": file_of("lead", "papers"),
    "agreement on paper": step_of("performing", "paper:agreement"),
    "blank record on paper": step_of("lead", "paper:session-1"),
    "lead": file_of("lead", "overview"),
    "archived case": file_of("archived", "agreement"),
    "registration": step_of("mediating", "mend"),
    "session": step_of("mediating", "session"),
    "next session": step_of("mediating", "meeting"),
    "clause": step_of("mediating", "clause"),
    "follow-up": step_of("performing", "follow_up"),
    "signing": step_of("performing", "signed"),
    "accepting": step_of("lead", "accepted"),
    "rights explained": step_of("accepted", "told"),
    "refusing": step_of("lead", "refused"),
    "agreeing": step_of("mediating", "agreed"),
    "failing": step_of("mediating", "failed"),
    "withdrawing": step_of("mediating", "withdrawn"),
    "handing over": step_of("mediating", "transferred"),
    "archiving": step_of("failed", "archived"),
    "reason to see numbers": reason,
    "history of a case": changes,
    "visits": page_of("visit"),
    "visit": record_of("visit"),
    "new visit": page_of("visit", NEW_RECORD),
    **CALLS,
    "business": record_of("enterprise"),
    "homes": page_of("registry"),
    "home": page_of("registry", NEW_RECORD),
    "person": record_of("person"),
    "new person": page_of("person", NEW_RECORD),
    "place": record_of("place"),
    "tag": tag,
    "moving out": moving_out,
    **OF_FIGURES,
    **INTAKE,
    "sync": page_of("sync"),
    "conflict": conflict,
    "receipts": receipts,
    "settings": page_of("settings"),
    "password": password,
    "licences": licences,
    "keys": keys,
    "commands": commands,
    "search": results,
    "crash": crash,
}


async def walk(
    walker: Walker,
    look: Callable[[Walker], Any],
    scenes: Mapping[str, Callable[[Walker], Awaitable[Any]]] = SCENES,
) -> dict[str, Any]:
    """Opens every scene and looks; gives what was found wrong, by the scene."""
    wrong = {}
    for name, open_scene in scenes.items():
        await open_scene(walker)
        seen = look(walker)
        if inspect.isawaitable(seen):
            seen = await seen
        if seen:
            wrong[name] = seen
        await walker.leave()
    return wrong
