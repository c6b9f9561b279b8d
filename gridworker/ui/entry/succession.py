"""From one worker to the next at the same computer: nothing half written is left behind, and one window a profile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from gridworker.ui.background import Background
from gridworker.ui.entry.doorway import Doorway
from gridworker.ui.one_instance import OneInstance

if TYPE_CHECKING:
    from gridworker.ui.entry.people import People


class Succession(QObject):
    """The doors beside the lock, in the frame of the window: who else works here, and the district's unlock file.

    `settled` carries the profile that is next, held for this program; `opened` the database key; `pages` gives what may
    hold drafts.
    """

    settled = Signal(object)
    opened = Signal(bytes)

    def __init__(
        self,
        folder: Path,
        background: Background,
        pages: Callable[[], QWidget | None],
        frame: QStackedWidget,
    ) -> None:
        super().__init__(frame)
        self._folder, self._background, self._pages, self._frame = folder, background, pages, frame
        self._people: People | None = None
        self._busy = False

    def show_people(self, language: str) -> None:
        """The list of who works here."""
        from gridworker.ui.entry.people import People

        self._people = people = People(self._folder, language)
        people.chosen.connect(self._on_chosen)
        self._show(people, people.left)

    def show_unlocking(self, language: str) -> None:
        """The way in by the district's unlock file."""
        from gridworker.ui.entry.unlocking import Unlocking

        unlocking = Unlocking(self._folder, self._background, language)
        unlocking.opened.connect(self.opened)
        self._show(unlocking, unlocking.left)

    def _show(self, door: Doorway, left: SignalInstance) -> None:
        left.connect(partial(self._back_from, door, self._frame.currentWidget()))
        self._frame.addWidget(door)
        self._frame.setCurrentWidget(door)
        door.begin()

    def _back_from(self, door: QWidget, before: QWidget) -> None:
        self._frame.setCurrentWidget(before)
        self._frame.removeWidget(door)
        door.deleteLater()
        if isinstance(before, Doorway):
            before.begin()

    def _on_chosen(self, folder: Path) -> None:
        if self._people is not None and folder == self._folder:
            self._people.left.emit()
        elif not self._busy:
            self._busy = True
            self._background.spawn(self._give_way(folder), self)

    async def _give_way(self, folder: Path) -> None:
        """Writes what is half written, and takes hold of the other profile."""
        try:
            if await self._is_kept():
                self._take(folder)
            elif self._people is not None:
                self._people.tell_unkept()
        finally:
            self._busy = False

    async def _is_kept(self) -> bool:
        pages = self._pages()
        if pages is None:
            return True
        from gridworker.ui.leaving import unkept

        return not await unkept(pages)

    def _take(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        instance = OneInstance(folder)
        if instance.first():
            self.settled.emit(instance)
        elif self._people is not None:
            self._people.tell_open_elsewhere(folder)
