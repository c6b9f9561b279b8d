"""`gridworker export`: a table to hand on, masked unless a reason is given."""

from __future__ import annotations

from pathlib import Path

from gridworker.cli.frame import Call, Words
from gridworker.cli.opened import opened
from gridworker.cli.record import conditions_of
from gridworker.domain.errors import PersonCanMend
from gridworker.operations.export import Wanted, ids_where, least
from gridworker.operations.export import export as write_export
from gridworker.store.profile import Profile

_WRITTEN = Words("已导出 {rows} 条到 {file}（已打码）。", "{rows} rows written to {file}, masked.")
_WRITTEN_PLAIN = Words(
    "已导出 {rows} 条到 {file}（明文，已留痕，请妥善保管）。",
    "{rows} rows written to {file}, in plain; this was recorded. Keep the file safe.",
)


def export(call: Call) -> None:
    """Writes the records of a kind to a file. Raises `PersonCanMend` (`reason_needed`) for plain without a reason."""
    given = call.options
    reason = given.reason.strip()
    if given.plain and not reason:
        raise PersonCanMend("reason_needed")
    with opened(call) as profile:
        rows = write_export(
            profile,
            given.kind,
            given.format,
            Path(given.out),
            plain=given.plain,
            reason=reason,
            wanted=_wanted(call, profile),
        )
    words = _WRITTEN_PLAIN if given.plain else _WRITTEN
    call.answer({"rows": rows}, call.said(words, rows=rows, file=given.out))


def _wanted(call: Call, profile: Profile) -> Wanted:
    """Which records and which of their fields."""
    given = call.options
    conditions = conditions_of(given.where)
    some = bool(conditions or given.find.strip())
    names = [name.strip() for name in given.fields.split(",") if name.strip()]
    return Wanted(
        ids_where(profile, given.kind, given.find, conditions) if some else None,
        (least(given.kind) if names == ["least"] else names) if names else None,
        call.language,
    )
