"""What a desk with 100,000 persons and 200,000 records asks for every week: the figures, and the month's tables."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time

from benchmarks.desk_laptop import PERSONS, RECORDS, make_desk
from benchmarks.figure import Figure
from benchmarks.window import PASSWORD
from gridworker.documents.filled import Table
from gridworker.documents.workbook import as_workbook
from gridworker.domain.period import Period
from gridworker.operations.figures import look
from gridworker.operations.reports import fill, find_report
from gridworker.operations.today import this_day
from gridworker.store.profile import Profile, open_profile

RUNS = 5
THREE = ("patrols", "visits", "mediation")


def desk_figures(folder: Path) -> list[Figure]:
    """Processor time, medians: what else the machine does is not counted."""
    laptop = folder / "desk"
    make_desk(laptop, PASSWORD)
    with open_profile(laptop, PASSWORD) as profile:
        month = Period.around("month", this_day(profile)).moved(-1)
        spans = ("month", "year")
        seen = {span: _ms(partial(look, profile, Period.around(span, month.first))) for span in spans}
        shown = _ms(lambda: _filled(profile, month))
        written = _ms(lambda: [as_workbook(table) for table in _filled(profile, month)])
    of = f"{PERSONS:,} persons, {RECORDS:,} records"
    return [
        Figure(f"统计 of a month, {of}", seen["month"], "ms", None, "", "≤ 100 ms", seen["month"] <= 100),
        Figure("统计 of a year (53,000 records)", seen["year"], "ms"),
        Figure("a month's three tables on the screen", shown, "ms", None, "", "≤ 1 s", shown <= 1000),
        Figure(
            "a month's three tables as xlsx", written, "ms", shown, "on the screen", "≤ 1 s", written <= 1000
        ),
    ]


def _filled(profile: Profile, month: Period) -> list[Table]:
    return [fill(profile, find_report(profile, name), month) for name in THREE]


def _ms(work: Callable[[], object]) -> float:
    """The median of several runs, in ms of the processor."""
    work()
    taken = []
    for _ in range(RUNS):
        began = process_time()
        work()
        taken.append((process_time() - began) * 1000)
    return statistics.median(taken)
