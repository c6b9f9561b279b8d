"""A form's draft: written 600 ms after the last key and whenever the form is left, taken away by the save."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gridworker.operations.drafts import drop_draft, keep_draft
from gridworker.ui.session import Session

WAIT_MS = 600
_LEAVING = (QEvent.Type.Hide, QEvent.Type.WindowDeactivate, QEvent.Type.Close)


class Drafting(QObject):
    """Keeps the draft of `form`. `content` gives what the form holds now, as `operations.drafts.keep_draft` takes it.

    Call `begin` for each record that is opened, `touch` for every change by the person, `settle` before a save and
    hand `id` to the save. `kept` carries the moment (ms UTC) of each write.
    """

    kept = Signal(object)

    def __init__(
        self, session: Session, kind: str, form: QWidget, content: Callable[[], Mapping[str, Any]]
    ) -> None:
        super().__init__(form)
        self._session, self._kind, self._content = session, kind, content
        self._record: str | None = None
        self.id = ""
        self.is_kept = False
        self._dirty = False
        self._writes: list[Awaitable[int]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.write)
        form.installEventFilter(self)

    def begin(self, draft: str = "", *, record: str | None = None) -> None:
        """Starts on another form: the draft it was opened from, or none yet. Writes what the former still owed."""
        self.write()
        self.id = draft or self._session.profile.make_id()
        self.is_kept = bool(draft)
        self._record = record

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not written yet."""
        return self._dirty

    @Slot()
    def touch(self) -> None:
        """Something was typed."""
        self._dirty = True
        self._timer.start()

    @Slot()
    def write(self) -> None:
        """Writes now what was typed since the last write."""
        self._timer.stop()
        if not self._dirty:
            return
        self._dirty = False
        self.is_kept = True
        # Handed to its thread at once and not by a task: a window that closes ends its tasks, never a write.
        content = dict(self._content())
        write = self._session.run(keep_draft, self.id, self._kind, content, record=self._record)
        self._writes.append(write)
        self._session.background.spawn(self._follow(write), self)

    async def settle(self) -> str:
        """Stops writing, waits for what is under way, and gives the id of the draft: the save takes it away."""
        self._timer.stop()
        self._dirty = False
        for write in list(self._writes):
            await write
        return self.id

    async def drop(self) -> None:
        """Takes the draft away."""
        draft = await self.settle()
        if self.is_kept:
            await self._session.run(drop_draft, draft)
        self.is_kept = False

    async def _follow(self, write: Awaitable[int]) -> None:
        try:
            self.kept.emit(await write)
        finally:
            self._writes.remove(write)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _LEAVING:
            self.write()
        return False
