"""A long list of ids in little room: 100,000 of them take 1.6 MB packed, 4 as one text, 17 as texts of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import overload

from gridworker.domain.ids import is_id

_SIZE = 16
# Looking one id up reads on average half the list; from so many on, one walk over all of them costs less.
_MANY = 20


class IdList(Sequence[str]):
    """Ids (`domain.ids`) in their order, each once; `text` is all of them, one behind the other."""

    __slots__ = ("_packed",)

    def __init__(self, text: str = "") -> None:
        self._packed = bytes.fromhex(text.replace("-", ""))

    @classmethod
    def of(cls, ids: Collection[str]) -> IdList:
        """The list of these ids."""
        return cls("".join(ids))

    def __len__(self) -> int:
        return len(self._packed) // _SIZE

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return _written(self._packed[place * _SIZE : (place + 1) * _SIZE])

    def __iter__(self) -> Iterator[str]:
        packed = self._packed
        return (_written(packed[at : at + _SIZE]) for at in range(0, len(packed), _SIZE))

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and self.place_of(id_) >= 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdList) and self._packed == other._packed

    __hash__ = None  # type: ignore[assignment]  # as of every list

    def place_of(self, id_: str) -> int:
        """Where an id stands, -1 where it does not."""
        if not is_id(id_):
            return -1
        wanted = bytes.fromhex(id_.replace("-", ""))
        at = self._packed.find(wanted)
        while at % _SIZE and at >= 0:
            at = self._packed.find(wanted, at + 1)
        return at // _SIZE if at >= 0 else -1

    def begins_with(self, others: IdList) -> bool:
        """Whether the other list is how this one begins."""
        return self._packed.startswith(others._packed)

    def lacking(self, ids: Collection[str]) -> set[str]:
        """Those of some ids that are not in the list."""
        if len(ids) < _MANY:
            return {id_ for id_ in ids if id_ not in self}
        return set(ids).difference(self)

    def with_one(self, id_: str, place: int) -> IdList:
        """The list with another id at a place, or at its end."""
        cut, longer = place * _SIZE, IdList(id_)
        longer._packed = self._packed[:cut] + longer._packed + self._packed[cut:]
        return longer


def _written(packed: bytes) -> str:
    digits = packed.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
