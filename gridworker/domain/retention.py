"""保存期限: how long records are kept by the district's policy, and what must stay all the same (PIPL art. 19, 47).

Never before its end goes what is not settled: a case, a hazard, a need, a task, a tag in force; nor the dossier of a
dispute before the years of its class (短期, 长期, 永久; `policy/mediation`). Audits and reference data never go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from gridworker.domain.dates import CHINA_MINUTES, local_day, months_later
from gridworker.domain.kinds import KINDS, workflow_name
from gridworker.domain.needs import OPEN, needs, stage
from gridworker.domain.paths import CONFLICTS, DELETED, Body
from gridworker.domain.query import PRESENT, Query, find_faults
from gridworker.domain.tags import in_force

POLICY = "policy/retention"
DOSSIER_YEARS = {"short": 5, "long": 10}
"""How long a dossier is kept by its class where the district says nothing; one that is 永久 for ever."""

_NEVER = ("access", "reference")
_FOUND = frozenset({"deadline", "reported"})
_SETTLED = {
    "dispute": {"archived"},
    "event": {"closed"},
    "task": {"done", "dismissed"},
    "note": {"converted", "done"},
}
"""The states in which nothing is left to do, also where a person may still go back from one."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long records of a kind are kept: `months` from the date `after` ("" for the record's moment) on.

    `where` are conditions as in a `Query`: archived disputes, say.
    """

    months: int
    after: str = ""
    where: Mapping[str, tuple[str, ...]] = {}


class Kept(StrEnum):
    """Why a record stays although its time is over."""

    OPEN = "open"
    LAW = "law"
    CONFLICT = "conflict"
    REVIEW = "review"
    EVIDENCE = "evidence"
    HANDED_OVER = "handed_over"
    NAMED = "named"


def read_rules(content: Any) -> dict[str, Rule]:
    """The rules of a policy by kind; a rule this program cannot read lets nothing go."""
    rules = {}
    for kind, given in (content if isinstance(content, dict) else {}).items():
        try:
            rule = msgspec.convert(given, Rule)
        except msgspec.ValidationError:
            continue
        faults = find_faults(Query(kind, on=rule.after, where=rule.where))
        if rule.months > 0 and kind not in _NEVER and not faults:
            rules[kind] = rule
    return rules


def read_years(content: Any) -> dict[str, int]:
    """The years of each class of dossiers by `policy/mediation`."""
    given = content.get("retention_years") if isinstance(content, dict) else None
    said = {k: v for k, v in given.items() if type(v) is int} if isinstance(given, dict) else {}
    return {**DOSSIER_YEARS, **said}


def due_on(kind: str, body: Body, rule: Rule) -> date | None:
    """The day on which a record's time is over; None where the rule does not speak of it."""
    fits = all(_holds(body, path, values) for path, values in rule.where.items())
    since = _since(kind, body, rule)
    return months_later(since, rule.months) if fits and since is not None else None


def kept(kind: str, body: Body, today: date, years: Mapping[str, int]) -> Kept | None:
    """Why a record must stay by what it says itself, None where nothing does."""
    if body.get(CONFLICTS):
        return Kept.CONFLICT
    if is_open(kind, body, today):
        return Kept.OPEN
    if kind == "dispute":
        closed = _day(body.get("closed_on"))
        kept_years = years.get(str(body.get("retention") or "long"))
        if closed is None or kept_years is None or months_later(closed, 12 * kept_years) > today:
            return Kept.LAW
    return None


def is_open(kind: str, body: Body, today: date) -> bool:
    """Whether something of a record is not settled yet."""
    if body.get(DELETED):
        return False
    state = workflow_name(KINDS[kind])
    if state is not None:
        return body.get(state) not in _SETTLED[kind]
    if kind == "visit":
        return any(stage(need) in OPEN for _, need in needs(body))
    if kind == "person":
        return bool(in_force(body, today))
    return kind == "patrol" and is_hazard(body)


def is_hazard(patrol: Body) -> bool:
    """Whether a patrol found what is not put right by itself; a later one that rechecks it may have seen it mended."""
    if patrol.get("recheck_result") == "fixed" or patrol.get("outcome") in ("fixed", "to_dispute"):
        return False
    found = patrol.get("outcome") in _FOUND or patrol.get("severity") in ("minor", "major", "grave")
    return bool(found or patrol.get("recheck_on") or patrol.get("recheck_result"))


def _since(kind: str, body: Body, rule: Rule) -> date | None:
    if rule.after:
        return _day(next(iter(_values(body, rule.after)), None))
    moment = body.get(KINDS[kind].moment, body.get("created_at"))
    return local_day(moment, CHINA_MINUTES) if type(moment) is int else None


def _holds(body: Body, path: str, values: tuple[str, ...]) -> bool:
    found = [value for value in _values(body, path) if value not in (None, "", [], {})]
    return bool(found) if PRESENT in values else any(str(value) in values for value in found)


def _values(body: Body, path: str) -> Iterator[Any]:
    name, _, member = path.partition("/")
    value = body.get(name)
    if member and isinstance(value, dict):
        yield value.get(member)
    elif isinstance(value, list):
        yield from value
    elif not member:
        yield value


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
