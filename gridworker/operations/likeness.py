"""Which of many records are on file already: the rules of `duplicates`, asked for a whole table at once.

A person decides at a save; here nobody looks at each line, so a telephone alone, which families share, makes nobody
the same, and two that have different numbers, codes or addresses are two (decision 032).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from gridworker.domain.titles import place_text
from gridworker.domain.width import fold_width
from gridworker.store import registry_rows
from gridworker.store.database import Tables

_APART = {"person": ("id_number",), "enterprise": ("uscc",), "place": ("uscc", "place")}


class Register:
    """The records of a kind that lines of a table may mean: those with one of the keys `wanted`."""

    def __init__(self, kind: str, wanted: Iterable[int] = ()) -> None:
        self.kind = kind
        self._held: dict[int, list[tuple[str, tuple[str, ...]]]] = {key: [] for key in wanted}

    def fill(self, db: Tables) -> None:
        """Looks through all records of the kind."""
        for record, body in registry_rows.told_by(db, self.kind):
            self.add(record, body)

    def add(self, record: str, body: Mapping[str, Any]) -> None:
        """Knows a record from now on."""
        self.know(record, keys_of(self.kind, body), _apart(self.kind, body))

    def know(self, record: str, keys: Collection[int], apart: tuple[str, ...]) -> None:
        """Knows a record from now on by what it is found by and told from others."""
        for key in keys:
            if key in self._held:
                self._held[key].append((record, apart))

    def find(self, keys: Collection[int], apart: tuple[str, ...]) -> str:
        """The record that a line with these keys means, "" for none; the first that was on file."""
        for key in keys:
            for record, other in self._held.get(key, ()):
                if all(not one or not two or one == two for one, two in zip(other, apart, strict=True)):
                    return record
        return ""


class Mention(NamedTuple):
    """What is kept of a line to find what it means: `door` and `name` of somebody whose home is not found yet."""

    keys: tuple[int, ...]
    apart: tuple[str, ...]
    door: tuple[int, ...] = ()
    name: str = ""


def mention(kind: str, values: Mapping[str, Any]) -> Mention:
    """What a line means is found by."""
    lives = kind == "person" and "place" in values and "household_id" not in values
    door = tuple(keys_of("household", values)) if lives else ()
    name = str(values.get("name") or "") if door else ""
    return Mention(tuple(keys_of(kind, values)), _apart(kind, values), door, name)


def registers(db: Tables, kind: str, kept: Sequence[tuple[Any, ...]]) -> tuple[Register, Register]:
    """The records that these lines may mean, and the homes that their addresses may; `kept` are `Mention`s' values."""
    mentions = [Mention(*one) for one in kept]
    homes = Register("household", {key for one in mentions for key in one.door})
    if kind == "person":
        homes.fill(db)
    wanted = {key for one in mentions for key in housed(one, homes).keys}
    register = Register(kind, wanted)
    register.fill(db)
    return register, homes


def housed(one: Mention, homes: Register) -> Mention:
    """A mention with the key of its name in its home, where the home is on file."""
    home = homes.find(one.door, ()) if one.door else ""
    return living_at(one, home) if home else one


def living_at(one: Mention, home: str) -> Mention:
    """A mention with the key of its name in this home."""
    return one._replace(keys=(*one.keys, *keys_of("person", {"name": one.name, "household_id": home})))


def keys_of(kind: str, body: Mapping[str, Any]) -> list[int]:
    """What a record is found by, the surest first, each made short: only equal ones are equal."""
    said = {name: _said(body.get(name)) for name in _KEY_FIELDS[kind]}
    found = []
    for at, names in enumerate(_KEYS[kind]):
        parts = [said[name] for name in names]
        if all(parts):
            found.append(hash((at, "\n".join(parts))))
    return found


def _apart(kind: str, body: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_said(body.get(name)) for name in _APART.get(kind, ()))


def _said(value: Any) -> str:
    if isinstance(value, dict):
        value = place_text(value)
    return "".join(fold_width(value).split()).upper() if isinstance(value, str) else ""


_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "person": (
        ("id_number",),
        ("name", "birth_on"),
        ("name", "household_id"),
        ("name", "place"),
        ("name", "phone"),
    ),
    "household": (("place",),),
    "place": (("uscc",), ("name",)),
    "enterprise": (("uscc",), ("name",)),
}
_KEY_FIELDS = {kind: frozenset(chain.from_iterable(keys)) for kind, keys in _KEYS.items()}
