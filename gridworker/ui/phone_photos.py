"""The folder of the phone's photos as the window sees it: watched while it is unlocked, looked at in a thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from math import inf
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QFileSystemWatcher, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from gridworker.operations.folder_look import STILL_S, Look
from gridworker.operations.phone_folder import (
    choose_folder,
    chosen,
    forget_used,
    leave_folder,
    note_used,
    pass_over,
)
from gridworker.ui.forms.page_filing import Put, Taken
from gridworker.ui.session import Session
from gridworker.ui.step import Step

if TYPE_CHECKING:
    from gridworker.operations.folder_photos import Looker

_SOON_MS = 300
_GLANCE_MS = 10
_AGAIN_MS = round(STILL_S * 1000) + 100


class PhonePhotos(QObject):
    """`changed` fires with every look that found something else; `look` is the latest, empty where none is chosen.

    Nothing is asked of the disk while nothing happens: a look follows what the system tells of the folder, the window
    that becomes active, and whoever opens the strip, for network drives tell nothing. Only while files are being copied
    it looks again each second.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._looker: Looker | None = None
        self._watcher: QFileSystemWatcher | None = None
        self.look = Look()
        self._looking = self._again = self._resting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look_now)
        session.locked.connect(self._on_locked)
        session.restored.connect(self._on_restored)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._on_state)
        session.background.spawn(self._begin(), self)

    @property
    def looker(self) -> Looker:
        """What looks into the files, and remembers what it saw."""
        if self._looker is None:
            # Imported when there is a folder: most have none.
            from gridworker.operations.folder_photos import Looker

            self._looker = Looker(time.monotonic)
        return self._looker

    @property
    def is_chosen(self) -> bool:
        """Whether there is such a folder."""
        return bool(self.look.folder)

    async def choose(self, folder: str) -> None:
        """Another folder; what lies in it already is not new."""
        await self._session.run(choose_folder, folder)
        await self._look()

    async def leave(self) -> None:
        """No folder any more."""
        await self._session.run(leave_folder)
        await self._look()

    async def pass_over(self, originals: Iterable[str]) -> None:
        """These are not offered again."""
        await self._session.run(pass_over, originals)
        await self._look()

    async def looked(self, within_ms: int) -> None:
        """Looks again and waits for it, so long at most: a network drive may take its time."""
        self.look_now()
        await self._over(within_ms / 1000)

    async def _over(self, within_s: float = inf) -> None:
        """Waits until nothing is looked at."""
        until = time.monotonic() + within_s
        while (self._looking or self._again) and not self._resting and time.monotonic() < until:
            await self._session.background.pause(_GLANCE_MS)

    @Slot()
    def look_now(self) -> None:
        """Looks at the folder, in a thread; once more where it looks already."""
        self._timer.stop()
        if self._resting or not self.is_chosen:
            return
        self._again = True
        if not self._looking:
            self._session.background.spawn(self._look(), self)

    def remembering(self, put: Put, originals: list[str]) -> Put:
        """`put`, and these photos are used from then on; they are new again where it is taken back."""

        async def put_in(kept: Sequence[dict[str, Any]]) -> Taken | None:
            taken = await put(kept)
            if taken is None:
                return None
            await self._note(note_used, originals)
            return (
                taken if taken.step is None else taken._replace(step=self._with_notes(taken.step, originals))
            )

        return put_in if self.is_chosen else put

    def _with_notes(self, step: Step, originals: Collection[str]) -> Step:
        async def back() -> None:
            await step.back()
            await self._note(forget_used, originals)

        async def again() -> None:
            await step.again()
            await self._note(note_used, originals)

        return Step(back, again)

    async def note_used(self, originals: Collection[str]) -> None:
        """These photos are in records now."""
        if self.is_chosen:
            await self._note(note_used, originals)

    async def _note(self, note: Callable[..., None], originals: Collection[str]) -> None:
        if originals:
            await self._session.run(note, tuple(originals))
            self.look_now()

    async def _begin(self) -> None:
        if await self._session.run(chosen) is not None or self.is_chosen:
            await self._look()

    async def _look(self) -> None:
        """Until everything that may be new was looked into, and nobody asked once more meanwhile."""
        if self._looking:
            self._again = True
            await self._over()
            return
        self._looking = self._again = True
        try:
            while self._again and not self._resting:
                self._again = False
                look = await self._session.background.run(self.looker.look, self._session.profile)
                if not self._resting:
                    self._show(look)
                    self._again |= not look.finished
        finally:
            self._looking = False
        if self.look.arriving and not self._resting:
            self._timer.start(_AGAIN_MS)

    def _show(self, look: Look) -> None:
        differs, self.look = look != self.look, look
        self._watch(look.folders)
        if differs:
            self.changed.emit()

    def _watch(self, folders: Collection[str]) -> None:
        """Is told of changes in these folders. One that went and came back is watched anew."""
        if self._watcher is None and folders:
            # The application's, and no child of this: a session may end in another thread, where no watch can be ended.
            self._watcher = QFileSystemWatcher(QCoreApplication.instance())
            self._watcher.directoryChanged.connect(self._on_told)
        if self._watcher is not None:
            watched = set(self._watcher.directories())
            if gone := watched.difference(folders):
                self._watcher.removePaths(list(gone))
            if come := set(folders).difference(watched):
                self._watcher.addPaths(list(come))

    @Slot(str)
    def _on_told(self, _folder: str) -> None:
        # One copy tells many times.
        if not self._resting and not self._timer.isActive():
            self._timer.start(_SOON_MS)

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look_now()

    @Slot()
    def _on_restored(self) -> None:
        # The copy may name another folder, or none.
        self._session.background.spawn(self._begin(), self)

    @Slot(bool)
    def _on_locked(self, locked: bool) -> None:
        self._resting = locked
        if locked:
            self._timer.stop()
            if self._watcher is not None:
                self._watcher.deleteLater()
                self._watcher = None
        else:
            self.look_now()


def phone_photos_of(session: Session) -> PhonePhotos:
    """The one that belongs to a session, made when first asked for."""
    return session.findChild(PhonePhotos) or PhonePhotos(session)
