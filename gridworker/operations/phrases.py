"""Phrases that a press inserts: the district's, else the program's; those that are used come first."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, NamedTuple

from gridworker.environment.resources import resource
from gridworker.store import meta, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

_USES = "phrase_uses"
_REFERENCES = 500
_MOST_REMEMBERED = 200


class Phrase(NamedTuple):
    """A text with places for `{地点}` and `{时间}`, the choices it belongs to, and how often it was used here."""

    text: str
    about: frozenset[str]
    uses: int = 0


def list_phrases(profile: Profile, kind: str) -> list[Phrase]:
    """The phrases for a kind in the order of the list, with their uses; `in_order` sorts them for a form."""

    def work(db: Tables) -> list[Phrase]:
        uses = meta.get(db, _USES, {}).get(kind, {})
        phrases = list(_published(db, kind)) or _own(kind)
        return [phrase._replace(uses=int(uses.get(phrase.text, 0))) for phrase in phrases]

    return profile.read(work)


def in_order(phrases: Collection[Phrase], about: Collection[str]) -> list[Phrase]:
    """Those that belong to what was picked first, then those of any occasion; among equals the most used."""

    def rank(phrase: Phrase) -> tuple[int, int]:
        fits = 0 if phrase.about & set(about) else 1 if not phrase.about else 2
        return (fits, -phrase.uses)

    return sorted(phrases, key=rank)


def note_use(profile: Profile, kind: str, text: str) -> None:
    """Remembers that a phrase was used: it stands higher next time."""

    def work(db: Tables) -> None:
        uses = meta.get(db, _USES, {})
        counted = uses.setdefault(kind, {})
        counted[text] = int(counted.get(text, 0)) + 1
        kept = sorted(counted.items(), key=lambda entry: -entry[1])[:_MOST_REMEMBERED]
        meta.put(db, _USES, uses | {kind: dict(kept)})

    profile.write(work)


def _published(db: Tables, kind: str) -> Iterator[Phrase]:
    """What the district published as `phrases`: `{kind: [text or {text, about}, …]}`; of several the newest version."""
    rows = record_rows.select(db, "reference", limit=_REFERENCES)
    named = [row.body for row in rows if row.body.get("name") == "phrases"]
    latest = max(named, key=lambda body: int(body.get("version") or 0), default={})
    content = latest.get("content")
    given = content.get(kind) if isinstance(content, dict) else None
    for item in given if isinstance(given, list) else ():
        found = _phrase(item)
        if found is not None:
            yield found


def _phrase(item: Any) -> Phrase | None:
    text, about = (item.get("text"), item.get("about")) if isinstance(item, dict) else (item, None)
    if not isinstance(text, str) or not text.strip():
        return None
    return Phrase(text.strip(), frozenset(map(str, about)) if isinstance(about, list) else frozenset())


def _own(kind: str) -> list[Phrase]:
    return [found for item in _catalog().get(kind, ()) if (found := _phrase(item))]


@cache
def _catalog() -> dict[str, list[Any]]:
    return tomllib.loads(resource("catalogs/phrases.toml").read_text(encoding="utf-8"))
