"""A list, or the figures of a period, as a table to be printed; any table as a file of the pages that are printed."""

from __future__ import annotations

from pathlib import Path

from gridworker.documents.filled import Cell, Table
from gridworker.documents.table import cell, columns
from gridworker.documents.table_paper import as_paper, as_pdf
from gridworker.documents.values import Reading
from gridworker.documents.whole_file import check_place, write_whole
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.kinds import KINDS
from gridworker.environment.labels import labels
from gridworker.environment.language import Words
from gridworker.operations.export import Wanted, taken_out
from gridworker.operations.exporting import mark_of
from gridworker.operations.figures import FIGURES, Seen
from gridworker.store.profile import Profile

MOST = 1_000
"""So many lines are printed; who has more narrows the list, or exports it."""

_TITLE = Words("{kind}清单", "List: {kind}")
_NARROWEST, _WIDEST, _SAMPLED = 6, 30, 50
_FIGURES = Words("网格工作统计（{period}）", "Figures of {period}")
_HEADS = (
    Words("指标", "Figure"),
    Words("比例", "Share"),
    Words("已完成", "Counted"),
    Words("总数", "Of all"),
    Words("去年同期", "A year ago"),
    Words("口径", "Definition"),
)
_WIDTHS = (12, 8, 8, 8, 10, 40)


def list_table(profile: Profile, kind: str, wanted: Wanted, reason: str | None = None) -> Table:
    """Records as a table, masked, or in full for a `reason`, which is noted.

    Raises `PersonCanMend` (`unknown_kind`, `unknown_fields`, `reason_needed`, `too_long_to_print`).
    """
    if wanted.ids is not None and len(wanted.ids) > MOST:
        raise PersonCanMend("too_long_to_print", count=len(wanted.ids), most=MOST)
    records = taken_out(profile, kind, wanted, "print", reason)
    if len(records) > MOST:
        raise PersonCanMend("too_long_to_print", count=len(records), most=MOST)
    language, named = wanted.language, labels(wanted.language)
    shown = [
        one for one in columns(KINDS[kind], language) if wanted.fields is None or one.name in wanted.fields
    ]
    rows = []
    for record in records:
        reading = Reading(kind, named)
        rows.append([Cell(cell(reading, record, column), [record["id"]]) for column in shown])
    heads = [column.header for column in shown]
    widths = [_width(head, [row[place] for row in rows[:_SAMPLED]]) for place, head in enumerate(heads)]
    title = _TITLE.said(language, kind=named.kind(kind))
    mark = mark_of(profile, language, plain=reason is not None, reason=reason or "")
    return Table(kind, title, "", [kind] * len(heads), heads, widths, rows, mark=mark)


def figures_table(profile: Profile, seen: Seen, period: str, language: str) -> Table:
    """The figures of a period, each with its definition; `period` is what the period is called."""
    rows = []
    for figure in FIGURES:
        value = seen.values[figure.code]
        before = value.before
        share = Cell("—") if value.percent is None else Cell(value.percent, percent=True)
        year = Cell(before[0] * 100 // before[1], percent=True) if before and before[1] else Cell("—")
        name, definition = figure.name.said(language), figure.definition.said(language)
        rows.append([Cell(name), share, Cell(value.part), Cell(value.whole), year, Cell(definition)])
    heads = [head.said(language) for head in _HEADS]
    title = _FIGURES.said(language, period=period)
    table = Table("figures", title, period, [""] * len(heads), heads, _WIDTHS, rows)
    return table._replace(mark=mark_of(profile, language))


def write_table_paper(_profile: Profile, table: Table, out: Path) -> None:
    """Writes a table as PDF, or as DOCX where the name ends so: the pages that the preview shows.

    Raises `PersonCanMend` (`folder_missing`, `out_is_a_folder`), `ComputerTrouble`, and `OSError` from the disk.
    """
    check_place(out)
    if out.suffix.lower() == ".docx":
        from gridworker.documents.word import to_docx

        write_whole(out, to_docx(as_paper(table)))
    else:
        write_whole(out, as_pdf(table))


def _width(head: str, cells: list[Cell]) -> int:
    """The room a column wants, in characters of Latin: that of its longest line, within bounds."""
    lengths = [_length(head), *(_length(line) for one in cells for line in one.text.split("\n"))]
    return max(_NARROWEST, min(_WIDEST, max(lengths)))


def _length(text: str) -> int:
    return sum(2 if sign >= "\u2e80" else 1 for sign in text)
