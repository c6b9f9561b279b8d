"""Whose turn it is to be shown: a form is not exchanged under somebody's keys by what was asked for before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Mixin for pages that open records.

    Whatever is asked for takes a turn, and is shown only if nothing else was asked for meanwhile. `_saving` is true
    from the save until something else stands in the form: until then it is neither an empty form nor news to itself.
    `_lists` is how many times the list is being read.
    """

    _turn = 0
    _shown = 0
    _saving = False
    _lists = 0

    def _take_turn(self) -> int:
        self._turn += 1
        return self._turn

    def _note_shown(self) -> None:
        """Something else stands in the form now."""
        self._shown += 1
        self._saving = False

    @contextmanager
    def _listing(self) -> Iterator[None]:
        """While the list is being read."""
        self._lists += 1
        try:
            yield
        finally:
            self._lists -= 1
