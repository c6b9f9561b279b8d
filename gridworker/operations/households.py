"""Moving in and out: the person says where they live, and every home they had is kept with its days."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from gridworker.domain.dates import local_day
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.paths import DELETED, Body
from gridworker.domain.titles import place_text
from gridworker.operations import catching_up
from gridworker.operations.changes import Changes
from gridworker.operations.records import Edited, edit_within
from gridworker.operations.registry import standing_row
from gridworker.store import record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile


class MoveIn(NamedTuple):
    """Who moves where, on which day (None for today), and what they are to the head of the household."""

    person: str
    household: str
    on: date | None = None
    relation: str = ""


class MoveOut(NamedTuple):
    """Who moves out of the home they live in, on which day (None for today), and why."""

    person: str
    on: date | None = None
    why: str = ""


def move_in(profile: Profile, move: MoveIn) -> Changes:
    """Somebody moves into a home; a home they still lived in is left on the same day.

    Raises `PersonCanMend` (`unknown_record`, `sealed`).
    """
    day = (move.on or _today(profile)).isoformat()

    def work(db: Tables) -> Changes:
        person, home = standing_row(db, move.person), standing_row(db, move.household)
        if (person.kind, home.kind) != ("person", "household") or home.deleted or person.deleted:
            raise PersonCanMend("unknown_record", id=move.household)
        place = home.body.get("place")
        changes: dict[str, Any] = {"household_id": home.id, "relation": move.relation or None, "place": place}
        old = person.body.get("household_id")
        if old != home.id:
            changes |= _leaving(profile, db, person.body, day, "")
            address = place_text(place) if isinstance(place, dict) else ""
            stay = {"household_id": home.id, "address": address, "since_on": day}
            changes[f"stays/{profile.make_id()}"] = stay
        edited = [edit_within(profile, db, person.id, changes)]
        if isinstance(old, str) and old != home.id:
            edited += _without_head(profile, db, old, person.id)
        if move.relation == "head":
            edited.append(edit_within(profile, db, home.id, {"head_id": person.id}))
        if home.body.get("use") == "empty":
            edited.append(edit_within(profile, db, home.id, {"use": None}))
        return _together(edited)

    return _saved(profile, profile.write(work))


def move_out(profile: Profile, move: MoveOut) -> Changes:
    """Somebody leaves the home they live in; the home keeps that they lived there.

    Raises `PersonCanMend` (`lives_nowhere`, `unknown_record`, `sealed`).
    """
    day = (move.on or _today(profile)).isoformat()

    def work(db: Tables) -> Changes:
        person = standing_row(db, move.person)
        home = person.body.get("household_id")
        if person.kind != "person" or not isinstance(home, str):
            raise PersonCanMend("lives_nowhere")
        changes: dict[str, Any] = {"household_id": None, "relation": None, "place": None}
        changes |= _leaving(profile, db, person.body, day, move.why)
        return _together(
            [edit_within(profile, db, person.id, changes), *_without_head(profile, db, home, person.id)]
        )

    return _saved(profile, profile.write(work))


def _leaving(profile: Profile, db: Tables, person: Body, day: str, why: str) -> dict[str, Any]:
    """The changes that end the stay in the present home; one whose beginning nobody wrote down is written now."""
    home = person.get("household_id")
    if not isinstance(home, str):
        return {}
    ending = {"until_on": day, **({"why": why} if why else {})}
    stays = person.get("stays")
    for key, stay in stays.items() if isinstance(stays, dict) else ():
        if stay.get("household_id") == home and not stay.get("until_on") and not stay.get(DELETED):
            return {f"stays/{key}/{name}": value for name, value in ending.items()}
    row = record_rows.load(db, home)
    place = (row.body if row else person).get("place")
    address = place_text(place) if isinstance(place, dict) else ""
    return {f"stays/{profile.make_id()}": {"household_id": home, "address": address, **ending}}


def _without_head(profile: Profile, db: Tables, home: str, person: str) -> list[Edited]:
    row = record_rows.load(db, home)
    if row is None or row.deleted or row.body.get("head_id") != person:
        return []
    return [edit_within(profile, db, home, {"head_id": None})]


def _today(profile: Profile) -> date:
    now = profile.clock.now()
    return local_day(now, profile.clock.tz(now))


def _together(edited: list[Edited]) -> Changes:
    records: dict[str, frozenset[str]] = {}
    for one in edited:
        for kind, ids in one.changes.records.items():
            records[kind] = records.get(kind, frozenset()) | ids
    return Changes(records)


def _saved(profile: Profile, changes: Changes) -> Changes:
    catching_up.follow(profile)
    return changes
