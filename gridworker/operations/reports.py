"""一次录入、多表生成: the month's tables filled from the records, each cell with the records that it comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.documents.filled import Cell, Table
from gridworker.documents.table_paper import as_pdf
from gridworker.documents.values import Reading
from gridworker.documents.whole_file import check_place, write_whole
from gridworker.documents.workbook import as_workbook
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.fields import Field
from gridworker.domain.kinds import KINDS
from gridworker.domain.masking import masked
from gridworker.domain.period import Period
from gridworker.domain.report import KeptCells, Template, head_value, kept_value, read_template
from gridworker.environment.labels import labels
from gridworker.environment.resources import resource
from gridworker.operations import report_ledger, report_matrix
from gridworker.operations.accesses import note_access
from gridworker.operations.exporting import mark_of
from gridworker.operations.report_heads import IN_CHARGE, known_heads, place_of
from gridworker.operations.showing import shown_all
from gridworker.operations.today import this_day
from gridworker.store import meta, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

NAMES = ("patrols", "visits", "mediation", "subsidy", "hazards")
_KEPT = "report_cells"
_REFERENCES = 500
_TELLING = ("type", "target", "place_id")
"""By these the masking tells a person from an organisation, and a shop from a home."""


class Report(NamedTuple):
    """A table that can be filled: what commands call it, its template, and whether it is the district's."""

    name: str
    template: Template
    of_district: bool


def list_reports(profile: Profile) -> list[Report]:
    """The program's tables in their order, the district's in place of those of the same name, and its others."""
    return list(profile.read(_all).values())


def find_report(profile: Profile, name: str) -> Report:
    """The table of a name. Raises `PersonCanMend` (`unknown_report`)."""
    known = {report.name: report for report in list_reports(profile)}
    if name not in known:
        raise PersonCanMend("unknown_report", name=name, names="、".join(known))
    return known[name]


def fill(
    profile: Profile,
    report: Report,
    period: Period,
    language: str = "zh_CN",
    *,
    plain: bool = False,
    reason: str = "",
) -> Table:
    """The table of a period. Names and numbers are masked unless `plain` and a `reason` are given, which is noted.

    Raises `PersonCanMend` (`reason_needed`).
    """
    if plain and not reason.strip():
        raise PersonCanMend("reason_needed")
    template = report.template
    cells = kept_cells(profile, report.name)

    def work(db: Tables) -> tuple[Table, list[dict[str, Any]]]:
        frame = _frame(db, profile, report, period, cells, language)
        if template.layout == "matrix":
            return report_matrix.fill(db, template, period, frame, labels(language)), []
        rows = report_ledger.rows(db, template, period, this_day(profile))
        records = shown_all(db, profile.identity, [row.record for row in rows])
        reading = _reading(template, language, plain=plain)
        return report_ledger.fill(template, rows, records, frame, reading), records

    table, records = profile.read(work)
    if plain:
        note_access(profile, "report", records, reason=reason)
    return _in(language, template, table)._replace(mark=mark_of(profile, language, plain=plain))


def save_report(
    profile: Profile,
    report: Report,
    period: Period,
    out: Path,
    *,
    language: str = "zh_CN",
    plain: bool = False,
    reason: str = "",
) -> Table:
    """Writes a filled table to `out`, as PDF where its name ends so, else as xlsx; gives what was written.

    Raises as `fill`, and `PersonCanMend` (`folder_missing`, `out_is_a_folder`).
    """
    check_place(out)
    table = fill(profile, report, period, language, plain=plain, reason=reason)
    write_whole(out, as_pdf(table) if out.suffix.lower() == ".pdf" else as_workbook(table, language))
    return table


def keep_cell(profile: Profile, name: str, month: str, key: tuple[str, str], text: str) -> None:
    """Keeps what was typed into a cell of a month; it stands there in later months too, until it is changed."""

    def work(db: Tables) -> None:
        kept = meta.get(db, _KEPT, {})
        row = kept.setdefault(name, {}).setdefault(month, {}).setdefault(key[0], {})
        row[key[1]] = text.strip()
        meta.put(db, _KEPT, kept)

    profile.write(work)


