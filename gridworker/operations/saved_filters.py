"""Filters that somebody named: kept for each list in the encrypted store of this profile, recalled with a digit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gridworker.domain.errors import PersonCanMend
from gridworker.store import meta
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

_NAME = "saved_filters"
MOST = 9


class Saved(NamedTuple):
    """A filter of a list: its name, and what it is made of (scope, text, …)."""

    name: str
    values: Mapping[str, str]


def saved_filters(profile: Profile, of: str) -> list[Saved]:
    """The filters of a list, in the order of their digits."""
    return [Saved(one["name"], one["values"]) for one in profile.kept(_NAME, {}).get(of, [])]


def save_filter(profile: Profile, of: str, name: str, values: Mapping[str, str]) -> None:
    """Keeps a filter under a name, in place of the one that had it. Raises `PersonCanMend` (`too_many_filters`)."""

    def work(db: Tables) -> None:
        kept = meta.get(db, _NAME, {})
        there = [one["name"] for one in kept.get(of, [])]
        made = {"name": name.strip(), "values": dict(values)}
        if made["name"] in there:
            kept[of][there.index(made["name"])] = made
        elif len(there) >= MOST:
            raise PersonCanMend("too_many_filters", most=MOST)
        else:
            kept.setdefault(of, []).append(made)
        meta.put(db, _NAME, kept)

    profile.write(work)


def drop_filter(profile: Profile, of: str, name: str) -> None:
    """Takes a filter away."""

    def work(db: Tables) -> None:
        kept = meta.get(db, _NAME, {})
        kept[of] = [one for one in kept.get(of, []) if one["name"] != name]
        meta.put(db, _NAME, kept)

    profile.write(work)
