"""New versions as the window sees them: fetched behind everything else, offered, made ready, started when wanted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from gridworker.domain.errors import PersonCanMend, Trouble
from gridworker.environment.installation import Installation, installation
from gridworker.operations.update_answer import AFTER_WORK, answered, keep_answer, work_is_over
from gridworker.operations.updating import examine, install, is_waiting
from gridworker.protocol.messages import ReleaseOffer
from gridworker.protocol.release import Card, trusted_keys
from gridworker.store.profile import Profile
from gridworker.sync.lane import Stopped
from gridworker.sync.release_lane import Coming, Fetched, ReleaseLane
from gridworker.sync.transport import Transport
from gridworker.sync.wire import NoAnswer, Refusal
from gridworker.ui.forms.drafting import Drafting
from gridworker.ui.forms.moments import local
from gridworker.ui.session import Session

log = logging.getLogger("gridworker.ui")

_LOOK_MS = 60_000
_FIRST_MS = 20_000
_ASK_AGAIN_S = 3600


class Updating(QObject):
    """Looks after new versions from `begin` to `end`. `changed` fires with everything that is to be shown.

    `offered` asks the person, `ready` says that a version starts next, `restart_wanted` that it is to start now.
    """

    changed = Signal()
    offered = Signal()
    ready = Signal()
    restart_wanted = Signal()
    _came = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.here: Installation | None = installation()
        self.coming: Coming | None = None
        self.fetched: Fetched | None = None
        self.step = ""
        self.trouble: Trouble | None = None
        self.paused = False
        self._cancelled = Event()
        self._busy = False
        self._asked_at: float | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        self._came.connect(self._on_coming)
        session.sync_began.connect(self._cancelled.set)

    @property
    def card(self) -> Card | None:
        """The version that has come and was not made ready yet."""
        return self.fetched.card if self.fetched else None

    @property
    def takes_releases(self) -> bool:
        """Whether this program can be renewed at all."""
        return self.here is not None and bool(trusted_keys(self.here.runs))

    @property
    def waiting(self) -> str:
        """The version that starts next, "" for none."""
        now = self.here.pointer() if self.here else None
        return now.version if self.here and now and is_waiting(self.here, now.version) else ""

    def answer(self) -> str:
        """What the person has answered to what is offered, as far as it still holds."""
        return answered(self.here, self.card.version, self._today()) if self.here and self.card else ""

    def begin(self) -> None:
        """Looks from now on."""
        if self.takes_releases:
            self._session.sync_ended.connect(self._on_sync_ended)
            self._timer.start(_FIRST_MS)

    def end(self) -> None:
        """Looks no more; what is under way stops behind the piece that is."""
        self._timer.stop()
        self._cancelled.set()

    def pause(self, *, paused: bool) -> None:
        """Stops fetching, or goes on."""
        self.paused = paused
        if paused:
            self._cancelled.set()
        else:
            self._on_time()
        self.changed.emit()

    def is_in_the_way(self) -> bool:
        """Whether something half written is open, or a sync runs: then nothing is made ready."""
        return self._session.syncing or any(
            _is_half_written(window) for window in QApplication.topLevelWidgets()
        )

    def keep_answer(self, answer: str) -> None:
        """Remembers what the person said to the offer."""
        if self.here and self.card:
            with suppress(OSError):
                keep_answer(self.here, self.card.version, answer, self._today())
        self.changed.emit()

    async def make_ready(self, file: Path | None = None) -> bool:
        """Makes what has come, or a file, the version that starts next; whether it now is. Raises `Trouble`."""
        file = file or (self.fetched.file if self.fetched else None)
        if self.here is None or file is None:
            raise PersonCanMend("not_installed")
        if self._busy or self.is_in_the_way():
            return False
        self._busy, self.trouble = True, None
        try:
            await self._session.run(install, self.here, file, self._told)
        except Trouble as trouble:
            self.trouble = trouble
            self._forget(file)
            raise
        finally:
            self._busy, self.step = False, ""
            self.changed.emit()
        self.fetched = None
        self.ready.emit()
        self.changed.emit()
        return True

    async def look_at(self, file: Path) -> Card:
        """What a file says it is, if it may be used here. Raises `Trouble`."""
        if self.here is None:
            raise PersonCanMend("not_installed")
        return (await self._session.background.run(examine, self.here, file)).card

    def _forget(self, file: Path) -> None:
        """What did not pass its trial is not offered again by itself."""
        if self.fetched and file == self.fetched.file:
            self.fetched = None

    def _told(self, step: str) -> None:
        # Called in a thread: a signal to an object of the window's thread is queued.
        self._came.emit(step)

    @Slot()
    def _on_time(self) -> None:
        if not self._busy and self.here is not None:
            self._session.background.spawn(self._step(), self)

    @Slot()
    def _on_sync_ended(self) -> None:
        self._timer.start(1_000)

    async def _step(self) -> None:
        try:
            await self._move()
        except Trouble as trouble:
            log.warning("no new version: %s", trouble.code)
        self._timer.start(_LOOK_MS)

    async def _move(self) -> None:
        if self._session.syncing:
            return
        if self.fetched is None and not self.waiting:
            await self._fetch()
        if self.fetched is None:
            return
        if self.answer() == AFTER_WORK:
            if work_is_over(self._now()) and not self.is_in_the_way():
                await self.make_ready()
        elif not self.answer():
            self.offered.emit()

    async def _fetch(self) -> None:
        now = self._session.profile.clock.monotonic() / 1000
        waits = self._asked_at is not None and now - self._asked_at < _ASK_AGAIN_S and self.coming is None
        if waits or self.paused or self._session.link.found in ("offline", "silent"):
            return
        self._asked_at, self._busy = now, True
        self._cancelled.clear()
        try:
            self.fetched = await self._session.run(_fetch, self.here, self._cancelled, self._came.emit)
            self.coming = None
        except (NoAnswer, Refusal, Stopped, OSError) as error:
            log.info("a new version is not here yet: %s", type(error).__name__)
        finally:
            self._busy = False
            self.changed.emit()

    @Slot(object)
    def _on_coming(self, told: object) -> None:
        if isinstance(told, Coming):
            self.coming = told
        else:
            self.step = str(told)
        self.changed.emit()

    def _now(self) -> datetime:
        clock = self._session.profile.clock
        return local(clock.now(), clock.tz(clock.now()))

    def _today(self) -> date:
        return self._now().date()


def updating_of(session: Session) -> Updating:
    """The one that belongs to a session, made when first asked for."""
    return session.findChild(Updating) or Updating(session)


def _is_half_written(window: QWidget) -> bool:
    drafts: Iterable[Drafting] = window.findChildren(Drafting)
    return any((drafting.is_dirty or drafting.is_kept) and _is_open(drafting) for drafting in drafts)


def _is_open(drafting: Drafting) -> bool:
    form = drafting.parent()
    return isinstance(form, QWidget) and form.isVisible()


def _fetch(
    profile: Profile, here: Installation, cancelled: Event, came: Callable[[Coming], None]
) -> Fetched | None:
    """What the district offers, fetched to its end; None where it offers nothing that was not taken back here."""
    server = profile.server
    wire = Transport(server.url, server.ca)
    try:
        lane = ReleaseLane(profile, wire, cancelled, here)
        lane.on_coming = came
        offer: ReleaseOffer | None = lane.offer()
        if offer is None or offer.version == here.pointer().failed:
            return None
        return lane.fetch_release(offer)
    finally:
        wire.close()
