"""A matrix: a row for each choice, a column for each query, totals below, and a share where both columns count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from gridworker.documents.filled import Cell, Table
from gridworker.domain.kinds import KINDS
from gridworker.domain.period import Period
from gridworker.domain.query import Query
from gridworker.domain.report import Column, Template
from gridworker.environment.labels import Labels
from gridworker.store import questions
from gridworker.store.database import Tables
from gridworker.store.questions import Found


class Frame(NamedTuple):
    """What stands around any table; `typed` gives the cell that is typed under a row's key and a head."""

    name: str
    title: str
    month: str
    heads: Sequence[tuple[str, Cell]]
    typed: Callable[[str, str], Cell]
    language: str


_Counted = dict[str, list[Found]]


def fill(db: Tables, template: Template, period: Period, frame: Frame, named: Labels) -> Table:
    """The filled table: one statement a column, whatever the number of rows."""
    kind = next(column.query.kind for column in template.columns if column.query)
    codes = KINDS[kind].fields[template.by].choices
    counted = [_counted(db, column, template.by, period) for column in template.columns]
    rows = [
        [Cell(named.choice(kind, template.by, code)), *_row(template.columns, counted, frame, code)]
        for code in codes
    ]
    if template.total:
        rows.append(
            [Cell(template.said(template.total, frame.language)), *_row(template.columns, counted, frame, "")]
        )
    singles = [
        (one.head, _number(one.query, questions.found(db, one.query, period))) for one in template.singles
    ]
    return Table(
        frame.name,
        frame.title,
        frame.month,
        [kind, *(one.query.kind for one in template.singles)],
        [template.corner, *(column.head for column in template.columns)],
        [16, *(column.width for column in template.columns)],
        rows,
        frame.heads,
        singles,
        template.notes,
    )


def _counted(db: Tables, column: Column, by: str, period: Period) -> _Counted:
    """The records of a column by the code of their row; all of them under ""."""
    if column.query is None:
        return {}
    groups: _Counted = {"": questions.found(db, replace(column.query, by=by), period)}
    for one in groups[""]:
        groups.setdefault(str(one.by), []).append(one)
    return groups


def _row(columns: Sequence[Column], counted: Sequence[_Counted], frame: Frame, code: str) -> list[Cell]:
    cells = []
    for column, groups in zip(columns, counted, strict=True):
        if column.query is not None:
            cells.append(_number(column.query, groups.get(code, [])))
        elif column.share is not None:
            part, whole = (counted[place].get(code, []) for place in column.share)
            cells.append(_share(part, whole))
        else:
            cells.append(frame.typed(code or "total", column.head))
    return cells


def _number(query: Query, found: Sequence[Found]) -> Cell:
    ids = [one.id for one in found]
    return Cell(sum(one.amount for one in found), ids, fen=query.amount.endswith("_fen"))


def _share(part: Sequence[Found], whole: Sequence[Found]) -> Cell:
    ids = [one.id for one in whole]
    return Cell(len(part) * 100 // len(whole), ids, percent=True) if whole else Cell("—")
