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

_USES, _MINE = "phrase_uses", "own_phrases"
PLACES = ("地点", "时间")
"""What a phrase may ask for, between braces."""

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
        phrases = _of(db, kind)
        return [phrase._replace(uses=int(uses.get(phrase.text, 0))) for phrase in phrases]

    return profile.read(work)


def phrase_kinds() -> list[str]:
    """The kinds whose forms offer phrases."""
    return list(_catalog())


def phrase_lines(profile: Profile, kind: str) -> list[str]:
    """The phrases of a kind as they are edited: their texts, in the order of the list."""
    return [phrase.text for phrase in profile.read(lambda db: _of(db, kind))]


def set_own_phrases(profile: Profile, kind: str, texts: Collection[str]) -> None:
    """Keeps these phrases on this laptop in place of the district's; empty lines and doubles are left out."""

    def work(db: Tables) -> None:
        known = {phrase.text: sorted(phrase.about) for phrase in _of(db, kind)}
        lines = dict.fromkeys(text.strip() for text in texts if text.strip())
        made = [{"text": text, "about": known.get(text, [])} for text in lines]
        meta.put(db, _MINE, {**meta.get(db, _MINE, {}), kind: made})

    profile.write(work)


def forget_own_phrases(profile: Profile, kind: str) -> None:
    """The district's phrases hold again."""

    def work(db: Tables) -> None:
        meta.put(db, _MINE, {name: made for name, made in meta.get(db, _MINE, {}).items() if name != kind})

    profile.write(work)


def _of(db: Tables, kind: str) -> list[Phrase]:
    mine = meta.get(db, _MINE, {}).get(kind)
    if mine is not None:
        return [found for item in mine if (found := _phrase(item)) is not None]
    return list(_published(db, kind)) or _own(kind)


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
