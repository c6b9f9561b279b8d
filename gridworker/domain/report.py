"""A table that fills itself, as data: the program's own and those a district publishes (reference `report/NAME`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from gridworker.domain.query import Query, declared, find_faults

OF_CHAIN = ("chain.rechecks", "chain.last", "chain.state")
"""What a ledger of patrols may take beside fields: of the rechecks that followed a hazard."""

SUBSIDY = "grade.subsidy"
"""What a ledger of disputes may take beside fields: what the district pays for a case of its difficulty."""

NUMBER = "#"


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column under its `head`: of a ledger it takes a field, of a matrix it counts a query.

    `share` is the percentage of one column (its place, from 0) in another. A `kept` column is typed by hand and stands
    again in the next month. `width` is in characters.
    """

    head: str
    take: str = ""
    query: Query | None = None
    share: tuple[int, int] | None = None
    kept: bool = False
    width: int = 12


class Single(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number that stands alone below the table."""

    head: str
    query: Query


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report: its `title` has places for `{place}`, `{year}`, `{month}`.

    A `ledger` has a row for each record that one of its `queries` finds, in order of time; `key` are the fields (or
    `id`) by which what was typed beside a row finds it again next month. A `matrix` has a row for each choice of the
    field `by`, and a `total`. `heads` are typed once above the table and kept, `notes` stand below it.
    """

    title: str
    layout: Literal["ledger", "matrix"]
    columns: tuple[Column, ...]
    queries: tuple[Query, ...] = ()
    key: str = "id"
    by: str = ""
    corner: str = ""
    total: str = ""
    heads: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    singles: tuple[Single, ...] = ()
    english: Mapping[str, str] = {}

    def said(self, text: str, language: str) -> str:
        """A word of the template in a language; `english` gives those that have one."""
        return self.english.get(text, text) if language == "en" else text


def read_template(content: Any) -> Template:
    """A template from its JSON. Raises `ValueError` that names what is wrong with it."""
    try:
        template = msgspec.convert(content, Template)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    if faults := list(_faults(template)):
        raise ValueError("、".join(dict.fromkeys(faults)))
    return template


def _faults(template: Template) -> Iterator[str]:
    queries = [*template.queries, *(one.query for one in template.singles)]
    queries += [column.query for column in template.columns if column.query]
    for query in queries:
        yield from find_faults(query)
    yield from _of_layout(template)


def _of_layout(template: Template) -> Iterator[str]:
    kinds = {query.kind for query in template.queries}
    if template.layout == "ledger" and len(kinds) != 1:
        yield "queries"
        return
    for column in template.columns:
        if template.layout == "ledger" and not (column.kept or _may_take(next(iter(kinds)), column.take)):
            yield f"{column.head}: {column.take}"
        if template.layout == "matrix" and not (
            column.query or column.kept or _is_share(column, template.columns)
        ):
            yield column.head
    if template.layout == "matrix":
        counted = [column.query.kind for column in template.columns if column.query]
        yield from (template.by for kind in counted if declared(kind, template.by) is None)


def _may_take(kind: str, take: str) -> bool:
    try:
        known = declared(kind, take) is not None
    except KeyError:
        return False
    beside = {"patrol": OF_CHAIN, "dispute": (SUBSIDY,)}.get(kind, ())
    return known or take == NUMBER or take in beside


def _is_share(column: Column, columns: Sequence[Column]) -> bool:
    return column.share is not None and all(
        0 <= place < len(columns) and columns[place].query is not None for place in column.share
    )


KeptCells = Mapping[str, Mapping[str, Mapping[str, str]]]
"""What was typed beside the records: month → key of the row → head of the column → text."""


def kept_value(cells: KeptCells, month: str, key: str, head: str) -> tuple[str, bool]:
    """What stands in a kept cell in a month, and whether it was carried over from an earlier one."""
    found = _last(cells, month, key, head)
    return (found[1], found[0] != month and bool(found[1])) if found else ("", False)


def head_value(
    own: KeptCells, month: str, head: str, elsewhere: Sequence[KeptCells], known: str
) -> tuple[str, bool]:
    """What stands in a head above a table in a month, and whether it stands there without having been typed there.

    It is what was typed last, here or `elsewhere` (here, where both are of one month; nothing, where it was emptied
    here), and where nobody ever typed it what is `known`.
    """
    here = _last(own, month, "", head)
    if here is not None and not here[1]:
        return "", False
    there = [found for cells in elsewhere if (found := _last(cells, month, "", head)) and found[1]]
    typed = max([*([here] if here else []), *there], key=lambda found: found[0], default=None)
    if typed is None:
        return known, bool(known)
    return typed[1], typed is not here or typed[0] != month


def _last(cells: KeptCells, month: str, key: str, head: str) -> tuple[str, str] | None:
    """The last month up to `month` in which something was typed there, and what; "" where it was emptied."""
    for other in sorted((other for other in cells if other <= month), reverse=True):
        found = cells[other].get(key, {}).get(head)
        if found is not None:
            return other, found
    return None
