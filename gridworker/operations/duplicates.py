"""Who or what is on file already: asked before a record is saved, because nobody searches before they type.

Found by what tells one from another: the identity number, the telephone, name and birth date, name and home; the
address of a home; the social credit code or the name of a business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from gridworker.domain.addresses import natural
from gridworker.domain.kinds import KINDS
from gridworker.domain.masking import mask_numbers
from gridworker.domain.titles import place_text, title_of
from gridworker.domain.width import fold_width
from gridworker.operations import catching_up
from gridworker.store import registry_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow
from gridworker.store.search import search

_LOOKED_AT = 40
_SHOWN = 6
_SAME_KIND = {"person": ("id_number", "phone"), "place": ("uscc", "name"), "enterprise": ("uscc", "name")}


class Likeness(NamedTuple):
    """A record that may be the same: `why` are the fields that say so, as `name+birth_on`."""

    id: str
    title: str
    why: tuple[str, ...]


def find_duplicates(
    profile: Profile, kind: str, values: Mapping[str, Any], besides: str = ""
) -> list[Likeness]:
    """The records on this laptop that may be the same as a record of `kind` with these values; the likeliest first.

    `besides` is the record that is being edited. Kinds outside the registry have none.
    """
    if kind != "household" and kind not in _SAME_KIND:
        return []
    catching_up.index(profile)
    found: dict[str, tuple[RecordRow, list[str]]] = {}
    for row, why in _candidates(profile, kind, values):
        if row.id != besides and not row.deleted and not row.body.get("merged_into"):
            found.setdefault(row.id, (row, []))[1].append(why)
    likely = sorted(found.values(), key=lambda pair: (-len(pair[1]), -pair[0].number))
    return [
        Likeness(row.id, mask_numbers(title_of(KINDS[kind], row.body)), tuple(why))
        for row, why in likely[:_SHOWN]
    ]


def _candidates(profile: Profile, kind: str, values: Mapping[str, Any]) -> Iterator[tuple[RecordRow, str]]:
    for name in _SAME_KIND.get(kind, ()):
        if wanted := _plain(values.get(name)):
            yield from ((row, name) for row in _holding(profile, kind, wanted, name))
    if kind == "person" and values.get("name"):
        name = str(values["name"]).strip()
        namesakes = profile.read(lambda db: registry_rows.named(db, name))
        for why, same in _OF_NAMESAKES.items():
            yield from ((row, why) for row in namesakes if same(row.body, values))
    if kind == "household" and isinstance(place := values.get("place"), dict):
        yield from ((row, "place") for row in profile.read(lambda db: _behind_door(db, place)))


def _holding(profile: Profile, kind: str, wanted: str, name: str) -> list[RecordRow]:
    """The records of a kind in which a field says exactly this; the index finds those that may."""
    hits = [hit.id for hit in search(profile.database, wanted, _LOOKED_AT, [kind])]
    rows = profile.read(lambda db: registry_rows.by_ids(db, hits))
    return [row for row in rows.values() if _plain(row.body.get(name)) == wanted]


def _behind_door(db: Tables, place: dict[str, Any]) -> list[RecordRow]:
    estate, building, unit = (str(place.get(part) or "") for part in ("text", "building", "unit"))
    said = natural(place_text(place))
    rows = registry_rows.homes(db, estate, building, unit)
    return [row for row in rows if natural(place_text(row.body["place"])) == said]


def _same(*names: str) -> Callable[[Mapping[str, Any], Mapping[str, Any]], bool]:
    return lambda held, given: all(held.get(name) and held.get(name) == given.get(name) for name in names)


def _same_address(held: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    one, other = held.get("place"), given.get("place")
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    return bool(place_text(one)) and place_text(one) == place_text(other)


_OF_NAMESAKES: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], bool]] = {
    "name+birth_on": _same("birth_on"),
    "name+household_id": _same("household_id"),
    "name+place": _same_address,
}


def _plain(value: Any) -> str:
    return "".join(fold_width(value).split()).upper() if isinstance(value, str) else ""
