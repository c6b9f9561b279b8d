"""New versions around the window: asked about over it, made ready behind it, started in its place."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gridworker.domain.errors import Trouble
from gridworker.operations.update_answer import AFTER_WORK
from gridworker.ui.session import Session
from gridworker.ui.update_question import ask_when, renewed, tell_taken_back
from gridworker.ui.updating import updating_of

log = logging.getLogger("gridworker.ui")


class Renewal(QObject):
    """Asks over the widget that `over` gives; `close` closes the window, and the new version starts behind it."""

    def __init__(self, session: Session, over: Callable[[], QWidget], close: Callable[[], object]) -> None:
        super().__init__(session)
        self._session, self._over, self._close = session, over, close
        self._asking = False
        self.updating = updating_of(session)
        self.updating.offered.connect(self._on_offered)
        self.updating.restart_wanted.connect(self._on_restart)
        self.is_restarting = False

    def begin(self, *, first_start: bool) -> None:
        """Looks from now on; `first_start` says that a new version shows its pages for the first time."""
        if first_start:
            renewed(self._session, self.updating)
        self._session.background.spawn(tell_taken_back(self._session, self.updating, self._over()), self)
        self.updating.begin()

    def end(self) -> None:
        """Looks no more."""
        self.updating.end()

    async def before_leaving(self) -> None:
        """Makes ready what was to be done after work; the window is out of sight."""
        if self.updating.card is not None and self.updating.answer() == AFTER_WORK:
            try:
                await self.updating.make_ready()
            except Trouble as trouble:
                log.warning("not updated after work: %s", trouble.code)

    @Slot()
    def _on_offered(self) -> None:
        if not self._asking:
            self._session.background.spawn(self._ask(), self)

    async def _ask(self) -> None:
        self._asking = True
        try:
            await ask_when(self._session, self.updating, self._over())
        finally:
            self._asking = False

    @Slot()
    def _on_restart(self) -> None:
        self.is_restarting = True
        self._close()
