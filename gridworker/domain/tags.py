"""A tag on a person: in force, to be reviewed, or ended; one that ended makes no plan (PIPL art. 19, 47)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from gridworker.domain.paths import DELETED, Body

SPOKEN = frozenset({"living_alone", "empty_nest", "left_behind_elder", "new_tenant", "veteran"})
"""The categories that a list may say aloud; the others tell of health, money, crime or a child (PIPL art. 28)."""


class Standing(StrEnum):
    """How a tag stands on a day: `review` is still in force, and somebody must look at it again."""

    IN_FORCE = "in_force"
    REVIEW = "review"
    ENDED = "ended"


class Tag(NamedTuple):
    """A tag by its element, with what it says and how it stands."""

    element: str
    said: dict[str, Any]
    standing: Standing


def tags(person: Body, today: date) -> list[Tag]:
    """The tags of a person, those that ended last."""
    found = [Tag(key, item, standing(item, today)) for key, item in _items(person)]
    return sorted(found, key=lambda tag: (tag.standing is Standing.ENDED, tag.element))


def in_force(person: Body, today: date) -> list[Tag]:
    """The tags that may still be acted on."""
    return [tag for tag in tags(person, today) if tag.standing is not Standing.ENDED]


def standing(tag: Body, today: date) -> Standing:
    """How one tag stands: its last day still counts."""
    until, review = _day(tag.get("until_on")), _day(tag.get("review_on"))
    if until is not None and until < today:
        return Standing.ENDED
    return Standing.REVIEW if review is not None and review <= today else Standing.IN_FORCE


def _items(person: Body) -> Iterator[tuple[str, dict[str, Any]]]:
    given = person.get("watch")
    for key, item in given.items() if isinstance(given, dict) else ():
        if isinstance(item, dict) and not item.get(DELETED):
            yield key, item


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
