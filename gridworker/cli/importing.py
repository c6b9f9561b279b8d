"""`gridworker import`: a table of people, homes, places or businesses into the registry; each bad line is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gridworker.cli.frame import NEEDS_A_PERSON, Call, Words
from gridworker.cli.opened import opened
from gridworker.domain.errors import PersonCanMend
from gridworker.operations.import_columns import find_target, offered, plain_header
from gridworker.operations.import_layout import Layout, read_layout
from gridworker.operations.import_template import write_template
from gridworker.operations.importing import (
    How,
    Preview,
    Refused,
    Watch,
    carry_out,
    check_may_import,
    look_at,
    write_refused,
)
from gridworker.store.profile import Profile

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
_REMEMBERED = Words(
    "按上次改过的对应关系读取各列。", "The columns are read as they were corrected the last time."
)
_TEMPLATE = Words("模板已写到 {file}。", "The template was written to {file}.")
_EVERY = 2000


def import_(call: Call) -> int | None:
    """Looks at the table and, unless `--dry-run`, takes it. Exit code 3 where lines could not be taken."""
    given = call.options
    if given.template:
        _write_template(call)
        return None
    with opened(call) as profile:
        preview = _looked_at(call, profile)
        answer: dict[str, Any] = {"rows": preview.rows, "known": preview.known, "twice": preview.twice}
        text = call.said(_DRY)
        if not given.dry_run:
            how = How(given.duplicates, not given.without_homes)
            outcome = carry_out(
                profile, preview, how, Watch(lambda done, total: _tell_progress(call, done, total))
            )
            answer |= outcome.counts._asdict()
            text = call.said(_DONE, **outcome.counts._asdict())
        if given.refused and preview.bad:
            write_refused(profile, preview, Path(given.refused), call.language)
            call.tell(call.said(_WRITTEN, file=given.refused))
    answer["columns"] = {column.header: column.target for column in preview.columns if column.header}
    refused = [_refusal(call, one) for one in preview.refused]
    call.answer(answer | {"bad": preview.bad, "refused": refused}, text)
    return NEEDS_A_PERSON if preview.bad else None


def _looked_at(call: Call, profile: Profile) -> Preview:
    """What the table would bring, told; its columns read as they were mapped now or the last time."""
    given, path = call.options, Path(call.options.file)
    check_may_import(profile, given.kind)
    layout = _mapped(given.kind, read_layout(profile, given.kind, path), given.map)
    if layout.remembered and not given.map:
        call.tell(call.said(_REMEMBERED))
    preview = look_at(profile, given.kind, path, layout=layout)
    _tell(call, preview)
    return preview


def _write_template(call: Call) -> None:
    given = call.options
    write_template(given.kind, Path(given.file), call.language)
    call.answer({"file": given.file}, call.said(_TEMPLATE, file=given.file))


def _mapped(kind: str, layout: Layout, wishes: list[str]) -> Layout:
    """The columns with what was said of them. Raises `PersonCanMend` (`unknown_column`, `unknown_target`)."""
    headers = [plain_header(column.header) for column in layout.columns]
    for wish in wishes:
        header, _, word = wish.rpartition("=")
        target = find_target(kind, word.strip())
        if target is None:
            raise PersonCanMend("unknown_target", name=word, names="、".join([*offered(kind), "-"]))
        if not header or plain_header(header) not in headers:
            there = "、".join(column.header for column in layout.columns if column.header)
            raise PersonCanMend("unknown_column", name=header, found=there)
        layout = layout.with_target(headers.index(plain_header(header)), target)
    return layout


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
