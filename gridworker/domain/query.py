"""A question to the records as data: districts write them into report templates, so nothing in one is ever SQL.

What a table or a figure counts is the list of records its query finds: whoever doubts a number opens that list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from gridworker.domain.fields import Field, Form, Merge
from gridworker.domain.kinds import KINDS

EVER = "ever"
"""For `Query.on`: whenever it was."""

PRESENT = "*"
"""For a condition: any value at all."""

DAY = "day"
"""For `Query.by`: the day of the record's moment, in China."""

SUCH = ("found", "mended", "open")
"""Of patrols: found a hazard · and that is put right · and that is not (`operations.hazards`)."""

HOME = "home"
"""For `Query.distinct` of visits: the home that was visited, or that of the person who was."""

_PATH = re.compile(r"[a-z_]+(/[a-z_]+)?")


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which records of a `kind`, and what is counted of them.

    `on` is the date that must lie in the period (a path such as `accepted_on`), "" the record's moment, `EVER` any.
    `where` gives paths the values of which one must hold (`PRESENT` for any), `without` those that must not. With
    `such` come conditions that run over several records (`SUCH`). `by` divides what is found: a path, or `DAY`.
    `amount` adds up: a member of an element (`clauses/amount_fen`) or how many elements there are (`parties`);
    `distinct` counts different values of a path, those alone that are records of the kind `of`.
    """

    kind: str
    on: str = ""
    where: Mapping[str, tuple[str, ...]] = {}
    without: Mapping[str, tuple[str, ...]] = {}
    such: tuple[str, ...] = ()
    by: str = ""
    amount: str = ""
    distinct: str = ""
    of: str = ""

    def narrowed(self, path: str, *values: str) -> Query:
        """The same question of the records alone that have one of these values."""
        return msgspec.structs.replace(self, where={**self.where, path: values}, by="")


def find_faults(query: Query) -> list[str]:
    """What in a query this program does not know: kinds, paths and conditions, as they are written."""
    if query.kind not in KINDS:
        return [query.kind]
    return list(_faults(query))


def _faults(query: Query) -> Iterator[str]:
    on = query.on if query.on not in ("", EVER) else ""
    by = query.by if query.by != DAY else ""
    distinct = query.distinct if query.distinct != HOME else ""
    for path in filter(None, (on, by, query.amount, distinct, *query.where, *query.without)):
        if declared(query.kind, path) is None:
            yield f"{query.kind}.{path}"
    if on and (found := declared(query.kind, on)) is not None and found.form is not Form.DATE:
        yield f"{query.kind}.{on}"
    if query.of and query.of not in KINDS:
        yield query.of
    yield from (such for such in query.such if such not in SUCH or query.kind != "patrol")


def declared(kind: str, path: str) -> Field | None:
    """The field at a path of names (`agreement/form`), None where there is none."""
    if not _PATH.fullmatch(path):
        return None
    name, _, member = path.partition("/")
    field = KINDS[kind].fields.get(name)
    return field.members.get(member) if field is not None and member else field


def is_set(kind: str, path: str) -> bool:
    """Whether a field holds several values at once."""
    field = declared(kind, path)
    return field is not None and field.merge is Merge.SET
