"""An unlocked profile as the pages see it: its records, what changes in them, its language and its sync."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from gridworker.domain.errors import Trouble
from gridworker.environment.labels import Labels, labels
from gridworker.environment.language import Words
from gridworker.environment.settings import TEXT_SCALE, Setting, write_setting
from gridworker.operations.changes import Changes
from gridworker.operations.recent import note_opened
from gridworker.operations.saving import barred
from gridworker.store.profile import Profile
from gridworker.sync.engine import Engine, Progress
from gridworker.sync.rhythm import Link
from gridworker.ui.background import Background
from gridworker.ui.pins import Pins

T = TypeVar("T")

_BARRED = {
    "revoked_here": Words(
        "这台电脑已被停用，只能查看和导出，不能新增或修改。要继续记录，请联系管理员重新接入。",
        "This computer was turned off by the district: records can be read and exported, not added or changed. "
        "Please ask the administrator to enrol it again.",
    ),
    "role_may_not_write": Words(
        "您的身份只能查看，不能新增或修改。", "Your role may read records, not add or change them."
    ),
}


class Session(QObject):
    """What a page is given. Pages subscribe to `changed`, ask to go elsewhere with `go`, and know no other page.

    `changed` carries the `Changes` of an operation or a pull. `wanted` carries where somebody wants to go: a page or
    a kind, and a record's id or "". `said_done` carries a short sentence for the toast, with the `Step` that can be
    taken back, or None. A sync begins (`sync_began`)
    and either ends with a receipt (`sync_ended`) or could not be made (`sync_failed`, with the trouble); one that began
    `by_itself` is no news where it went well. `link` is what is known of the network. `restored` says in a sentence
    that the profile went back to a copy: nothing shown holds any more. `locked` fires with True when the lock comes
    before the pages, and with False when they are seen again. `barred` is the code of why nothing may be added here, or
    "".
    """

    changed = Signal(object)
    wanted = Signal(str, str)
    said_done = Signal(str, object)
    status = Signal(str)
    sync_began = Signal()
    sync_progress = Signal(object)
    sync_ended = Signal(object)
    sync_failed = Signal(object)
    link_changed = Signal()
    clock_changed = Signal()
    barred_changed = Signal()
    lock_wanted = Signal()
    setting_changed = Signal(str, str)
    restored = Signal(str)
    locked = Signal(bool)

    def __init__(self, profile: Profile, background: Background, language: str) -> None:
        super().__init__()
        self.profile = profile
        self.background = background
        self.language = language
        self.engine = Engine(profile)
        self.last_receipt: dict[str, Any] | None = None
        self.syncing = self.by_itself = self._again = False
        self._sync_task: asyncio.Task[None] | None = None
        self.link = Link()
        self.clock_trouble: Trouble | None = None
        self.barred = barred(profile)
        self.pins = Pins(self)

    def said(self, words: Words, **facts: Any) -> str:
        """A text in the language of the window."""
        return words.said(self.language, **facts)

    @property
    def labels(self) -> Labels:
        """The names of kinds, fields and choices."""
        return labels(self.language)

    def why_barred(self) -> str:
        """The sentence that says why nothing may be added here; "" where it may."""
        return self.said(_BARRED[self.barred]) if self.barred else ""

    def run(self, work: Callable[..., T], *args: Any, **named: Any) -> Awaitable[T]:
        """Blocking work on the profile, in a thread: `await session.run(show_record, record)`."""
        return self.background.run(work, self.profile, *args, **named)

    def tell(self, changes: Changes) -> None:
        """Tells every page what an operation changed."""
        if any(changes.records.values()):
            self.changed.emit(changes)

    def go(self, where: str, record: str = "") -> None:
        """Asks for a page or for the page of a kind, and there for a record."""
        self.wanted.emit(where, record)

    def know_clock(self, trouble: Trouble | None) -> None:
        """What is wrong with the clock of this computer, as the server's says it; None where it is right."""
        told, self.clock_trouble = str(self.clock_trouble), trouble
        if str(trouble) != told:
            self.clock_changed.emit()

    def note_opened(self, record: str) -> None:
        """Somebody looks at a record: the search box offers it before anything is typed."""
        self.background.spawn(self._note_opened(record), self)

    def know_link(self, link: Link) -> None:
        """Something was learnt of the network."""
        self.link = link
        self.link_changed.emit()

    def sync(self, *, by_itself: bool = False) -> None:
        """Starts a sync, or joins the one that runs: it is then the person's.

        Where a person joins another follows: the answers of the one that runs may have been made before they asked.
        """
        self._again |= self.syncing and not by_itself
        self.by_itself = by_itself and (self.by_itself or not self.syncing)
        if not self.syncing:
            self.syncing = True
            self.sync_began.emit()
            self._sync_task = self.background.spawn(self._sync(), self)

    async def sync_over(self) -> None:
        """Waits until no sync runs, and what became of the last is told."""
        while self._sync_task is not None and not self._sync_task.done():
            await self.background.pause(50)

    def cancel_sync(self) -> None:
        """Asks the running sync to stop after the request that is under way."""
        self.engine.cancel()

    def keep_setting(self, setting: Setting, value: str) -> None:
        """Remembers a setting for this profile and tells whoever acts by it (`setting_changed`)."""
        write_setting(self.profile.folder, setting, value)
        self.setting_changed.emit(setting.key, value)

    def keep_scale(self, scale: float) -> None:
        """Remembers the size of the text for this profile."""
        write_setting(self.profile.folder, TEXT_SCALE, str(scale))

    async def _sync(self) -> None:
        try:
            self.last_receipt = await self._sync_once()
            while self._again and "error" not in self.last_receipt:
                self._again = False
                following = await self._sync_once()
                if _says_more(following, self.last_receipt):
                    self.last_receipt = following
        except Trouble as trouble:
            self.syncing = False
            self.sync_failed.emit(trouble)
            if self.by_itself:
                return
            raise
        finally:
            self.syncing = self._again = False
        await self._look_whether_barred()
        self.sync_ended.emit(self.last_receipt)

    async def _note_opened(self, record: str) -> None:
        # A full disk or a busy store is told by what matters more.
        with suppress(Trouble):
            await self.run(note_opened, record)

    async def _sync_once(self) -> dict[str, Any]:
        started = self.engine.start(on_progress=self._on_progress, on_changes=self._on_changes)
        return await self.background.joined(started)

    async def _look_whether_barred(self) -> None:
        before, self.barred = self.barred, await self.run(barred)
        if self.barred != before:
            self.barred_changed.emit()
        if self.barred and not before:
            self.lock_wanted.emit()

    def _on_progress(self, progress: Progress) -> None:
        # Called in the sync's thread: a signal to an object of the window's thread is queued.
        self.sync_progress.emit(progress)

    def _on_changes(self, records: dict[str, set[str]]) -> None:
        self.changed.emit(Changes({kind: frozenset(ids) for kind, ids in records.items()}))


def _says_more(following: dict[str, Any], receipt: dict[str, Any]) -> bool:
    """Whether a second sync did anything that the receipt of the first does not tell."""
    same = all(following[name] == receipt[name] for name in ("waiting", "attention"))
    return "error" in following or bool(following["sent"] or following["received"]) or not same