def kept_cells(profile: Profile, name: str) -> KeptCells:
    """What was typed into the cells of a table, by month."""
    cells: KeptCells = profile.kept(_KEPT, {}).get(name, {})
    return cells


def month_of(period: Period) -> str:
    """The month a table is kept under."""
    return f"{period.first:%Y-%m}"


def _frame(
    db: Tables, profile: Profile, report: Report, period: Period, cells: KeptCells, language: str
) -> report_matrix.Frame:
    place = place_of(db, profile)
    # What the laptop knows need not be typed, until somebody types something else.
    known = known_heads(db, profile, report.template)
    others = _heads_elsewhere(db, report)
    title = report.template.said(report.template.title, language).format_map(
        {"place": place, "year": period.first.year, "month": period.first.month}
    )
    month = month_of(period)

    def typed(key: str, head: str) -> Cell:
        text, carried = kept_value(cells, month, key, head)
        return Cell(text, key=(key, head), carried=carried)

    def above(head: str) -> Cell:
        text, carried = head_value(cells, month, head, others(head), known.get(head, ""))
        return Cell(text, key=("", head), carried=carried)

    heads = [(head, above(head)) for head in report.template.heads]
    return report_matrix.Frame(report.name, title, month, heads, typed, language)


def _heads_elsewhere(db: Tables, report: Report) -> Callable[[str], list[KeptCells]]:
    """From a head to what was typed in other tables that have it: who is in charge, only of the same unit."""
    kept = meta.get(db, _KEPT, {})
    others = [
        (other.template.heads, kept[name])
        for name, other in _all(db).items()
        if name in kept.keys() - {report.name}
    ]

    def of(head: str) -> list[KeptCells]:
        unit = report.template.heads[0]
        return [cells for heads, cells in others if head in heads and (head != IN_CHARGE or heads[0] == unit)]

    return of


def _reading(template: Template, language: str, *, plain: bool) -> report_ledger.Read:
    kind = template.queries[0].kind
    named, declaration = labels(language), KINDS[kind]
    # What no column takes and no name stands in need not be masked: it does not leave.
    private = {name for name, field in declaration.fields.items() if field.privacy or _named(field)}
    needed = {column.take for column in template.columns} | private

    def read(record: dict[str, Any]) -> Callable[[str], str]:
        taken = {name: value for name, value in record.items() if name in needed or name in _TELLING}
        body = taken if plain else masked(declaration, taken)
        reading = Reading(kind, named)
        return lambda name: reading.text(name, declaration.fields.get(name), body.get(name))

    return read


def _in(language: str, template: Template, table: Table) -> Table:
    """The table with its words in a language."""

    def said(pairs: Sequence[tuple[str, Cell]]) -> list[tuple[str, Cell]]:
        return [(template.said(word, language), cell) for word, cell in pairs]

    return table._replace(
        headers=[template.said(head, language) for head in table.headers],
        heads=said(table.heads),
        singles=said(table.singles),
        notes=[template.said(note, language) for note in table.notes],
    )


def _named(field: Field) -> bool:
    return any(name == "name" or member.privacy for name, member in field.members.items())


@cache
def _shipped() -> dict[str, Template]:
    texts = {name: resource(f"reports/{name}.toml").read_text(encoding="utf-8") for name in NAMES}
    return {name: read_template(tomllib.loads(text)) for name, text in texts.items()}


def _all(db: Tables) -> dict[str, Report]:
    own = {name: Report(name, template, False) for name, template in _shipped().items()}
    return own | _published(db)


def _published(db: Tables) -> dict[str, Report]:
    """The district's; of several versions the newest that this program can read."""
    rows = record_rows.select(db, "reference", limit=_REFERENCES)
    found: dict[str, Report] = {}
    for name, content in _by_version([row.body for row in rows]):
        try:
            found[name] = Report(name, read_template(content), True)
        except ValueError:
            continue
    return found


def _by_version(bodies: Sequence[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for body in sorted(bodies, key=lambda body: int(body.get("version") or 0)):
        group, _, name = str(body.get("name") or "").partition("/")
        if group == "report" and name:
            yield name, body.get("content")
