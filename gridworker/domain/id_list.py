"""A long list of ids in little room: 100,000 of them take 4 MiB as one text, and 17 as texts that can be looked up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import overload

_LENGTH = 36
# Looking one id up reads on average half the text; from so many on, one walk over all of them costs less.
_MANY = 20


class IdList(Sequence[str]):
    """Ids (`domain.ids`) in their order, each once; `text` is all of them, one behind the other."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    @classmethod
    def of(cls, ids: Collection[str]) -> IdList:
        """The list of these ids."""
        return cls("".join(ids))

    def __len__(self) -> int:
        return len(self._text) // _LENGTH

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._text[place * _LENGTH : (place + 1) * _LENGTH]

    def __iter__(self) -> Iterator[str]:
        text = self._text
        return (text[at : at + _LENGTH] for at in range(0, len(text), _LENGTH))

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and self.place_of(id_) >= 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdList) and self._text == other._text

    __hash__ = None  # type: ignore[assignment]  # as of every list

    def place_of(self, id_: str) -> int:
        """Where an id stands, -1 where it does not."""
        at = self._text.find(id_) if len(id_) == _LENGTH else -1
        return at // _LENGTH if at >= 0 and at % _LENGTH == 0 else -1

    def begins_with(self, others: IdList) -> bool:
        """Whether the other list is how this one begins."""
        return self._text.startswith(others._text)

    def lacking(self, ids: Collection[str]) -> set[str]:
        """Those of some ids that are not in the list."""
        if len(ids) < _MANY:
            return {id_ for id_ in ids if id_ not in self}
        return set(ids).difference(self)

    def with_one(self, id_: str, place: int) -> IdList:
        """The list with another id at a place, or at its end."""
        cut = place * _LENGTH
        return IdList(self._text[:cut] + id_ + self._text[cut:])
