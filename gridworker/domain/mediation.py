"""How a dispute runs: the stages it goes through and where it stands.

The order is that of the People's Mediation Law (人民调解法): application or offer (art. 17), mediation (20 to 25),
agreement (28 to 30), performance (31), visit afterwards, dossier (27). What falls due when is in `clocks`, what a step
requires in `steps`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from gridworker.domain.dates import CHINA_MINUTES, age_on
from gridworker.domain.paths import DELETED, Body
from gridworker.domain.readings import day, day_of, group, text, whole

OPEN = ("lead", "accepted", "mediating", "agreed", "performing", "breached")
"""States in which somebody still has to bring the parties together or see that they keep their word."""

ENDED = ("refused", "failed", "withdrawn", "transferred")
"""States that end a dispute without an agreement."""

OF_AGE = 18


class Stage(NamedTuple):
    """A stage of the course: its code, the day it was reached (`YYYY-MM-DD` or ""), perhaps a count."""

    code: str
    day: str = ""
    number: str = ""


class Course(NamedTuple):
    """The stages of a dispute and the number of the one it stands at; past the last, all are done."""

    stages: tuple[Stage, ...]
    current: int


def present(body: Body, name: str) -> list[tuple[str, dict[str, Any]]]:
    """The elements of a collection that were not removed, as `(id, element)`, in the order of their ids."""
    items = body.get(name)
    if not isinstance(items, dict):
        return []
    kept = ((key, item) for key, item in items.items() if isinstance(item, dict) and not item.get(DELETED))
    return sorted(kept, key=lambda pair: pair[0])


def parties(body: Body) -> list[tuple[str, dict[str, Any]]]:
    """The parties, applicants first."""
    ranks = {"applicant": 0, "respondent": 1, "third": 2}
    return sorted(
        present(body, "parties"), key=lambda pair: (ranks.get(str(pair[1].get("role")), 3), pair[0])
    )


def clauses(body: Body) -> list[tuple[str, dict[str, Any]]]:
    """The clauses of the agreement in their order."""
    return sorted(present(body, "clauses"), key=lambda pair: (whole(pair[1].get("order")) or 0, pair[0]))


def sessions(body: Body) -> list[tuple[str, dict[str, Any]]]:
    """The sessions, oldest first."""
    return sorted(present(body, "sessions"), key=lambda pair: (whole(pair[1].get("at")) or 0, pair[0]))


def held(body: Body) -> list[tuple[str, dict[str, Any]]]:
    """The sessions that were held, oldest first: a record that corrects another is no session of its own."""
    return [(key, item) for key, item in sessions(body) if not item.get("corrects")]


def followups(body: Body) -> list[tuple[str, dict[str, Any]]]:
    """The visits after the agreement, oldest first."""
    return sorted(present(body, "followups"), key=lambda pair: (whole(pair[1].get("at")) or 0, pair[0]))


def course(body: Body, tz: int = CHINA_MINUTES) -> Course:
    """Where a dispute stands. One that ended without an agreement has a course of its own, without what never came."""
    state = str(body.get("status") or "lead")
    registered = Stage("registered", _said(body.get("created_at"), tz))
    accepted = Stage("accepted", text(body.get("accepted_on")))
    talks = held(body)
    mediating = Stage("mediating", number=str(len(talks)) if talks else "")
    closed = Stage("archived", text(body.get("closed_on")) if state == "archived" else "")
    ended = _ended_as(body, state)
    if ended:
        stages = [registered, *([accepted] if accepted.day else []), *([mediating] if talks else [])]
        stages += [Stage(ended, text(body.get("closed_on"))), closed]
        return Course(tuple(stages), len(stages) if state == "archived" else len(stages) - 1)
    agreement = group(body, "agreement")
    agreed = Stage("agreed", text(agreement.get("effective_on")) or text(agreement.get("signed_on")))
    done, all_of_them = kept_clauses(body)
    performing = Stage("performing", number=f"{done}/{all_of_them}" if all_of_them else "")
    visited = followups(body)
    following = Stage("follow_up", _said(visited[-1][1].get("at"), tz) if visited else "")
    stages = [registered, accepted, mediating, agreed, performing, following, closed]
    return Course(tuple(stages), _place(state, agreement, visited=bool(visited)))


def _place(state: str, agreement: dict[str, Any], *, visited: bool) -> int:
    if state == "agreed":
        return 4 if agreement.get("effective_on") else 3
    if state == "performed":
        return 6 if visited else 5
    return {"lead": 1, "accepted": 2, "mediating": 2, "performing": 4, "breached": 4, "archived": 7}.get(
        state, 1
    )


def _ended_as(body: Body, state: str) -> str:
    """How it ended without an agreement, "" where it did not; an archived one tells by what it lacks."""
    if state in ENDED:
        return state
    if state != "archived" or clauses(body) or group(body, "agreement"):
        return ""
    return "failed" if sessions(body) else "ended"


def kept_clauses(body: Body) -> tuple[int, int]:
    """How many clauses were kept, and how many there are."""
    all_of_them = clauses(body)
    return sum(item.get("done") == "yes" for _, item in all_of_them), len(all_of_them)


def is_minor(birth_on: Any, today: date) -> bool:
    """Whether somebody born on a day (`YYYY-MM-DD`) is under age; no where the day is not known."""
    born = day(birth_on)
    return born is not None and born <= today and age_on(born, today) < OF_AGE


def _said(at: Any, tz: int) -> str:
    found = day_of(at, tz)
    return found.isoformat() if found else ""
