"""保存期限: which records the district's policy lets go, and when (PIPL art. 19, 47); the laptop itself removes none.

A record leaves the laptop when the server says that it was purged (protocol §5). So what is due is listed here for the
district; without a policy nothing is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from gridworker.documents.filled import Cell, Table
from gridworker.documents.table import ID_HEADER
from gridworker.documents.whole_file import check_place, write_whole
from gridworker.documents.workbook import as_workbook
from gridworker.domain.dates import CHINA_MINUTES, local_day, months_later
from gridworker.domain.kinds import KINDS
from gridworker.domain.masking import mask_name, mask_numbers
from gridworker.domain.period import Period
from gridworker.domain.query import Query
from gridworker.domain.retention import POLICY, Rule, read_rules
from gridworker.domain.titles import title_of
from gridworker.environment.labels import labels
from gridworker.environment.language import Words
from gridworker.operations.accesses import note_access
from gridworker.operations.exporting import mark_of
from gridworker.operations.references import newest
from gridworker.operations.today import this_day
from gridworker.store import questions, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow

MOST = 5_000
_TITLE = Words("保存期限到期清单", "Records past their retention")
_HEADS = (
    Words("类别", "Kind"),
    Words("记录", "Record"),
    Words("起算日期", "Counted from"),
    Words("到期日期", "Due on"),
    ID_HEADER,
)
_REASON = Words("保存期限到期清单", "Records past their retention")
_EARLIEST = date(1970, 1, 1)


class Due(NamedTuple):
    """A record whose time is over: its title without names and numbers, from when it counts, and since when."""

    id: str
    kind: str
    title: str
    since: date
    due: date


class Preview(NamedTuple):
    """What the policy says by kind (empty where the district has none), and what is due by it, longest first."""

    rules: Mapping[str, Rule]
    due: list[Due]


def preview(profile: Profile) -> Preview:
    """What would go today by the district's policy; nothing is changed."""
    today = this_day(profile)

    def work(db: Tables) -> Preview:
        rules = read_rules(newest(db, POLICY))
        found = [one for kind, rule in rules.items() for one in _due(db, kind, rule, today)]
        return Preview(rules, sorted(found, key=lambda one: one.due)[:MOST])

    return profile.read(work)


def write_due(profile: Profile, out: Path, language: str = "zh_CN") -> int:
    """Writes what is due to an xlsx for the district, notes that it was taken out, and gives the number of records.

    Raises `PersonCanMend` (`folder_missing`, `out_is_a_folder`) and `ComputerTrouble`.
    """
    check_place(out)
    found, named = preview(profile).due, labels(language)
    rows = [
        [
            Cell(text, [one.id])
            for text in (named.kind(one.kind), one.title, f"{one.since}", f"{one.due}", one.id)
        ]
        for one in found
    ]
    heads = [head.said(language) for head in _HEADS]
    table = Table("retention", _TITLE.said(language), "", [], heads, (10, 36, 12, 12, 38), rows)
    if found:
        records = [{"id": one.id, "grid": ""} for one in found]
        note_access(profile, "export", records, reason=_REASON.said(language))
    write_whole(out, as_workbook(table._replace(mark=mark_of(profile, language)), language))
    return len(rows)


def _due(db: Tables, kind: str, rule: Rule, today: date) -> list[Due]:
    cutoff = months_later(today, -rule.months)
    query = Query(kind, on=rule.after, where=rule.where)
    ids = [one.id for one in questions.found(db, query, Period("ever", _EARLIEST, cutoff), MOST)]
    rows = [row for id_ in ids if (row := record_rows.load(db, id_)) is not None]
    return [_one(row, rule) for row in rows]


def _one(row: RecordRow, rule: Rule) -> Due:
    given = row.body.get(rule.after) if rule.after else None
    since = date.fromisoformat(given) if isinstance(given, str) else local_day(row.number, CHINA_MINUTES)
    title = mask_numbers(title_of(KINDS[row.kind], row.body))
    name = row.body.get("name")
    if isinstance(name, str) and name and row.kind in ("person", "visit"):
        title = title.replace(name, mask_name(name))
    return Due(row.id, row.kind, title, since, months_later(since, rule.months))
