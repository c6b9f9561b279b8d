"""Where in a text stands what was typed: as it is written, as a house number, or as the sound of its characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from gridworker.store.pinyin import find_sound
from gridworker.store.query import Term, ask, pieces_of
from gridworker.store.words import HOUSE, house_token

Span = tuple[int, int]
"""From which character of a text to before which."""

Look = Callable[[str], Iterator[Span]]


def look_by_words(term: Term) -> Look:
    """Finds a term as it is written, whatever punctuation stands between its characters, in either case and width."""
    if HOUSE.fullmatch(term.typed):
        token = house_token(term.typed)
        return lambda text: (house.span() for house in HOUSE.finditer(text) if token in house_token(house[0]))
    pattern = re.compile(r"[\W_]*".join(map(_either_width, term.folded)), re.IGNORECASE)
    return lambda text: (hit.span() for hit in pattern.finditer(text))


def look_by_sound(letters: str) -> Look:
    """Finds the first characters that sound like `letters`: further on in a long text much does."""
    return lambda text: iter(() if (span := find_sound(text, letters)) is None else (span,))


def _either_width(character: str) -> str:
    if character.isascii():
        return f"[{character}{chr(ord(character) + 0xFEE0)}]"
    return re.escape(character)


class Matches:
    """What is marked in results, so that one sees why they were found."""

    def __init__(self, typed: str) -> None:
        question = ask(typed)
        self._sought = [_sought(term) for term in question.terms] if question else []

    def within(self, text: str) -> tuple[Span, ...]:
        """The pieces of a text that match, in their order and apart; by sound only what is not written so."""
        found = [span for sought in self._sought for span in _spans(sought, text)]
        return tuple(_joined(sorted(found)))

    def all_within(self, text: str) -> bool:
        """Whether every term is found in a text; of nothing that was typed none is."""
        return bool(self._sought) and all(_spans(sought, text) for sought in self._sought)


class _Sought(NamedTuple):
    """How a term is looked for: as written, else by what it was typed together of, else by its sound."""

    words: Look
    pieces: list[_Sought]
    sound: Look | None


def _sought(term: Term) -> _Sought:
    sound = look_by_sound(term.folded) if term.may_be_pinyin else None
    return _Sought(look_by_words(term), list(map(_sought, pieces_of(term))), sound)


def _spans(sought: _Sought, text: str) -> list[Span]:
    if found := list(sought.words(text)):
        return found
    pieces = [_spans(piece, text) for piece in sought.pieces]
    if any(pieces):
        return [span for spans in pieces for span in spans]
    return list(sought.sound(text)) if sought.sound else []


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Spans that touch or overlap as one."""
    at = 0
    while at < len(spans):
        start, end = spans[at]
        while at + 1 < len(spans) and spans[at + 1][0] <= end:
            at += 1
            end = max(end, spans[at][1])
        yield start, end
        at += 1
