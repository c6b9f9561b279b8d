"""The words around a hit, with numbers that identify a person masked (PIPL art. 51)."""

from __future__ import annotations

from gridworker.domain.fields import Field, Kind, Privacy, Search
from gridworker.domain.masking import mask_id_number, mask_numbers, mask_phone
from gridworker.domain.paths import Body
from gridworker.store.matched import Look, look_by_sound, look_by_words
from gridworker.store.query import Term
from gridworker.store.searched import Found, searched

BEFORE, LENGTH = 10, 44


class Snippets:
    """Makes the snippets of one search."""

    def __init__(self, terms: list[Term]) -> None:
        self._by_words = [look_by_words(term) for term in terms]
        self._by_sound = [look_by_sound(term.folded) for term in terms if term.may_be_pinyin]

    def of(self, kind: Kind, body: Body) -> str:
        """The text in which the first term that can be shown is found, about `LENGTH` characters of it; may be empty.

        The record's title goes last, for it is shown anyway, and before it what would only be seen masked.
        """
        texts = sorted(
            searched(kind.fields, body), key=lambda found: (found.name in kind.title, found.field.privacy)
        )
        names = [found for found in texts if found.field.search is Search.NAME]
        looks = [(look, texts) for look in self._by_words] + [(look, names) for look in self._by_sound]
        for look, among in looks:
            if (shown := _first(look, among)) is not None:
                return shown
        return _window(texts[0], 0) if texts else ""


def _first(look: Look, among: list[Found]) -> str | None:
    for found in among:
        if (span := next(look(found.text), None)) is not None:
            return _window(found, span[0])
    return None


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
