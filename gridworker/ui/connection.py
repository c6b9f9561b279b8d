"""The network as the window sees it: looks for the server, keeps `session.link` true, and syncs by itself."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QNetworkInformation

from gridworker.operations.changes import Changes
from gridworker.operations.delivery import anything_waits
from gridworker.sync import rhythm
from gridworker.sync.hello import look
from gridworker.sync.rhythm import Link
from gridworker.ui.session import Session

_SYNCING_MS = 5_000


class Connection(QObject):
    """Does what `sync.rhythm` says, from `begin` to `end`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._share = rhythm.share_of(session.profile.identity.replica)
        self._saved_at: int | None = None
        self._busy = False
        self._system: QNetworkInformation | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)

    def begin(self) -> None:
        """Looks from now on, and whenever the window or the network comes back."""
        session = self._session
        session.changed.connect(self._on_changed)
        session.sync_ended.connect(self._on_sync_ended)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_time)
        session.sync_failed.connect(self._on_sync_failed)
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            self._system = QNetworkInformation.instance()
            self._system.reachabilityChanged.connect(self._on_network)
        self._put(rhythm.begun(self._now(), self._share, self._chance()))
        self._timer.start(rhythm.LEAST_MS)

    def end(self) -> None:
        """Looks no more."""
        self._busy = True
        self._timer.stop()

    @Slot()
    def _on_time(self) -> None:
        if not self._busy:
            self._busy = True
            self._session.background.spawn(self._step(), self)

    async def _step(self) -> None:
        """Looks or syncs where it is time to, and comes again."""
        try:
            wait = await self._move()
        finally:
            self._busy = False
        self._timer.start(wait)

    async def _move(self) -> int:
        session = self._session
        if session.syncing:
            return _SYNCING_MS
        waits = await session.run(anything_waits)
        move = self._next(waits=waits)
        if move.what:
            seen = await session.run(look)
            if seen.clock_known:
                session.know_clock(seen.clock)
            self._put(rhythm.looked(session.link, seen.code, self._now(), self._share, self._chance()))
            found = session.link.found == "online"
            if move.what == "sync" and found and self._next(waits=waits).what == "sync":
                session.sync(by_itself=True)
        return move.wait_ms

    def _next(self, *, waits: bool) -> rhythm.Move:
        active = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        return rhythm.next_move(
            self._session.link,
            self._now(),
            active=active,
            waiting=waits,
            saved_at=self._saved_at,
        )

    def _put(self, link: Link) -> None:
        if link.found == "offline" and self._system_is_online():
            link = msgspec.structs.replace(link, found="silent")
        self._session.know_link(link)

    def _now(self) -> int:
        return self._session.profile.clock.monotonic()

    def _chance(self) -> float:
        return int.from_bytes(self._session.profile.clock.randomness(4), "big") / 2**32

    @Slot()
    def _on_network(self) -> None:
        self._put(rhythm.woken(self._session.link, self._now()))
        self._on_time()

    @Slot(object)
    def _on_changed(self, _changes: Changes) -> None:
        if not self._session.syncing:
            self._saved_at = self._now()

    @Slot(object)
    def _on_sync_ended(self, receipt: dict[str, object] | None) -> None:
        error = (receipt or {}).get("error")
        kind, code = (error["kind"], error["code"]) if isinstance(error, dict) else ("", "")
        self._put(rhythm.synced(self._session.link, kind, code, self._now(), self._chance()))

    @Slot()
    def _on_sync_failed(self) -> None:
        # Something on this computer was in the way: later again.
        self._put(rhythm.synced(self._session.link, "busy", "BUSY", self._now(), self._chance()))

    def _system_is_online(self) -> bool:
        """Whether this computer has the internet, as far as its system knows: then it is the server that is missing."""
        online = QNetworkInformation.Reachability.Online
        return self._system is not None and self._system.reachability() == online
