"""The words around a hit, with numbers that identify a person masked (PIPL art. 51)."""

from __future__ import annotations

import re

from gridworker.domain.fields import Field, Kind, Privacy, Search
from gridworker.domain.masking import mask_id_number, mask_numbers, mask_phone
from gridworker.domain.paths import Body
from gridworker.store.pinyin import name_tokens
from gridworker.store.query import Term
from gridworker.store.searched import Found, searched
from gridworker.store.words import HOUSE, house_token

BEFORE, LENGTH = 10, 44


def snippet_of(kind: Kind, body: Body, terms: list[Term]) -> str:
    """The text in which the first term that can be shown is found, about `LENGTH` characters of it; may be empty.

    The record's title goes last, for it is shown anyway, and before it what would only be seen masked.
    """
    texts = sorted(
        searched(kind.fields, body), key=lambda found: (found.name in kind.title, found.field.privacy)
    )
    for look in (_by_words, _by_sound):
        for term in terms:
            for found in texts:
                if (at := look(term, found)) is not None:
                    return _window(found, at)
    return _window(texts[0], 0) if texts else ""


def _by_words(term: Term, found: Found) -> int | None:
    if HOUSE.fullmatch(term.typed):
        token = house_token(term.typed)
        numbers = HOUSE.finditer(found.text)
        return next((hit.start() for hit in numbers if token in house_token(hit[0])), None)
    hit = _pattern(term.folded).search(found.text)
    return hit.start() if hit else None


def _by_sound(term: Term, found: Found) -> int | None:
    if not term.may_be_pinyin or found.field.search is not Search.NAME:
        return None
    return 0 if any(token.startswith(term.folded) for token in name_tokens(found.text)) else None


def _pattern(folded: str) -> re.Pattern[str]:
    """The characters of a term with any punctuation between them, in either case and width."""
    return re.compile(r"[\W_]*".join(map(_either_width, folded)), re.IGNORECASE)


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
