"""人房企 as its page shows it: the buildings, who lives where, one card with what belongs to it, and what names it."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from gridworker.domain.addresses import natural
from gridworker.domain.dates import local_day
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.kinds import KINDS, REGISTRY
from gridworker.domain.masking import mask_id_number, mask_numbers, mask_phone
from gridworker.domain.paths import Body
from gridworker.domain.tags import Tag, in_force, tags
from gridworker.domain.titles import place_text, title_of
from gridworker.operations import catching_up
from gridworker.operations.accesses import note_access
from gridworker.operations.listing import Listed, listed
from gridworker.operations.needs import Need, open_needs
from gridworker.operations.saving import known
from gridworker.operations.showing import shown
from gridworker.store import record_rows, registry_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow
from gridworker.store.search import naming

REGISTRY_KINDS = tuple(kind.code for kind in REGISTRY)
WORK_KINDS = ("visit", "dispute", "patrol", "event", "task")
SECRETS = {"id_number": mask_id_number, "phone": mask_phone}
"""Values that stay covered until somebody says why they are needed (PIPL art. 28, 51); so do the tags' categories."""

_MOST = 60
_DEEPEST = 8


class Staircase(NamedTuple):
    """Homes behind one door of a building: `estate`, `building` and `unit` as places say them, "" where they do not."""

    estate: str
    building: str
    unit: str
    homes: int


class Home(NamedTuple):
    """A home in its building: `head` is the name of the head of the household, "" where nobody is named."""

    id: str
    number: int
    place: str
    room: str
    use: str
    head: str
    living: int


class Resident(NamedTuple):
    """Somebody who lives in a home, or lived there from `since` until `until`."""

    id: str
    name: str
    relation: str
    tagged: bool
    since: str = ""
    until: str = ""


class Linked(NamedTuple):
    """A record that names the one on the card; `at` is its moment in ms UTC."""

    id: str
    kind: str
    title: str
    at: int


class Card(NamedTuple):
    """A record of the registry with all that belongs to it.

    `seen` is all of it, as an edit hands it back to say what its author saw; `asked` is the id that was asked for where
    that was merged into this one, else "". `address` is where a person's home is.
    """

    id: str
    kind: str
    seen: dict[str, Any]
    today: date
    asked: str = ""
    address: str = ""
    residents: tuple[Resident, ...] = ()
    former: tuple[Resident, ...] = ()
    tags: tuple[Tag, ...] = ()
    linked: tuple[Linked, ...] = ()
    needs: tuple[Need, ...] = ()


def staircases(profile: Profile) -> list[Staircase]:
    """Every estate, building and unit with homes in it, in the order of their numbers."""
    found = [Staircase(*row) for row in profile.read(registry_rows.buildings)]
    return sorted(found, key=lambda row: (row.estate, natural(row.building), natural(row.unit)))


def homes(profile: Profile, estate: str, building: str, unit: str) -> list[Home]:
    """The homes behind one door, in the order of their rooms."""

    def work(db: Tables) -> list[Home]:
        return _homes(db, registry_rows.homes(db, estate, building, unit))

    return sorted(profile.read(work), key=lambda home: natural(home.room))


def _homes(db: Tables, rows: list[RecordRow]) -> list[Home]:
    living = registry_rows.count_members(db, [row.id for row in rows])
    heads = registry_rows.by_ids(db, [str(row.body["head_id"]) for row in rows if row.body.get("head_id")])
    return [_home(row, living.get(row.id, 0), heads.get(str(row.body.get("head_id")))) for row in rows]


def _home(row: RecordRow, living: int, head: RecordRow | None) -> Home:
    place = row.body.get("place")
    place = place if isinstance(place, dict) else {}
    name = str(head.body.get("name") or "") if head else ""
    use = str(row.body.get("use") or "")
    return Home(row.id, row.number, place_text(place), str(place.get("room") or ""), use, name, living)


def tagged_page(profile: Profile, limit: int = 300) -> list[Listed]:
    """The persons who have or had a tag, the newest first."""
    return profile.read(lambda db: listed(db, registry_rows.watched(db, limit)))


def kind_of(profile: Profile, record: str) -> str:
    """The kind of a record. Raises `PersonCanMend` (`unknown_record`)."""
    return profile.read(lambda db: known(db, record)).kind


def standing_row(db: Tables, record: str) -> RecordRow:
    """The record with this id, or the one it was merged into. Raises `PersonCanMend` (`unknown_record`)."""
    row = known(db, record)
    for _ in range(_DEEPEST):
        merged = row.body.get("merged_into")
        there = record_rows.load(db, merged) if isinstance(merged, str) else None
        if there is None or there.deleted:
            return row
        row = there
    return row


