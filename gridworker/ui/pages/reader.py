"""Reading what a page shows, as often as it changes and no oftener than eyes can follow."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject

from gridworker.ui.background import Background

_REST_MS = 200


class Reader:
    """`read` never runs twice at once; what is asked meanwhile is read afterwards, after a rest."""

    def __init__(
        self, background: Background, owner: QObject, read: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        self._background, self._owner, self._read = background, owner, read
        self._reading = self._asked_again = False

    @property
    def is_busy(self) -> bool:
        """Whether it reads, or rests from it."""
        return self._reading

    def ask(self) -> None:
        """Reads now, or once what runs is over."""
        if self._reading:
            self._asked_again = True
            return
        self._reading = True
        self._background.spawn(self._run(), self._owner)

    async def _run(self) -> None:
        try:
            await self._read()
            await self._background.pause(_REST_MS)
        finally:
            self._reading = False
        if self._asked_again:
            self._asked_again = False
            self.ask()
