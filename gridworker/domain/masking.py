"""What a record looks like to somebody who need not know whose it is: names, numbers and addresses masked.

The convention of public bodies (PIPL art. 28, 51): 张*三 · 330109********1234 · 138****5678 · an address as far as the
building. Masked is not anonymous (PIPL art. 73): free text may still tell who is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gridworker.domain.fields import Field, Kind, Merge, Privacy
from gridworker.domain.paths import Body
from gridworker.domain.titles import place_text

_BUILDING = re.compile(
    r"^(.*?(?:\d+\s*(?:幢|栋|号楼|座|号|#)|[A-Za-z]\s*(?:幢|栋|座)|\d+(?=\s*[-—]\s*\d)))", re.DOTALL
)
_BEYOND = re.compile(r"[\d一二三四五六七八九十]+\s*(?:单元|室|楼|层)")
_A_HOME = re.compile(r"单元|室|\d\s*[-—]\s*\d")
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_OF_EVERY_RECORD = frozenset({"id", "kind", "grid", "_sync", "_rev", "_deleted"})
_ORGANISATIONS = {"type": ("organisation",), "target": ("enterprise", "place")}


def mask_name(name: str) -> str:
    """A person's name with all but the first and the last character covered, of two the second: 张*三, 张*."""
    if len(name) < 3:
        return name[:1] + "*" if len(name) == 2 else "*" * len(name)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_id_number(number: str) -> str:
    """An identity number of which region and last four stay; of a short one the first and the last character."""
    shown, tail = (6, 4) if len(number) >= 14 else (1, 1)
    if len(number) < 3:
        return "*" * len(number)
    return number[:shown] + "*" * (len(number) - shown - tail) + number[-tail:]


def mask_phone(phone: str) -> str:
    """A telephone number without the four digits before its last four; of a short one only the last two stay."""
    places = [index for index, sign in enumerate(phone) if sign.isdigit()]
    covered = set(places[-8:-4] if len(places) >= 7 else places[:-2])
    return "".join("*" if index in covered else sign for index, sign in enumerate(phone))


def mask_address(address: str) -> str:
    """An address as far as the building: 东篱苑3幢***. Raises nothing for an address of another form."""
    found = _BUILDING.match(address)
    if found:
        return found[1] + ("***" if address[found.end() :].strip() else "")
    return _BEYOND.sub("***", address)


def mask_numbers(text: str) -> str:
    """A text in which identity numbers and mobile numbers are masked wherever they stand; its length stays."""
    text = _ID_NUMBER.sub(lambda found: mask_id_number(found[0]), text)
    return _MOBILE.sub(lambda found: mask_phone(found[0]), text)


def masked(kind: Kind, body: Body) -> Body:
    """A copy of a record's body in which personal and sensitive values are masked, in its texts too.

    Fields that this program does not know, and values still in conflict, are left out: nobody can tell what they hold.
    """
    return _Mask(kind, body).applied()


class _Mask:
    """The masking of one record: its own names are covered wherever they stand in its texts."""

    def __init__(self, kind: Kind, body: Body) -> None:
        self._kind = kind
        self._body = body
        names = {name for name in _names(kind.fields, body) if len(name) > 1}
        self._names = sorted(names, key=len, reverse=True)

    def applied(self) -> Body:
        return self._fields(self._kind.fields, self._body)

    def _fields(self, fields: Mapping[str, Field], values: Body) -> Body:
        shown = {name: value for name, value in values.items() if name in fields or name in _OF_EVERY_RECORD}
        return {name: self._value(fields, name, value, values) for name, value in shown.items()}

    def _value(self, fields: Mapping[str, Field], name: str, value: Any, beside: Body) -> Any:
        field = fields.get(name)
        if field and isinstance(value, dict) and field.merge is Merge.ELEMENTS:
            return {
                element: self._fields(field.members, item) if isinstance(item, dict) else None
                for element, item in value.items()
            }
        if field and isinstance(value, dict) and field.merge is Merge.GROUP:
            return self._group(field, name, value)
        cover = _cover(fields, name, beside)
        if cover:
            return cover(value) if isinstance(value, str) else None
        return self._texts(value)

    def _group(self, field: Field, name: str, value: Body) -> Body:
        if name != "place":
            return self._fields(field.members, value)
        shown = {member: item for member, item in value.items() if member not in ("unit", "room")}
        text = shown.get("text")
        if self._body.get("place_id") and isinstance(text, str) and not _A_HOME.search(place_text(value)):
            # A shop or a point of the registry: a round whose places nobody can read is none.
            return {**shown, "text": self._text(text)}
        return {**shown, "text": self._text(mask_address(text))} if isinstance(text, str) else shown

    def _texts(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self._texts(item) for item in value]
        if isinstance(value, dict):
            return {name: self._texts(item) for name, item in value.items()}
        return value

    def _text(self, text: str) -> str:
        for name in self._names:
            text = text.replace(name, mask_name(name))
        return mask_numbers(text)


def _cover(fields: Mapping[str, Field], name: str, beside: Body) -> Callable[[str], str] | None:
    """How a value is covered: by its name where that tells, wholly where it is private and the name does not.

    A name stands for a person where private values are declared beside it, unless the values say an organisation.
    """
    if name in ("name", "contact"):
        of_person = any(field.privacy is not Privacy.OPEN for field in fields.values())
        if name == "name" and "contact" in fields:
            return None  # a business or a place: the person there is its contact
        organisation = any(beside.get(told) in codes for told, codes in _ORGANISATIONS.items())
        return mask_name if of_person and not organisation else None
    if name not in fields or fields[name].privacy is Privacy.OPEN:
        return None
    return _COVERS.get(name, _cover_wholly)


def _cover_wholly(value: str) -> str:
    return "*" * len(value)


_COVERS = {"id_number": mask_id_number, "phone": mask_phone, "address": mask_address}


def _names(fields: Mapping[str, Field], values: Body) -> Iterator[str]:
    for name, field in fields.items():
        value = values.get(name)
        if field.merge is Merge.ELEMENTS and isinstance(value, dict):
            for item in value.values():
                if isinstance(item, dict):
                    yield from _names(field.members, item)
        elif isinstance(value, str) and _cover(fields, name, values) is mask_name:
            yield value
