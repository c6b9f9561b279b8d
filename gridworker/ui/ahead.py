"""Gets ready what will soon be wanted, a little at a time: behind the lock the modules, behind 今天 the other pages."""

from __future__ import annotations

import linecache
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gridworker.ui.background import Background

if TYPE_CHECKING:
    from gridworker.ui.pages.page import Page
    from gridworker.ui.shell.window import MainWindow

# Without widgets: imported in a thread.
_STORE = (
    "gridworker.store.profile",
    "gridworker.sync.engine",
    "gridworker.operations.agenda",
    "gridworker.operations.earlier",
    "gridworker.operations.disputes",
)
# With widgets, which belong to the window's thread: one module at a time, so that a key never waits for long. What
# others take from stands first.
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
    await background.run(_read_labels, language)
    for name in _modules():
        import_module(name)
        # PySide reads the source of every module (does it use `__feature__`?), and Python keeps what was read.
        linecache.clearcache()
        await background.pause(1)


def _modules() -> Iterator[str]:
    for name in _WINDOW:
        package = import_module(name)
        yield from sorted(found.name for found in pkgutil.walk_packages(package.__path__, f"{name}."))


def _read_labels(language: str) -> None:
    from gridworker.environment.labels import labels

    labels(language)


class Ahead(QObject):
    """Builds the pages that nobody opened yet, and what each of them wants prepared, also when it was used up."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._background = window, window.session.background

    def begin(self) -> None:
        """From now on; pages that are opened sooner are built at once."""
        self._background.spawn(self._build_all(), self)

    async def _build_all(self) -> None:
        from gridworker.ui.shell.directory import ENTRIES

        await self._background.pause(_AFTER_MS)
        for entry in ENTRIES:
            await self._take(self._window.build(entry.code))
        for entry in ENTRIES:
            page = self._window.built(entry.code)
            if page is not None:
                page.used_up.connect(self._on_used_up)
                await self._take(page.prepare())

    async def _take(self, steps: Iterator[None]) -> None:
        for _ in steps:
            await self._background.pause(_BETWEEN_MS)

    def _on_used_up(self) -> None:
        from gridworker.ui.pages.page import Page

        page = self.sender()
        if isinstance(page, Page):
            self._background.spawn(self._again(page), page)

    async def _again(self, page: Page) -> None:
        await self._background.pause(_AFTER_MS)
        await self._take(page.prepare())
