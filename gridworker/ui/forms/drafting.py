"""A form's draft: written 600 ms after the last key and whenever the form is left, taken away by the save."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gridworker.domain.errors import Trouble
from gridworker.operations.drafts import drop_draft, keep_draft
from gridworker.ui.session import Session

WAIT_MS = 600
AGAIN_MS = 5_000
"""So long after a write that failed, the next is tried."""
_LOOK_MS = 20
_LEAVING = (QEvent.Type.Hide, QEvent.Type.WindowDeactivate, QEvent.Type.Close)


class Drafting(QObject):
    """Keeps the draft of `form`. `content` gives what the form holds now, as `operations.drafts.keep_draft` takes it.

    Call `begin` for each record that is opened, `touch` for every change by the person, `settle` before a save and
    hand `id` to the save. `kept` carries the moment (ms UTC) of each write. A write that fails is tried again until
    it is done or saved; the first of several in a row fires `not_kept` and is told like any trouble.
    """

    kept = Signal(object)
    not_kept = Signal()

    def __init__(
        self, session: Session, kind: str, form: QWidget, content: Callable[[], Mapping[str, Any]]
    ) -> None:
        super().__init__(form)
        self._session, self._kind, self._content = session, kind, content
        self._record: str | None = None
        self.id = ""
        self.is_kept = False
        self._dirty = False
        # What stands in the way of what is owed.
        self._trouble: Trouble | None = None
        # What is not yet on the disk, by draft: its content, and the record it belongs to.
        self._owed: dict[str, tuple[dict[str, Any], str | None]] = {}
        self._writes: list[Awaitable[int]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
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
        self._timer.start(WAIT_MS if self._trouble is None else AGAIN_MS)

    @Slot()
    def write(self) -> None:
        """Writes now what was typed since the last write, and what could not be written then."""
        self._timer.stop()
        if self._dirty:
            self._dirty = False
            self.is_kept = True
            self._owed[self.id] = (dict(self._content()), self._record)
        for draft, (content, record) in self._owed.items():
            # Handed to its thread at once and not by a task: a window that closes ends its tasks, never a write.
            write = self._session.run(keep_draft, draft, self._kind, content, record=record)
            self._writes.append(write)
            self._session.background.spawn(self._follow(write, draft, content), self)

    async def settle(self) -> str:
        """Stops writing, waits for what is under way, and gives the id of the draft: the save takes it away."""
        self._timer.stop()
        self._dirty = False
        self._owed.pop(self.id, None)
        for write in list(self._writes):
            # What became of a draft is nobody's trouble any more: the save says how it went itself.
            with suppress(Trouble):
                await write
        if self._owed:
            self._timer.start(AGAIN_MS)
        return self.id

    async def catch_up(self) -> Trouble | None:
        """Writes what is not on the disk yet and waits for it; gives what stands in its way, or None."""
        self.write()
        while self._writes:
            await self._session.background.pause(_LOOK_MS)
        return self._trouble if self._owed else None

    async def drop(self) -> None:
        """Takes the draft away."""
        draft = await self.settle()
        if self.is_kept:
            await self._session.run(drop_draft, draft)
        self.is_kept = False

    @Slot()
    def drop_behind(self) -> None:
        """Takes the draft away behind a form that goes itself."""
        self._timer.stop()
        self._dirty = self.is_kept = False
        self._owed.clear()
        gone = _drop_after(self._session, self.id, tuple(self._writes))
        self._session.background.spawn(gone, self._session)

    async def _follow(self, write: Awaitable[int], draft: str, content: Mapping[str, Any]) -> None:
        try:
            moment = await write
        except Trouble as trouble:
            first, self._trouble = self._trouble is None, trouble
            self._timer.start(AGAIN_MS)
            if first:
                self.not_kept.emit()
                raise
            return
        finally:
            self._writes.remove(write)
        if self._owed.get(draft, (None,))[0] is content:
            del self._owed[draft]
        if not self._owed:
            self._trouble = None
        if draft == self.id:
            self.kept.emit(moment)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _LEAVING:
            self.write()
        return False


async def _drop_after(session: Session, draft: str, writes: Sequence[Awaitable[int]]) -> None:
    for write in writes:
        # It need not be on the disk any more.
        with suppress(Trouble):
            await write
    await session.run(drop_draft, draft)
