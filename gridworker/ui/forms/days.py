"""Days of a record as a person types and reads them: fields for them, and the words for one in a text."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from gridworker.documents.values import Reading
from gridworker.domain.readings import day as day_of
from gridworker.operations.today import this_day
from gridworker.ui.forms.moments import (
    next_day,
    parse_date,
    parse_day,
    parse_past_day,
    say_date,
    say_day,
    say_moment,
)
from gridworker.ui.session import Session
from gridworker.ui.widgets.date_field import DateField


def day_field(session: Session, *, past: bool) -> DateField[date]:
    """A day not far away: 后天, 11-24; `past` says which year and weekday a short text means."""
    parse = parse_past_day if past else parse_day
    return DateField(
        lambda text: parse(text, this_day(session.profile)),
        lambda day: say_day(day, this_day(session.profile), session.language),
        step=next_day,
    )


def date_field(session: Session, example: str) -> DateField[date]:
    """A date with its year, such as a birth."""
    return DateField(parse_date, partial(say_date, language=session.language), placeholder=example)


def date_said(value: Any, language: str) -> str:
    """A date of a record in words; what is none stays as it is."""
    day = day_of(value)
    return say_date(day, language) if day else str(value or "")


def reading(session: Session, kind: str) -> Reading:
    """How the window reads values of a kind out: days and moments as people say them."""
    clock, language = session.profile.clock, session.language
    return Reading(
        kind,
        session.labels,
        partial(say_date, language=language),
        lambda at: say_moment(at, clock.now(), clock.tz(at), language),
    )
