"""What the district may set by a policy, else what the program brings along (`catalogs/policies.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from gridworker.domain.plans import Frequencies, read_frequencies
from gridworker.domain.urgency import Phone, read_phones
from gridworker.environment.resources import resource
from gridworker.operations.references import newest
from gridworker.store.database import Tables

LONGEST_TERM = 366


def visit_frequencies(db: Tables) -> Frequencies:
    """How often somebody is called on: `policy/visit-frequencies`, part by part in place of the program's own."""
    own, given = _own()["visit-frequencies"], newest(db, "policy/visit-frequencies")
    given = given if isinstance(given, dict) else {}
    parts = {name: _over(own[name], given.get(name)) for name in ("person", "household", "enterprise")}
    return read_frequencies({**parts, "again": given.get("again", own["again"])})


def subsidies(db: Tables) -> dict[str, int]:
    """What is paid for a case, in 分 by its difficulty (以奖代补): the district's to say, `policy/subsidies`."""
    given = newest(db, "policy/subsidies")
    return {name: fen for name, fen in given.items() if type(fen) is int} if isinstance(given, dict) else {}


def phones(db: Tables) -> list[Phone]:
    """Whom to call where it gets dangerous: `policy/urgent` before the numbers that are the same everywhere."""
    return [*read_phones(newest(db, "policy/urgent")), *read_phones(_own()["urgent"]["phones"])]


def need_terms(db: Tables) -> dict[str, int]:
    """Within how many working days a need is answered, by its urgency: `policy/needs`."""
    given = newest(db, "policy/needs")
    given = given if isinstance(given, dict) else {}
    return {**_own()["needs"], **{name: days for name, days in given.items() if _is_term(days)}}


def _over(own: dict[str, Any], given: Any) -> dict[str, Any]:
    return {**own, **given} if isinstance(given, dict) else own


def _is_term(days: Any) -> bool:
    return type(days) is int and 0 < days <= LONGEST_TERM


@cache
def _own() -> dict[str, Any]:
    return tomllib.loads(resource("catalogs/policies.toml").read_text(encoding="utf-8"))
