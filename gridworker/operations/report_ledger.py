"""A ledger: a row for each record, in order of time; of a hazard also what its rechecks found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from gridworker.documents.filled import Cell, Table
from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.period import Period
from gridworker.domain.query import EVER, Query
from gridworker.domain.report import NUMBER, SUBSIDY, Template
from gridworker.domain.titles import place_text
from gridworker.environment.language import Words
from gridworker.operations.policies import subsidies
from gridworker.operations.report_matrix import Frame
from gridworker.store import hazard_rows, questions, record_rows
from gridworker.store.database import Tables
from gridworker.store.record_rows import RecordRow

Read = Callable[[dict[str, Any]], Callable[[str], str]]
"""From a record to what its fields read like."""

SUBSIDIES = "补助合计（元）"
_LONGEST_CHAIN = 50
_MENDED, _OPEN, _LATE = Words("已整改", "put right"), Words("未整改", "open"), Words("逾期未整改", "overdue")


class Row(NamedTuple):
    """A record of the ledger, and the patrols that looked at its hazard again, in their order; what is paid for it."""

    record: RecordRow
    later: Sequence[RecordRow] = ()
    state: Words | None = None
    subsidy_fen: int | None = None


def rows(db: Tables, template: Template, period: Period, today: date) -> list[Row]:
    """The records that any of the queries finds, each once, oldest first; of `ever` none from after the period."""
    found = {one.id: None for query in template.queries for one in questions.found(db, query, period)}
    loaded = [row for id_ in found if (row := record_rows.load(db, id_)) is not None]
    if any(query.on == EVER for query in template.queries):
        loaded = [row for row in loaded if row.number < period.ends]
    chained = any(column.take.startswith("chain.") for column in template.columns)
    ordered = sorted(loaded, key=lambda row: row.number)
    if any(column.take == SUBSIDY for column in template.columns):
        paid = subsidies(db)
        return [Row(row, subsidy_fen=paid.get(str(row.body.get("difficulty")))) for row in ordered]
    if not chained:
        return [Row(row) for row in ordered]
    still = Query("patrol", on=EVER, such=("found", "open"))
    waiting = {one.id for one in questions.found(db, still, period)}
    return [_with_chain(db, row, today, is_open=row.id in waiting) for row in ordered]


def fill(
    template: Template,
    found: Sequence[Row],
    records: Sequence[dict[str, Any]],
    frame: Frame,
    reading: Read,
) -> Table:
    """The filled table; `records` are those of the rows, as they are shown."""
    lines = [
        _line(template, number, row, record, frame, reading(record))
        for number, (row, record) in enumerate(zip(found, records, strict=True), start=1)
    ]
    return Table(
        frame.name,
        frame.title,
        frame.month,
        [template.queries[0].kind],
        [column.head for column in template.columns],
        [column.width for column in template.columns],
        lines,
        frame.heads,
        list(_sums(template, found)),
        template.notes,
    )


def _sums(template: Template, found: Sequence[Row]) -> Iterator[tuple[str, Cell]]:
    """What stands below: all that is paid, with the cases it is paid for."""
    if any(column.take == SUBSIDY for column in template.columns):
        paid = [(row.record.id, row.subsidy_fen) for row in found if row.subsidy_fen is not None]
        yield SUBSIDIES, Cell(sum(fen for _, fen in paid), [record for record, _ in paid], fen=True)


def _line(
    template: Template,
    number: int,
    row: Row,
    record: dict[str, Any],
    frame: Frame,
    read: Callable[[str], str],
) -> list[Cell]:
    key, ids = key_of(template.key, record), [row.record.id]
    cells = []
    for column in template.columns:
        if column.kept:
            cells.append(frame.typed(key, column.head))
        elif column.take == NUMBER:
            cells.append(Cell(number, ids))
        elif column.take == SUBSIDY:
            paid = row.subsidy_fen
            cells.append(Cell("", ids) if paid is None else Cell(paid, ids, fen=True))
        elif column.take.startswith("chain."):
            cells.append(
                Cell(_chain(column.take, row, frame.language), [*ids, *(later.id for later in row.later)])
            )
        else:
            cells.append(Cell(read(column.take), ids))
    return cells


def key_of(names: str, record: dict[str, Any]) -> str:
    """What a row is known by next month: the first of these fields that says something."""
    for name in names.split():
        value = record.get(name)
        text = place_text(value) if isinstance(value, dict) else str(value or "")
        if text:
            return text
    return str(record["id"])


def _with_chain(db: Tables, row: RecordRow, today: date, *, is_open: bool) -> Row:
    later = _later(db, row)
    due = str((later[-1] if later else row).body.get("recheck_on") or "")
    state = _MENDED if not is_open else _LATE if due and due < today.isoformat() else _OPEN
    return Row(row, later, state)


def _later(db: Tables, row: RecordRow) -> list[RecordRow]:
    chain: list[RecordRow] = []
    last = row
    while len(chain) < _LONGEST_CHAIN and (after := hazard_rows.recheck_of(db, last.id)) is not None:
        chain.append(after)
        last = after
    return chain


def _chain(take: str, row: Row, language: str) -> str | int:
    if take == "chain.rechecks":
        return len(row.later)
    if take == "chain.last":
        return local_day(row.later[-1].number, CHINA_MINUTES).isoformat() if row.later else ""
    return row.state.said(language) if row.state else ""
