"""Names of people and places found as they are typed: by characters, pinyin, initials, and “dly3” or “dly3-2”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from gridworker.store.pinyin import name_tokens
from gridworker.store.words import fold

T = TypeVar("T")

_PIECES = re.compile(r"[^0-9a-z ]+|[a-z]+|[0-9]+")
_INITIALS = re.compile(r"([a-z]+) ?([0-9][0-9 ]*)")
_NUMBERS = re.compile(r"[0-9]+")


class Entry(NamedTuple, Generic[T]):
    """Something with a name: `shown` is what a list says, `thing` what is picked."""

    shown: str
    thing: T


class Book(Generic[T]):
    """Entries in the order in which they are offered, those found by their name first: what stands before “ · ”.

    Made once, asked for every key: no more than a few thousand.
    """

    def __init__(self, entries: Sequence[Entry[T]]) -> None:
        self._entries = [(entry, *_sought(entry.shown)) for entry in entries]

    def learn(self) -> None:
        """Works out the pinyin of all entries, which takes a while: in a thread, before somebody types."""
        for _, name, sought in self._entries:
            _ = name.tokens, sought.tokens

    def matching(self, typed: str, limit: int = 8) -> list[Entry[T]]:
        """The first `limit` entries that `typed` may mean; all of them for nothing typed."""
        asked = fold(typed).strip()
        if not asked:
            return [entry for entry, *_ in self._entries[:limit]]
        named: list[Entry[T]] = []
        other: list[Entry[T]] = []
        for entry, name, sought in self._entries:
            if name.has(asked):
                named.append(entry)
                if len(named) == limit:
                    break
            elif sought is not name and len(other) < limit and sought.has(asked):
                other.append(entry)
        return [*named, *other][:limit]


def _sought(shown: str) -> tuple[_Sought, _Sought]:
    """What stands before the dot, which is the name, and all of it; the same thing where there is no dot."""
    name, dot, _ = shown.partition(" · ")
    all_of_it = _Sought(shown)
    return (_Sought(name) if dot else all_of_it), all_of_it


@lru_cache(maxsize=4096)
def _tokens(shown: str) -> str:
    """Each token behind a blank: a set of them takes ten times the room. Books are made anew, of the same names."""
    return "".join(f" {token}" for token in name_tokens(shown))


class _Sought:
    """What an entry is found by."""

    __slots__ = ("_folded", "_numbers", "_shown", "_tokens")

    def __init__(self, shown: str) -> None:
        self._shown, self._tokens = shown, ""
        self._folded = fold(shown).replace(" ", "")
        self._numbers = _NUMBERS.findall(self._folded)

    @property
    def tokens(self) -> str:
        """Its pinyin."""
        if not self._tokens:
            self._tokens = _tokens(self._shown)
        return self._tokens

    def has(self, asked: str) -> bool:
        plain = asked.replace(" ", "")
        if plain in self._folded:
            return True
        if plain.isascii():
            return self._as_pinyin(plain) or self._with_house(asked)
        return self._in_order(_PIECES.findall(asked))

    def _as_pinyin(self, letters: str) -> bool:
        return f" {letters}" in self.tokens

    def _with_house(self, asked: str) -> bool:
        """Initials with the beginning of a house number: dly3-2, dly 3 2 501."""
        parts = _INITIALS.fullmatch(asked)
        if parts is None or not self._as_pinyin(parts[1]):
            return False
        numbers = _NUMBERS.findall(parts[2])
        *whole, last = numbers
        held = self._numbers[: len(numbers)]
        return len(held) == len(numbers) and held[:-1] == whole and held[-1].startswith(last)

    def _in_order(self, pieces: list[str]) -> bool:
        """Characters and numbers one after the other, though not side by side: 东篱3, 陈302."""
        at = 0
        for piece in pieces:
            # A number begins where no other goes on: 3 is not in 13.
            start = r"(?<![0-9])" if piece.isdecimal() else ""
            found = re.compile(start + re.escape(piece)).search(self._folded, at)
            if found is None:
                return False
            at = found.end()
        return True
