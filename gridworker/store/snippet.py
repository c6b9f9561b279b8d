"""The words around a hit, with numbers that identify a person masked (PIPL art. 51)."""

from __future__ import annotations

import re
from collections.abc import Callable

from gridworker.domain.fields import Field, Kind, Privacy, Search
from gridworker.domain.masking import mask_id_number, mask_numbers, mask_phone
from gridworker.domain.paths import Body
from gridworker.store.pinyin import find_sound
from gridworker.store.query import Term
from gridworker.store.searched import Found, searched
from gridworker.store.words import HOUSE, house_token

BEFORE, LENGTH = 10, 44

_Look = Callable[[Found], int | None]


class Snippets:
    """Makes the snippets of one search."""

    def __init__(self, terms: list[Term]) -> None:
        self._by_words = [_look_by_words(term) for term in terms]
        self._by_sound = [_look_by_sound(term.folded) for term in terms if term.may_be_pinyin]

    def of(self, kind: Kind, body: Body) -> str:
        """The text in which the first term that can be shown is found, about `LENGTH` characters of it; may be empty.

        The record's title goes last, for it is shown anyway, and before it what would only be seen masked.
        """
        texts = sorted(
            searched(kind.fields, body), key=lambda found: (found.name in kind.title, found.field.privacy)
        )
        for look in self._by_words + self._by_sound:
            for found in texts:
                if (at := look(found)) is not None:
                    return _window(found, at)
        return _window(texts[0], 0) if texts else ""


def _look_by_words(term: Term) -> _Look:
    if HOUSE.fullmatch(term.typed):
        token = house_token(term.typed)
        return lambda found: next(
            (house.start() for house in HOUSE.finditer(found.text) if token in house_token(house[0])), None
        )
    # Any punctuation may stand between the characters, in either case and width.
    pattern = re.compile(r"[\W_]*".join(map(_either_width, term.folded)), re.IGNORECASE)
    return lambda found: hit.start() if (hit := pattern.search(found.text)) else None


def _look_by_sound(letters: str) -> _Look:
    return lambda found: find_sound(found.text, letters) if found.field.search is Search.NAME else None


def _either_width(character: str) -> str:
    if character.isascii():
        return f"[{character}{chr(ord(character) + 0xFEE0)}]"
    return re.escape(character)


def _window(found: Found, at: int) -> str:
    text = _masked(found.text, found.name, found.field)
    start = max(0, min(at - BEFORE, len(text) - LENGTH))
    end = start + LENGTH
    shown = " ".join(text[start:end].split())
    return ("…" if start else "") + shown + ("…" if end < len(text) else "")


def _masked(text: str, name: str, field: Field) -> str:
    if field.privacy is Privacy.SENSITIVE:
        return mask_id_number(text)
    if field.privacy is Privacy.PERSONAL and name == "phone":
        return mask_phone(text)
    return mask_numbers(text)
