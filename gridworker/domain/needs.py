"""诉求: how a need that was heard on a visit stands, and by when it is to be answered (domain notes §4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from gridworker.domain.dates import Holidays, add_working_days
from gridworker.domain.paths import DELETED, Body


class Stage(StrEnum):
    """Being handled, answered and waiting for a word of whoever brought it up, handled again, or settled."""

    HANDLING = "handling"
    ANSWERED = "answered"
    AGAIN = "again"
    SETTLED = "settled"


OPEN = (Stage.HANDLING, Stage.ANSWERED, Stage.AGAIN)
RATINGS = (5, 4, 3, 2, 1)
"""Very satisfied to very dissatisfied."""


def needs(visit: Body) -> Iterator[tuple[str, dict[str, Any]]]:
    """The needs of a visit by their element, those that were taken away left out."""
    given = visit.get("needs")
    for element, item in given.items() if isinstance(given, dict) else ():
        if isinstance(item, dict) and not item.get(DELETED):
            yield element, item


def stage(need: Mapping[str, Any]) -> Stage:
    """How a need stands: a word of whoever brought it up is the last; one that was answered on site needs none."""
    if need.get("confirmed") is True or (need.get("answered_on_site") and need.get("confirmed") is None):
        return Stage.SETTLED
    if need.get("confirmed") is False and not need.get("answered_on"):
        return Stage.AGAIN
    return Stage.ANSWERED if need.get("answered_on") else Stage.HANDLING


def deadline(urgency: str, heard_on: date, terms: Mapping[str, int], holidays: Holidays) -> date:
    """The last day for an answer: so many working days after the day the need was heard, by its urgency."""
    return add_working_days(heard_on, terms.get(urgency, max(terms.values(), default=5)), holidays)


def steps(need: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was noted on the way, the oldest first, each with its day, "" where none was noted."""
    told = need.get("progress")
    if isinstance(told, str):
        return [("", told)] if told.strip() else []
    found = [item for item in told if isinstance(item, dict)] if isinstance(told, list) else []
    return [(str(item.get("on") or ""), str(item["text"])) for item in found if item.get("text")]


def with_step(need: Mapping[str, Any], on: date, text: str) -> list[dict[str, str]]:
    """The progress of a need with one more step."""
    before = [{"on": day, "text": said} if day else {"text": said} for day, said in steps(need)]
    return [*before, {"on": on.isoformat(), "text": text}]
