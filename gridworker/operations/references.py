"""Reference data as it stands on this laptop: what the district published, in its newest version."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from gridworker.domain.clocks import Policy, Rules
from gridworker.domain.dates import Holidays
from gridworker.domain.paths import Body
from gridworker.environment.resources import resource
from gridworker.store import record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

_MOST = 500


def references(profile: Profile) -> list[Body]:
    """Every version of everything that the district published."""
    return profile.read(_bodies)


def published(profile: Profile, name: str) -> Any:
    """The content of the newest version of a reference such as `policy/mediation`; None where there is none."""
    return profile.read(lambda db: newest(db, name))


def rules(profile: Profile) -> Rules:
    """How dates of disputes are counted here: by `holidays` and `policy/mediation`, else by the program's own."""
    return profile.read(rules_of)


def rules_of(db: Tables) -> Rules:
    """`rules` within a read that is under way."""
    policy = Policy.from_content(newest(db, "policy/mediation"))
    try:
        return Rules(policy, Holidays.from_content(newest(db, "holidays")))
    except ValueError:
        return Rules(policy, own_holidays())


def mediators_of(db: Tables, grid: str) -> dict[str, str]:
    """Who is appointed mediator of the grid with this code, worker id → name, by the district's `policy/mediators`."""
    found: dict[str, str] = {}
    for code, people in appointed(db, "policy/mediators").items():
        if grid.startswith(code):
            found |= people
    return found


def appointed(db: Tables, name: str) -> dict[str, dict[str, str]]:
    """Who is appointed where, code of the region → worker id → name, as the server says in `policy/mediators` or
    `policy/leads`."""
    given = newest(db, name)
    regions = given.get("regions") if isinstance(given, dict) else None
    return {
        str(code): {str(who): str(name) for who, name in people.items()}
        for code, people in (regions.items() if isinstance(regions, dict) else ())
        if isinstance(people, dict)
    }


@cache
def own_holidays() -> Holidays:
    """The holiday table that comes with the program."""
    return Holidays.from_content(json.loads(resource("catalogs/holidays.json").read_text(encoding="utf-8")))


def newest(db: Tables, name: str) -> Any:
    """`published` within a read that is under way."""
    named = [body for body in _bodies(db) if body.get("name") == name]
    return max(named, key=lambda body: int(body.get("version") or 0), default={}).get("content")


def _bodies(db: Tables) -> list[Body]:
    return [row.body for row in record_rows.select(db, "reference", limit=_MOST)]
