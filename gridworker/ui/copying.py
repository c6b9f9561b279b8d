"""Keeps copies of the profile while somebody works, as `store.own_copies` says."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Slot

from gridworker.domain.errors import Trouble
from gridworker.store.own_copies import keep_copy
from gridworker.ui.session import Session

log = logging.getLogger("gridworker.ui")

_EVERY_MS = 10 * 60_000


class Copying(QObject):
    """Looks every ten minutes whether a copy is due, from `begin` to `end`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)

    def begin(self) -> None:
        """Looks from now on."""
        self._timer.start(_EVERY_MS)

    def end(self) -> None:
        """Looks no more."""
        self._timer.stop()

    @Slot()
    def _on_time(self) -> None:
        self._session.background.spawn(self._copy(), self)

    async def _copy(self) -> None:
        try:
            await self._session.run(keep_copy)
        except Trouble as trouble:
            # The work itself is safe, and the next save says it if the disk is full.
            log.warning("no copy of the profile: %s", trouble.code)
        self._timer.start(_EVERY_MS)
