"""Gets ready what will soon be wanted, a little at a time: behind the lock the modules, behind 今天 the other pages."""

from __future__ import annotations

import linecache
import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QScrollArea

from gridworker.domain.errors import Trouble
from gridworker.environment.memory import stay_loaded
from gridworker.ui.background import Background

if TYPE_CHECKING:
    from gridworker.ui.pages.page import Page
    from gridworker.ui.shell.window import MainWindow

_STORE = ("gridworker.store.profile", "gridworker.sync.engine")
_BEHIND = tuple(
    f"gridworker.ui.{name}"
    for name in ("first_start", "connection", "copying", "indexing", "renewal", "tray")
)
_WINDOW = ("gridworker.ui.widgets", "gridworker.ui.forms", "gridworker.ui.pages", "gridworker.ui.shell")

# The lock, and later 今天 with what it reads, are painted first.
_AFTER_MS = 100
# Between two steps the keys have their turn, and what they began.
_BETWEEN_MS = 5


async def get_ready(background: Background, language: str) -> None:
    """Imports and reads what the pages need."""
    await background.pause(_AFTER_MS)
    for name in _STORE:
        await background.run(import_module, name)
    await background.run(_read_words, language)
    # What has widgets belongs to the window's thread: one module at a time, so that a key never waits for long.
    for name in (*await background.run(_in_order), *_BEHIND):
        import_module(name)
        # PySide reads the source of every module (does it use `__feature__`?), and Python keeps what was read.
        linecache.clearcache()
        await background.pause(1)
    # The first widget of Qt's own that comes to Python has it make all its types of widgets, with their enums.
    QScrollArea().viewport()
    await background.pause(1)
    stay_loaded()


def _in_order() -> list[str]:
    """The window's modules, each behind those it takes from; what has no widgets is imported on the way."""
    order: dict[str, None] = {}
    for package in _WINDOW:
        path = import_module(package).__path__
        for found in pkgutil.walk_packages(path, f"{package}."):
            _put(found.name, order, set())
    return list(order)


def _put(name: str, order: dict[str, None], above: set[str]) -> None:
    if name in order or name in above:
        return
    spec = find_spec(name)
    code = spec.loader.get_code(name) if spec and isinstance(spec.loader, InspectLoader) else None
    for needed in code.co_names if code else ():
        if needed.startswith("gridworker.ui."):
            _put(needed, order, above | {name})
        elif needed.startswith("gridworker."):
            import_module(needed)
    order[name] = None


def _read_words(language: str) -> None:
    from gridworker.environment.labels import labels
    from gridworker.environment.wording import wordings

    labels(language)
    wordings()


class Ahead(QObject):
    """Builds the pages nobody opened yet, what each wants prepared (again when it was used up), and reads for them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._background = window, window.session.background

    def begin(self) -> None:
        """From now on; pages that are opened sooner are built at once."""
        self._background.spawn(self._build_all(), self)

    async def _build_all(self) -> None:
        from gridworker.ui.shell.directory import ENTRIES

        await self._background.pause(_AFTER_MS)
        while self._window.page.is_reading():
            await self._background.pause(_BETWEEN_MS)
        for entry in ENTRIES:
            await self._take(self._window.build(entry.code))
        for entry in ENTRIES:
            page = self._window.built(entry.code)
            if page is not None:
                page.used_up.connect(self._on_used_up)
                await self._take(page.prepare())
        for entry in ENTRIES:
            page = self._window.built(entry.code)
            if page is not None:
                # What is wrong is told to whoever opens the page.
                with suppress(Trouble):
                    await page.look_ahead()

    async def _take(self, steps: Iterator[None]) -> None:
        await self._let_others()
        for _ in steps:
            await self._background.pause(_BETWEEN_MS)
            await self._let_others()

    async def _let_others(self) -> None:
        """Waits while threads compute: it is taken from the window's thread, and a page would take twice as long."""
        await self._window.session.sync_over()
        await self._background.threads_rest()

    def _on_used_up(self) -> None:
        from gridworker.ui.pages.page import Page

        page = self.sender()
        if isinstance(page, Page):
            self._background.spawn(self._again(page), page)

    async def _again(self, page: Page) -> None:
        await self._background.pause(_AFTER_MS)
        await self._take(page.prepare())
