"""`gridworker import`: a table of people, homes, places or businesses into the registry; each bad line is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gridworker.cli.frame import NEEDS_A_PERSON, Call, Words
from gridworker.cli.opened import opened
from gridworker.operations.importing import How, Preview, Refused, Watch, carry_out, look_at, write_refused

_LOOKED = Words(
    "{file}：可以导入 {rows} 行，其中已有档案 {known} 行、表内重复 {twice} 行；有问题 {bad} 行。",
    "{file}: {rows} lines can be imported, {known} of them on file, {twice} twice in the table; {bad} cannot.",
)
_DRY = Words("只是预览，什么都没有改动。", "This was a look; nothing was changed.")
_DONE = Words(
    "已导入：新建 {added} 份，补充 {filled} 份，原样保留 {skipped} 份，建立住户 {homes} 户。",
    "Imported: {added} added, {filled} filled up, {skipped} left as they were, {homes} homes made.",
)
_LINE = Words("第 {line} 行：{why}", "line {line}: {why}")
_COLUMNS = Words("不认识的列，没有导入：{names}", "columns nobody knows, left out: {names}")
_PROGRESS = Words("{done} / {total}", "{done} of {total}")
_WRITTEN = Words("有问题的行已另存：{file}", "the bad lines are in {file}")
_EVERY = 2000


def import_(call: Call) -> int | None:
    """Looks at the table and, unless `--dry-run`, takes it. Exit code 3 where lines could not be taken."""
    given = call.options
    with opened(call) as profile:
        preview = look_at(profile, given.kind, Path(given.file))
        _tell(call, preview)
        refused = preview.refused
        answer: dict[str, Any] = {"rows": preview.rows, "known": preview.known, "twice": preview.twice}
        text = call.said(_DRY)
        if not given.dry_run:
            how = How(given.duplicates, not given.without_homes, language=call.language)
            outcome = carry_out(
                profile, preview, how, Watch(lambda done, total: _tell_progress(call, done, total))
            )
            answer |= outcome.counts._asdict()
            text = call.said(_DONE, **outcome.counts._asdict())
        if given.refused and preview.bad:
            write_refused(profile, preview, Path(given.refused), call.language)
            call.tell(call.said(_WRITTEN, file=given.refused))
    call.answer(answer | {"bad": preview.bad, "refused": [_refusal(call, one) for one in refused]}, text)
    return NEEDS_A_PERSON if preview.bad else None


def _tell(call: Call, preview: Preview) -> None:
    counts = {"rows": preview.rows, "known": preview.known, "twice": preview.twice, "bad": preview.bad}
    call.tell(call.said(_LOOKED, file=preview.path.name, **counts))
    if preview.unknown:
        call.tell(call.said(_COLUMNS, names="、".join(preview.unknown)))
    for one in preview.refused:
        call.tell(call.said(_LINE, line=one.line, why=one.why(call.language)))


def _tell_progress(call: Call, done: int, total: int) -> None:
    if done % _EVERY == 0:
        call.tell(call.said(_PROGRESS, done=done, total=total))


def _refusal(call: Call, one: Refused) -> dict[str, Any]:
    columns = [{"column": flaw.header, "code": flaw.code} for flaw in one.flaws]
    return {"line": one.line, "columns": columns, "why": one.why(call.language)}
