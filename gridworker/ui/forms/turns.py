"""Whose turn it is to be shown: a form is not exchanged under somebody's keys by what was asked for before."""

from __future__ import annotations


class Turns:
    """Mixin for pages that open records. `has_moved_on`: something else was opened since the save under way began."""

    _turn = _saved_at = 0

    @property
    def has_moved_on(self) -> bool:
        return self._turn != self._saved_at

    def _take_turn(self) -> int:
        self._turn += 1
        return self._turn
