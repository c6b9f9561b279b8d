"""How many requests a process carries out at once, and that no laptop takes more than one place (protocol §9)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gridworker.server.rejection import Rejected

_PLACES = 272
"""What the threads work on, and sixteen times as many that wait for them."""
_BUSY_S = 5
_TWICE_S = 2


class Gate:
    """For one event loop: to be entered once a request's body is here, so that a slow line holds no place."""

    def __init__(self, places: int = _PLACES) -> None:
        self._places = places
        self._inside: set[str] = set()

    @contextmanager
    def entered(self, token: str) -> Iterator[None]:
        """A place for the laptop with this token. Raises `Rejected`: `BUSY_REPLICA` while it has one, `BUSY`."""
        if token in self._inside:
            raise Rejected("BUSY_REPLICA", retry_after=_TWICE_S)
        if len(self._inside) >= self._places:
            raise Rejected("BUSY", "too many at once", retry_after=_BUSY_S)
        self._inside.add(token)
        try:
            yield
        finally:
            self._inside.discard(token)
