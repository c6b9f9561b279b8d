"""What a record is called in lists and results: made of the fields that its kind names."""

from __future__ import annotations

import re
from typing import Any

from gridworker.domain.fields import Kind, Merge
from gridworker.domain.paths import Body

LONGEST_PART = 30
_NUMBER = re.compile(r"\d+")
_OF_A_HOUSE = re.compile(r"(\d+)\s*(?:幢|栋|座|号楼|单元|室|[-－–—#]|$)")
_HOUSE = (("building", "幢"), ("unit", "单元"), ("room", "室"))


def title_of(kind: Kind, body: Body) -> str:
    """The title of a record: its parts with a dot between, each cut after `LONGEST_PART` characters; may be empty."""
    parts = []
    for name in kind.title:
        value = body.get(name)
        if kind.fields[name].merge is Merge.GROUP and isinstance(value, dict):
            value = place_text(value)
        if isinstance(value, str) and value.strip():
            parts.append(_cut(" ".join(value.split())))
    return " · ".join(parts)


def place_text(place: dict[str, Any]) -> str:
    """A place in one text: its words and, unless they say it already, house, unit and room: 东篱苑3幢2单元501室."""
    said = place.get("text")
    text = said if isinstance(said, str) else ""
    parts = [(str(place[member]), counter) for member, counter in _HOUSE if place.get(member)]
    if not parts:
        return text
    numbers = _OF_A_HOUSE.findall(text)
    for value, counter in parts:
        digits = [value] if value.isdecimal() else _NUMBER.findall(value)
        if value and not (digits and all(number in numbers for number in digits)):
            text += value + counter if value.isdecimal() else value
    return text


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_PART else text[: LONGEST_PART - 1] + "…"
