"""Brings the search index up to date beside the work: what an import or an older version left over."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, repeat
from threading import Event

from PySide6.QtCore import QObject, Slot

from gridworker.operations.catching_up import go_on
from gridworker.operations.changes import Changes
from gridworker.ui.session import Session

_REST_S = 0.05


class Indexing(QObject):
    """Goes on from `begin` to `end`, and again whenever records have come or changed."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._ended = Event()
        self._wanted = self._goes_on = False
        session.changed.connect(self._on_changed)

    def begin(self) -> None:
        """From now on."""
        self._wanted = True
        if not self._goes_on:
            self._goes_on = True
            self._session.background.spawn(self._index(), self)

    def end(self) -> None:
        """Stops before the next batch."""
        self._ended.set()

    @Slot(object)
    def _on_changed(self, _changes: Changes) -> None:
        self.begin()

    async def _index(self) -> None:
        try:
            while self._wanted and not self._ended.is_set():
                self._wanted = False
                await self._session.run(go_on, self._between())
        finally:
            self._goes_on = False

    def _between(self) -> Callable[[], bool]:
        """Asked before each batch whether to stop: from the second on what else runs has its turn first."""
        rests = chain((0.0,), repeat(_REST_S))
        return lambda: self._ended.wait(next(rests))
