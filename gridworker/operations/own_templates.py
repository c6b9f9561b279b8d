"""A table of one's own filled from the tables there are.

A place names a table and a column of it (`{{巡查台账.地点}}`), or of a matrix also the row before the column
(`{{人民调解工作月报表.合计.受理（件）}}`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gridworker.documents.filled import Cell, Table
from gridworker.documents.own_template import MOST_BYTES, Answer, fill_template
from gridworker.documents.whole_file import check_place, write_whole
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.period import Period
from gridworker.operations.exporting import mark_of
from gridworker.operations.reports import Report, fill, list_reports
from gridworker.store.profile import Profile


class OwnFilled(NamedTuple):
    """How many rows and cells were written."""

    rows: int
    cells: int


def fill_own(
    profile: Profile,
    template: Path,
    period: Period,
    out: Path,
    *,
    language: str = "zh_CN",
    plain: bool = False,
    reason: str = "",
) -> OwnFilled:
    """Fills a person's own xlsx and writes it to `out`, masked unless `plain` and a `reason` are given.

    Raises `PersonCanMend`: as `fill_template`, `file_missing`, `folder_missing`, `out_is_a_folder`, `reason_needed`.
    """
    check_place(out)
    if not template.is_file():
        raise PersonCanMend("file_missing", file=str(template))
    if template.stat().st_size > MOST_BYTES:
        raise PersonCanMend("template_too_large", most=MOST_BYTES // 1_000_000)
    names = _Names(profile, period, plain=plain, reason=reason)
    filled = fill_template(template.read_bytes(), names.look, mark_of(profile, language, plain=plain))
    write_whole(out, filled.content)
    return OwnFilled(filled.rows, filled.cells)


class _Names:
    """What the names in a template stand for; a table is filled when it is first named."""

    def __init__(self, profile: Profile, period: Period, *, plain: bool, reason: str) -> None:
        # Templates name heads as the tables do, in Chinese, whatever the window speaks.
        self._profile, self._period = profile, period
        self._plain, self._reason = plain, reason
        self._reports = {name: report for report in list_reports(profile) for name in called(report)}
        self._tables: dict[str, Table] = {}
        first = period.first
        self._simple = {
            "年": str(first.year),
            "月": str(first.month),
            "年月": f"{first.year}年{first.month}月",
            "填表人": profile.identity.name,
            "单位": profile.identity.district,
        }

    def look(self, name: str) -> Answer:
        """The cell or the column of a name."""
        if name in self._simple:
            return Cell(self._simple[name])
        report, *rest = name.split(".")
        if report not in self._reports or not rest:
            return None
        return _within(self._table(report), rest)

    def _table(self, name: str) -> Table:
        report = self._reports[name]
        if report.name not in self._tables:
            self._tables[report.name] = fill(
                self._profile, report, self._period, plain=self._plain, reason=self._reason
            )
        return self._tables[report.name]


def called(report: Report, language: str = "zh_CN") -> tuple[str, str]:
    """What a table may be called in a template: its name, and its title without place and month."""
    title = report.template.title.rpartition("}")[2].removeprefix("月")
    return report.name, report.template.said(title, language)


def _within(table: Table, names: Sequence[str]) -> Answer:
    singles = dict((*table.singles, *table.heads))
    if len(names) == 1 and names[0] in singles:
        return singles[names[0]]
    if names[-1] not in table.headers:
        return None
    column = table.headers.index(names[-1])
    if len(names) == 1:
        return [row[column] for row in table.rows]
    return next((row[column] for row in table.rows if row[0].text == names[0]), None)
