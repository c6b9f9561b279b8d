"""`gridworker report`: a month's table filled from the records, or a list of the tables there are."""

from __future__ import annotations

from pathlib import Path

from gridworker.cli.frame import Call, Words
from gridworker.cli.opened import opened
from gridworker.cli.text_table import text_table
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.period import Period
from gridworker.operations.own_templates import called, fill_own
from gridworker.operations.reports import Report, find_report, list_reports, save_report

_WRITTEN = Words("{title}：{rows} 行，已写到 {file}。", "{title}: {rows} rows, written to {file}.")
_HEADS = (Words("名称", "name"), Words("表", "table"), Words("来自", "from"))
_OURS, _DISTRICT = Words("程序自带", "the program"), Words("区里", "the district")


def report(call: Call) -> None:
    """Fills a table. Raises `PersonCanMend` (`unknown_report`, `not_a_month`, `reason_needed`, `month_and_out`)."""
    given = call.options
    with opened(call) as profile:
        if given.name is None and given.template is None:
            _list(call, list_reports(profile))
            return
        if not given.month or not given.out:
            raise PersonCanMend("month_and_out")
        period, out = Period.month(given.month), Path(given.out)
        options = {"plain": given.plain, "reason": given.reason, "language": call.language}
        if given.template is not None:
            filled = fill_own(profile, Path(given.template), period, out, **options)
            call.answer(filled._asdict(), call.said(_WRITTEN, title=out.stem, rows=filled.rows, file=out))
            return
        table = save_report(profile, find_report(profile, given.name), period, out, **options)
    call.answer(
        {"name": given.name, "month": given.month, "rows": len(table.rows), "traced": table.traced},
        call.said(_WRITTEN, title=table.title, rows=len(table.rows), file=out),
    )


def _list(call: Call, found: list[Report]) -> None:
    shown = [
        {"name": one.name, "title": called(one, call.language)[1], "of_district": one.of_district}
        for one in found
    ]
    rows = [
        [one.name, called(one, call.language)[1], call.said(_DISTRICT if one.of_district else _OURS)]
        for one in found
    ]
    call.answer(shown, text_table([call.said(head) for head in _HEADS], rows))
