"""How the values of a record read: choices by their labels, dates and moments of China, money in 元."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple

from gridworker.domain.dates import CHINA_MINUTES
from gridworker.domain.fields import Field, Form, Merge
from gridworker.domain.kinds import KINDS
from gridworker.domain.money import format_fen
from gridworker.domain.paths import Names, target
from gridworker.domain.readings import day as day_of
from gridworker.domain.titles import place_text
from gridworker.environment.labels import Labels
from gridworker.environment.language import Words
from gridworker.environment.marks import COLON, LISTED, SEMICOLON

_YES = Words("是", "yes")
_CHINA = timezone(timedelta(minutes=CHINA_MINUTES))


def moment(at: Any) -> str:
    """A moment in ms UTC as day and minute in China."""
    if not _whole(at):
        return ""
    try:
        return datetime.fromtimestamp(at / 1000, _CHINA).strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):
        return str(at)


class Reading(NamedTuple):
    """Whose values are read: the kind of the record, the labels of a language, how a date and a moment are said.

    Fields are named by their path of names: `parties/phone`.
    """

    kind: str
    named: Labels
    say_date: Callable[[date], str] = date.isoformat
    say_moment: Callable[[int], str] = moment

    def text(self, name: str, field: Field | None, value: Any) -> str:
        """The value of a field as text; an element a line, a member that is empty left out."""
        if value is None or value == "":
            return ""
        if field is None:
            return plain(value)
        if field.merge is Merge.ELEMENTS and isinstance(value, dict):
            items = [item for item in value.values() if isinstance(item, dict) and not item.get("_deleted")]
            return "\n".join(self.members(name, field, item) for item in items)
        if field.merge is Merge.GROUP and isinstance(value, dict) and not value.get("text"):
            return self.members(name, field, value)
        return self._single(name, field, value)

    def members(self, name: str, field: Field, values: Mapping[str, Any]) -> str:
        """The members of a group or an element in one line, each with its label."""
        shown = (
            (f"{name}/{member}", self.text(f"{name}/{member}", field.members.get(member), value))
            for member, value in values.items()
            if not member.startswith("_")
        )
        between, colon = SEMICOLON.said(self.named.language), COLON.said(self.named.language)
        return between.join(
            f"{self.named.field(self.kind, path)}{colon}{text}" for path, text in shown if text
        )

    def _single(self, name: str, field: Field, value: Any) -> str:
        if field.form is Form.INSTANT and _whole(value):
            return self.say_moment(value)
        if field.form is Form.DATE and (day := day_of(value)):
            return self.say_date(day)
        if name.endswith("_fen") and _whole(value):
            return format_fen(value)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return LISTED.said(self.named.language).join(
                self.named.choice(self.kind, name, item) for item in value
            )
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            return SEMICOLON.said(self.named.language).join(map(self._step, value))
        return self.named.choice(self.kind, name, value) if isinstance(value, str) else plain(value)

    def _step(self, item: Mapping[str, Any]) -> str:
        """One of several notes on the way: on which day, and what."""
        return " ".join(self.say_date(day) if (day := day_of(one)) else plain(one) for one in item.values())


def value_at(reading: Reading, path: str, value: Any) -> str:
    """The value at a path of a patch, as a person reads it: a choice by its label, an element by its members."""
    declared = KINDS.get(reading.kind)
    if declared is None or value is None:
        return plain(value)
    where = target(declared, path)
    if value is True:
        return _YES.said(reading.named.language)
    if where.names is Names.ELEMENT and where.field and isinstance(value, dict):
        return reading.members(where.segments[0], where.field, value)
    parts = where.segments
    return reading.text("/".join(parts[:1] + parts[2:]), where.field, value)


def plain(value: Any) -> str:
    """A value in one line: a place by its text, a list by its items, anything else that is no text as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        return place_text(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    return json.dumps(value, ensure_ascii=False)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
