"""What the district may set by a policy, else what the program brings along (`catalogs/policies.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from gridworker.domain.plans import Frequencies, read_frequencies
from gridworker.environment.resources import resource
from gridworker.store import record_rows
from gridworker.store.database import Tables

MOST = 500
LONGEST_TERM = 366


def published(db: Tables, name: str) -> Any:
    """The content of the newest version of a piece of reference data, None where the district published none."""
    rows = record_rows.select(db, "reference", limit=MOST)
    named = [row.body for row in rows if row.body.get("name") == name]
    return max(named, key=lambda body: int(body.get("version") or 0), default={}).get("content")


def visit_frequencies(db: Tables) -> Frequencies:
    """How often somebody is called on: `policy/visit-frequencies`, part by part in place of the program's own."""
    own, given = _own()["visit-frequencies"], published(db, "policy/visit-frequencies")
    given = given if isinstance(given, dict) else {}
    parts = {name: _over(own[name], given.get(name)) for name in ("person", "household", "enterprise")}
    return read_frequencies({**parts, "again": given.get("again", own["again"])})


def need_terms(db: Tables) -> dict[str, int]:
    """Within how many working days a need is answered, by its urgency: `policy/needs`."""
    given = published(db, "policy/needs")
    given = given if isinstance(given, dict) else {}
    return {**_own()["needs"], **{name: days for name, days in given.items() if _is_term(days)}}


def follow_up_days(db: Tables) -> tuple[int, ...]:
    """On which days after an agreement took effect one asks how it goes: `policy/follow-ups`."""
    given = published(db, "policy/follow-ups")
    days = given.get("days") if isinstance(given, dict) else None
    chosen = [day for day in days if _is_term(day)] if isinstance(days, list) else []
    return tuple(sorted(set(chosen or _own()["follow-ups"]["days"])))


def _over(own: dict[str, Any], given: Any) -> dict[str, Any]:
    return {**own, **given} if isinstance(given, dict) else own


def _is_term(days: Any) -> bool:
    return type(days) is int and 0 < days <= LONGEST_TERM


@cache
def _own() -> dict[str, Any]:
    return tomllib.loads(resource("catalogs/policies.toml").read_text(encoding="utf-8"))
