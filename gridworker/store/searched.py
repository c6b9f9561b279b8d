"""Which words of a record the search box looks at, read from the declaration of its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gridworker.domain.fields import Field, Form, Merge, Search
from gridworker.domain.paths import DELETED
from gridworker.domain.titles import place_text


class Found(NamedTuple):
    """One text of a record that is searched, with the name and declaration of its field."""

    text: str
    name: str
    field: Field


def searched(fields: Mapping[str, Field], values: Mapping[str, Any]) -> Iterator[Found]:
    """The searched texts of a body or of an element, in its order; removed elements and odd values are passed over."""
    for name, value in values.items():
        field = fields.get(name)
        if field is None:
            continue
        if field.merge is Merge.ELEMENTS:
            yield from _of_elements(field, value)
        elif field.merge is Merge.GROUP:
            yield from _of_group(name, field, value)
        elif field.search is not Search.NONE:
            for text in value if isinstance(value, list) else (value,):
                if isinstance(text, str):
                    yield Found(text, name, field)


def _of_elements(field: Field, value: Any) -> Iterator[Found]:
    for element in value.values() if isinstance(value, dict) else ():
        if isinstance(element, dict) and not element.get(DELETED):
            yield from searched(field.members, element)


def _of_group(name: str, field: Field, value: Any) -> Iterator[Found]:
    if not isinstance(value, dict):
        return
    if field.search is Search.NONE:
        yield from searched(field.members, value)
        return
    # A place is searched as it is said: 东篱苑3幢2单元501室, not by its parts.
    yield Found(place_text(value), name, field)


def named_ids(fields: Mapping[str, Field], values: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the records that a body or an element names."""
    for name, value in values.items():
        field = fields.get(name)
        if field is None:
            continue
        if field.merge is Merge.ELEMENTS:
            for element in value.values() if isinstance(value, dict) else ():
                if isinstance(element, dict) and not element.get(DELETED):
                    yield from named_ids(field.members, element)
        elif field.form is Form.ID:
            yield from (
                item for item in (value if isinstance(value, list) else (value,)) if isinstance(item, str)
            )
