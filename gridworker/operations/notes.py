"""随手记 becomes something: what a note names is found, and a patrol, dispute, visit or event begins with it.

What is filled in stands in a form that a person looks at before it is saved; only then is the note converted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from gridworker.domain.found_in_text import LONGEST, TO_WHOM, Found, find_in
from gridworker.domain.titles import place_text
from gridworker.environment.resources import resource
from gridworker.operations import note_drafts
from gridworker.operations.earlier import own_grid
from gridworker.operations.parties import party_on_file
from gridworker.operations.records import add_record
from gridworker.operations.saving import known as row_of
from gridworker.store import drafts, registry_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

BECOMES = ("patrol", "dispute", "visit", "event")
"""What a note may become, in the order in which it is offered."""

_LOOKED_AT = 4_000
_TITLE = 30
_SENTENCE = re.compile(r"[。！？!?；;\n]")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")


class Noted(NamedTuple):
    """A note as it is seen: its text, what is found in it, and the records of the people it names."""

    found: Found
    ids: Mapping[str, str]


def look_into(profile: Profile, text: str) -> Noted:
    """What a text names, and which of the people are on file. Nothing is saved."""
    now = profile.clock.now()
    wall = datetime.fromtimestamp(now / 1000, UTC).replace(tzinfo=None) + timedelta(
        minutes=profile.clock.tz(now)
    )
    pieces = _pieces(text[:_LOOKED_AT])
    ids = profile.read(lambda db: registry_rows.called(db, pieces)) if pieces else {}
    return Noted(find_in(text, wall, ids), ids)


def _pieces(text: str) -> list[str]:
    """Everything in a text that may be a name: two to four characters one after another."""
    found: set[str] = set()
    for run in _HAN.findall(text):
        for length in (2, 3, 4):
            found.update(run[at : at + length] for at in range(len(run) - length + 1))
    return sorted(found)


def begin_from(profile: Profile, text: str, kind: str, note: str = "") -> str:
    """Keeps the note (a new one, or that with this id) and a draft of `kind` that begins with it; gives the draft.

    Raises `InvalidRecord` and `PersonCanMend` as `add_record`, and `unknown_record`.
    """
    kept = note or add_record(profile, "note", {"text": text[:LONGEST]}).ids[0]
    noted = look_into(profile, text)
    content = content_of(profile, kind, noted)
    draft = drafts.Draft(profile.make_id(), kind, None, content, profile.clock.now())

    def work(db: Tables) -> None:
        row_of(db, kept)
        drafts.keep(db, draft)
        note_drafts.remember(db, draft.id, kept)

    profile.write(work)
    return draft.id


def came_of_note(profile: Profile, draft: str) -> bool:
    """Whether a draft began with a note."""
    return bool(profile.read(lambda db: note_drafts.note_of(db, draft)))


def content_of(profile: Profile, kind: str, noted: Noted) -> dict[str, Any]:
    """What the form of a kind begins with."""
    now = profile.clock.now()
    tz = profile.clock.tz(now)
    found = noted.found
    past = [
        moment
        for time in found.times
        if (moment := int((time.at - timedelta(minutes=tz)).replace(tzinfo=UTC).timestamp() * 1000)) <= now
    ]
    at, grid = (past[0] if past else now), profile.read(own_grid).code
    place = {**found.addresses[0].place, "region": grid} if found.addresses else None
    if kind == "dispute":
        return _dispute(
            profile, noted, datetime.fromtimestamp(at / 1000, UTC) + timedelta(minutes=tz) if past else None
        )
    common = {"at": at, "tz": tz, "place": place, "text": _facts(found)}
    if kind == "visit":
        return common | _whom(noted)
    guessed = guess(kind, found.text)
    if kind == "patrol":
        return common | {"mode": "walk", "categories": [guessed] if guessed else []}
    return common | {"type": guessed or None, "level": "general", "source": "resident"}


def _facts(found: Found) -> str:
    if not found.messages:
        return found.text.strip()
    said = (f"{one.who}{f'（{one.at}）' if one.at else ''}：{one.text}" for one in found.messages)
    return "\n".join(said)


def _whom(noted: Noted) -> dict[str, Any]:
    found = noted.found
    name = found.people[0].name if found.people else ""
    person = noted.ids.get(name, "")
    return {
        "name": name or None,
        "target": "person" if person else "household",
        "target_id": person or None,
        "purpose": "routine",
        "result": "met",
    }


def _dispute(profile: Profile, noted: Noted, when: datetime | None) -> dict[str, Any]:
    found = noted.found
    facts = _facts(found)
    first = found.messages[0].text if found.messages else found.text
    title = TO_WHOM.sub("", max(_SENTENCE.split(first.strip()), key=len, default="")).strip("，,、 ")[:_TITLE]
    parties = {profile.make_id(): party for party in _parties(profile, noted)}
    return {
        "_form": "registration",
        "title": title,
        "type": guess("dispute", found.text) or "other",
        "place": place_text(found.addresses[0].place) if found.addresses else None,
        "occurred_on": when.date().isoformat() if when else None,
        "facts": facts,
        "source": "application",
        "risk": "low",
        "status": "accepted",
        "parties": parties,
    }


def _parties(profile: Profile, noted: Noted) -> list[dict[str, Any]]:
    """The first who is named applies, the second is the other side; the first telephone is the first's.

    Of who is on file everything is taken over that a party has.
    """
    found = noted.found
    people = [one.name for one in found.people[:2]]
    parties = []
    for number, role in enumerate(("applicant", "respondent")):
        name = people[number] if number < len(people) else None
        phone = found.phones[number].number if number < len(found.phones) else None
        person = noted.ids.get(name or "")
        known = party_on_file(profile, person) if person else {}
        party = {"role": role, "type": "person", "consent": "agree", "name": name, "phone": phone}
        parties.append(party | known | ({"phone": phone} if phone else {}))
    return parties


def guess(kind: str, text: str) -> str:
    """The type that the words of a text speak for, "" for none: `catalogs/note_words.toml`."""
    return next(
        (code for code, words in _words().get(kind, {}).items() if any(word in text for word in words)), ""
    )


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(resource("catalogs/note_words.toml").read_text(encoding="utf-8"))