def open_card(profile: Profile, record: str) -> Card:
    """A record of the registry for its card, or the one it was merged into. Nothing is revealed by it.

    Raises `PersonCanMend` (`unknown_record`).
    """
    catching_up.index(profile)
    now = profile.clock.now()
    today = local_day(now, profile.clock.tz(now))

    def work(db: Tables) -> Card:
        row = standing_row(db, record)
        if row.kind not in REGISTRY_KINDS:
            raise PersonCanMend("unknown_record", id=record)
        card = Card(row.id, row.kind, shown(db, profile.identity, row), today)
        return _filled(db, row, card._replace(asked=record if record != row.id else ""))

    return profile.read(work)


def _filled(db: Tables, row: RecordRow, card: Card) -> Card:
    same = [row.id, *(other.id for other in merged_with(db, row))]
    linked = tuple(_linked(other) for one in same for other in naming(db, one, WORK_KINDS, _MOST))
    needs = tuple(need for one in same for need in open_needs(db, one)) if row.kind != "place" else ()
    card = card._replace(needs=needs, linked=tuple(sorted(set(linked), key=lambda link: -link.at)[:_MOST]))
    if row.kind == "person":
        home = row.body.get("household_id")
        place = (
            standing_row(db, home).body.get("place")
            if isinstance(home, str) and _is_known(db, home)
            else None
        )
        address = place_text(place) if isinstance(place, dict) else ""
        return card._replace(tags=tuple(tags(row.body, card.today)), address=address)
    if row.kind == "household":
        return card._replace(residents=_residents(db, same, card.today), former=_former(db, same))
    return card


def _is_known(db: Tables, record: str) -> bool:
    return record_rows.load(db, record) is not None


def merged_with(db: Tables, row: RecordRow) -> list[RecordRow]:
    """The records that were merged into this one, directly or by way of another."""
    found: dict[str, RecordRow] = {}
    ask = [row.id]
    while ask and len(found) < _MOST:
        into = ask.pop()
        for other in naming(db, into, (row.kind,), _MOST):
            if other.body.get("merged_into") == into and other.id not in found and other.id != row.id:
                found[other.id] = other
                ask.append(other.id)
    return list(found.values())


def _residents(db: Tables, households: list[str], today: date) -> tuple[Resident, ...]:
    found = [
        Resident(
            row.id,
            str(row.body.get("name") or ""),
            str(row.body.get("relation") or ""),
            bool(in_force(row.body, today)),
            *_stay(row.body, households, ended=False),
        )
        for row in _members(db, households)
    ]
    order = _FAMILY
    return tuple(sorted(found, key=lambda one: (order.get(one.relation, len(order)), one.name)))


def _members(db: Tables, households: list[str]) -> list[RecordRow]:
    """Who lives here, also by way of a record that was merged: somebody moved in before they knew of the merge."""
    found = {row.id: row for row in registry_rows.members(db, households)}
    for row in (row for one in households for row in naming(db, one, ("person",), _MOST)):
        stands = standing_row(db, row.id)
        moved = row.body.get("household_id") in households and not stands.body.get("household_id")
        if stands.id != row.id and moved and not stands.deleted:
            found.setdefault(stands.id, stands)
    return list(found.values())


def _former(db: Tables, households: list[str]) -> tuple[Resident, ...]:
    rows = {row.id: row for one in households for row in naming(db, one, ("person",), _MOST)}
    found = []
    for row in rows.values():
        since, until = _stay(row.body, households, ended=True)
        if row.body.get("household_id") not in households and until and not row.body.get("merged_into"):
            found.append(
                Resident(row.id, str(row.body.get("name") or ""), "", tagged=False, since=since, until=until)
            )
    return tuple(sorted(found, key=lambda one: one.until, reverse=True))


def _stay(person: Body, households: list[str], *, ended: bool) -> tuple[str, str]:
    """From when until when somebody lived in one of these homes, the last time; "" for what is not known."""
    given = person.get("stays")
    stays = [item for item in (given.values() if isinstance(given, dict) else ()) if isinstance(item, dict)]
    here = [
        item
        for item in stays
        if item.get("household_id") in households and bool(item.get("until_on")) is ended
    ]
    last = max(here, key=lambda item: str(item.get("until_on") or item.get("since_on") or ""), default={})
    return str(last.get("since_on") or ""), str(last.get("until_on") or "")


_FAMILY = {
    code: at
    for at, code in enumerate(
        ("head", "spouse", "parent", "child", "grandparent", "grandchild", "sibling", "relative")
    )
}
"""The order in which the people of a home are named."""


def _linked(row: RecordRow) -> Linked:
    return Linked(row.id, row.kind, mask_numbers(title_of(KINDS[row.kind], row.body)), row.number)


def reveal(profile: Profile, record: str, reason: str) -> dict[str, Any]:
    """The record in full, after it was noted who asked and why (PIPL art. 51).

    Raises `PersonCanMend` (`reason_needed`, `unknown_record`).
    """
    if not reason.strip():
        raise PersonCanMend("reason_needed")
    found = profile.read(lambda db: shown(db, profile.identity, known(db, record)))
    note_access(profile, "reveal", [found], reason=reason.strip())
    return found
