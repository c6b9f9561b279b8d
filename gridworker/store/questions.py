"""Queries (`domain.query`) answered by SQLite: how many, how many of each, and which records those are.

Counting and listing come from the same conditions: a figure and the list behind it cannot say different things. The
expressions stand word for word in the indexes of `schema`, from which most questions are answered alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from gridworker.domain.dates import CHINA_MINUTES
from gridworker.domain.period import Period
from gridworker.domain.query import DAY, EVER, HOME, PRESENT, Query, is_set
from gridworker.store import hazard_rows
from gridworker.store.tables import Tables

_BODY = "COALESCE(view, base)"
_INDEXES = {
    ("patrol", ""): "record_counted_patrols",
    ("visit", ""): "record_counted_visits",
    ("dispute", "accepted_on"): "record_cases",
    ("household", EVER): "record_homes",
    ("person", EVER): "record_named",
}
_MAY_BE_MERGED = frozenset({"person", "household", "place", "enterprise"})
_FOUND = f"""(json_extract({_BODY}, '$.rechecks_id') IS NULL
    AND (json_extract({_BODY}, '$.outcome') IN ('fixed', 'deadline', 'reported')
        OR json_extract({_BODY}, '$.severity') IN ('minor', 'major', 'grave')))"""
_ON_FILE = f"""FROM record INDEXED BY record_filed WHERE kind IN ('person', 'household', 'place', 'enterprise')
    AND deleted = 0 AND json_extract({_BODY}, '$.merged_into') IS NULL"""
_SUCH = {
    "found": _FOUND,
    "open": "record.id IN (SELECT id FROM still_open)",
    "mended": "record.id NOT IN (SELECT id FROM still_open)",
}
# From the last patrol of every open hazard back to the one that found it: some dozens, whatever there is beside them.
_STILL_OPEN = f"""WITH RECURSIVE still_open (id) AS (
    SELECT id {hazard_rows.OPEN} UNION
    SELECT json_extract(COALESCE(before.view, before.base), '$.rechecks_id')
    FROM still_open JOIN record AS before ON before.id = still_open.id
    WHERE json_extract(COALESCE(before.view, before.base), '$.rechecks_id') IS NOT NULL) """


class Found(NamedTuple):
    """A record that a query finds: the value it is divided `by` (None without one), and its amount."""

    id: str
    by: Any
    amount: int


class _Parts(NamedTuple):
    """The pieces of a statement: what stands before it, from where, under which conditions, with which values."""

    before: str
    source: str
    where: str
    values: list[Any]


def count(db: Tables, query: Query, period: Period) -> int:
    """How many records a query finds in a period, what they come to, or how many different values they have."""
    parts = _parts(query, period)
    if query.distinct:
        question = f"SELECT count(*) FROM ({_different(query, parts)})"
    else:
        question = f"SELECT {_sum(query)} FROM {parts.source} WHERE {parts.where}"
    row = db.execute(parts.before + question, parts.values).fetchone()
    return int(row[0] or 0)


def counts(db: Tables, query: Query, period: Period) -> dict[Any, int]:
    """The same for each value of what the query is divided `by`; a record with several values is in each of them."""
    parts = _parts(query, period)
    by = _by(query)
    # As an aggregate the value is read from the index; asked for bare, SQLite would read every record for it.
    question = f"SELECT min({by}), {_sum(query)} FROM {parts.source} WHERE {parts.where} GROUP BY {by}"
    rows = db.execute(parts.before + question, parts.values)
    return {by: int(number or 0) for by, number in rows if by is not None}


def found(db: Tables, query: Query, period: Period, limit: int = -1) -> list[Found]:
    """The records behind a count, newest first; of `distinct`, every record that has one of the values."""
    parts = _parts(query, period)
    by = _by(query) if query.by else "NULL"
    amount = _amount(query.amount) if query.amount else "1"
    order = "number DESC"
    question = (
        f"SELECT record.id, {by}, {amount} FROM {parts.source} WHERE {parts.where} ORDER BY {order} LIMIT ?"
    )
    rows = db.execute(parts.before + question, [*parts.values, limit])
    return [Found(id_, group, int(number or 0)) for id_, group, number in rows]


def expression(path: str) -> str:
    """The value at a path of names; whoever calls has checked it against the declaration."""
    return f"json_extract({_BODY}, '$.{path.replace('/', '.')}')"


def _parts(query: Query, period: Period) -> _Parts:
    """`kind` and paths are from the declarations (`domain.query.find_faults`), everything else is a value."""
    where = [f"kind = '{query.kind}'", "deleted = 0"]
    values: list[Any] = []
    if query.kind in _MAY_BE_MERGED:
        where.append(f"{expression('merged_into')} IS NULL")
    if query.on != EVER:
        when = expression(query.on) if query.on else "number"
        where.append(f"{when} >= ? AND {when} < ?")
        values += (
            [period.first.isoformat(), period.after.isoformat()] if query.on else [period.begins, period.ends]
        )
    for conditions, wanted in ((query.where, True), (query.without, False)):
        for path, codes in conditions.items():
            condition, given = _condition(query.kind, path, codes)
            where.append(condition if wanted else f"COALESCE(NOT ({condition}), 1)")
            values += given
    where += [_SUCH[name] for name in query.such]
    index = _INDEXES.get((query.kind, query.on))
    source = f"record INDEXED BY {index}" if index else "record"
    if query.on == EVER and "open" in query.such:
        source = "still_open CROSS JOIN record ON record.id = still_open.id"
    if query.by and is_set(query.kind, query.by):
        source += f", json_each({expression(query.by)}) AS one"
    before = _STILL_OPEN if {"open", "mended"} & set(query.such) else ""
    return _Parts(before, source, " AND ".join(where), values)


def _condition(kind: str, path: str, codes: tuple[str, ...]) -> tuple[str, list[str]]:
    if PRESENT in codes:
        return f"{expression(path)} IS NOT NULL", []
    marks = ", ".join("?" * len(codes))
    if is_set(kind, path):
        return f"EXISTS (SELECT 1 FROM json_each({expression(path)}) WHERE value IN ({marks}))", list(codes)
    return f"{expression(path)} IN ({marks})", list(codes)


def _by(query: Query) -> str:
    if query.by == DAY:
        return f"(number + {CHINA_MINUTES * 60_000}) / 86400000"
    return "one.value" if is_set(query.kind, query.by) else expression(query.by)


def _sum(query: Query) -> str:
    return f"sum({_amount(query.amount)})" if query.amount else "count(*)"


def _amount(path: str) -> str:
    name, _, member = path.partition("/")
    what = f"sum(json_extract(part.value, '$.{member}'))" if member else "count(*)"
    return f"""(SELECT {what} FROM json_each({expression(name)}) AS part
        WHERE json_extract(part.value, '$._deleted') IS NULL)"""


def _different(query: Query, parts: _Parts) -> str:
    if query.distinct == HOME:
        return _homes(parts)
    value = expression(query.distinct)
    named = f"SELECT {value} FROM {parts.source} WHERE {parts.where} AND {value} IS NOT NULL"
    if query.of:
        return f"SELECT id {_ON_FILE} AND kind = '{query.of}' AND id IN ({named})"
    return f"SELECT DISTINCT {named.removeprefix('SELECT')}"


def _homes(parts: _Parts) -> str:
    """The homes that visits were paid to, and those of the persons: each is looked up among its own, page by page."""
    whom, target = expression("target_id"), expression("target")
    named = f"SELECT {whom}, {target} FROM {parts.source} WHERE {parts.where} AND {whom} IS NOT NULL"
    return f"""WITH named (id, target) AS MATERIALIZED ({named})
        SELECT id {_ON_FILE} AND kind = 'household' AND id IN (
            SELECT id FROM named WHERE target = 'household' UNION
            SELECT {expression("household_id")} {_ON_FILE} AND kind = 'person'
                AND id IN (SELECT id FROM named WHERE target = 'person'))"""
