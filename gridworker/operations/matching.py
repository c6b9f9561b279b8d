"""Names of people and places found as they are typed: by characters, pinyin, initials, and “dly3” or “dly3-2”."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from sys import intern
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

    Made once, asked for every key: no more than a few thousand. What they are found by lies in a few long rows: an
    object for each entry would take five times the room.
    """

    def __init__(self, entries: Sequence[Entry[T]]) -> None:
        self._entries = tuple(entries)
        self._folded = [_folded(entry.shown) for entry in entries]
        self._named = array("H", (len(_folded(_name(entry.shown))) for entry in entries))
        self._tokens: list[tuple[str, str]] = []

    def learn(self, before: Book[T] | None = None) -> None:
        """Works out the pinyin of all entries, which takes a while: in a thread, before somebody types.

        What was in the book `before` is not worked out again.
        """
        if not self._tokens:
            known = before.sounds() if before else {}
            self._tokens = [known.get(entry.shown) or _sounds(entry.shown) for entry in self._entries]

    def sounds(self) -> dict[str, tuple[str, str]]:
        """What was worked out so far, by what the lists say."""
        shown = (entry.shown for entry in self._entries)
        return dict(zip(shown, self._tokens, strict=False))

    def matching(self, typed: str, limit: int = 8) -> list[Entry[T]]:
        """The first `limit` entries that `typed` may mean; all of them for nothing typed."""
        asked = fold(typed).strip()
        if not asked:
            return list(self._entries[:limit])
        self.learn()
        means = _Asked(asked)
        named: list[Entry[T]] = []
        other: list[Entry[T]] = []
        for entry, folded, length, (of_name, of_all) in zip(
            self._entries, self._folded, self._named, self._tokens, strict=True
        ):
            if means.found_in(folded[:length], of_name):
                named.append(entry)
                if len(named) == limit:
                    break
            elif len(other) < limit and length < len(folded) and means.found_in(folded, of_all):
                other.append(entry)
        return [*named, *other][:limit]


def _sounds(shown: str) -> tuple[str, str]:
    """The pinyin of the name, and of all of it."""
    name, all_of_it = _name(shown), _tokens(shown)
    return (all_of_it if name == shown else _tokens(name)), all_of_it


def _name(shown: str) -> str:
    return shown.partition(" · ")[0]


def _folded(text: str) -> str:
    return fold(text).replace(" ", "")


def _tokens(text: str) -> str:
    """Each token behind a blank: a set of them takes ten times the room. Several books hold the same names."""
    return intern("".join(f" {token}" for token in name_tokens(text)))


class _Asked:
    """What somebody typed, and all that it may mean."""

    def __init__(self, asked: str) -> None:
        self._plain = asked.replace(" ", "")
        self._as_pinyin = f" {self._plain}" if self._plain.isascii() else ""
        house = _INITIALS.fullmatch(asked)
        self._initials, self._house = (f" {house[1]}", _NUMBERS.findall(house[2])) if house else ("", [])
        # A number begins where no other goes on: 3 is not in 13.
        self._pieces = [
            re.compile((r"(?<![0-9])" if piece.isdecimal() else "") + re.escape(piece))
            for piece in _PIECES.findall(asked)
        ]

    def found_in(self, folded: str, tokens: str) -> bool:
        """Whether a text may be meant, by its letters and its pinyin."""
        if self._plain in folded:
            return True
        if self._as_pinyin:
            return self._as_pinyin in tokens or (self._initials in tokens and self._with_house(folded))
        return self._in_order(folded)

    def _with_house(self, folded: str) -> bool:
        """Initials with the beginning of a house number: dly3-2, dly 3 2 501."""
        if not self._house:
            return False
        *whole, last = self._house
        held = _NUMBERS.findall(folded)[: len(self._house)]
        return len(held) == len(self._house) and held[:-1] == whole and held[-1].startswith(last)

    def _in_order(self, folded: str) -> bool:
        """Characters and numbers one after the other, though not side by side: 东篱3, 陈302."""
        at = 0
        for piece in self._pieces:
            found = piece.search(folded, at)
            if found is None:
                return False
            at = found.end()
        return True
