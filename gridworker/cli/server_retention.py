"""`gridworker-server retention …`: what is past its time by the district's policy, and taking it away for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridworker.cli.frame import Call, Words
from gridworker.cli.server_opened import opened
from gridworker.cli.text_table import text_table
from gridworker.documents.values import moment
from gridworker.environment.labels import labels

if TYPE_CHECKING:
    from gridworker.server.purging import Due

_HEADERS = (
    Words("类别", "kind"),
    Words("到期日期", "due on"),
    Words("记录编号", "record id"),
    Words("处理", "what becomes of it"),
)
_GONE_HEADERS = (
    Words("时间", "time"),
    Words("类别", "kind"),
    Words("到期日期", "due on"),
    Words("记录编号", "record id"),
    Words("理由", "why"),
)
_GOES = Words("到期，清除", "goes")
_KEPT = {
    "open": Words("保留：还没有办结", "stays: not settled"),
    "law": Words("保留：案卷还在法定保管期限内", "stays: its dossier is still to be kept"),
    "conflict": Words("保留：有冲突没有处理", "stays: a conflict is open"),
    "review": Words("保留：有改动待审核", "stays: a change waits for review"),
    "evidence": Words("保留：恢复备份后有待核对的内容", "stays: evidence after a restore"),
    "handed_over": Words("保留：正在移交", "stays: on its way to another grid"),
    "named": Words("保留：没有办结的记录还用到它", "stays: something open names it"),
}
_PREVIEW = Words(
    "到期 {due} 条：可以清除 {goes} 条，保留 {stays} 条。没有改动任何内容。",
    "{due} past their time: {goes} can go, {stays} stay. Nothing was changed.",
)
_NOTHING = Words(
    "没有到期的记录，或者还没有发布保存期限政策。", "Nothing is past its time, or no policy is published."
)
_PURGED = Words(
    "已清除 {count} 条。各台电脑下次同步时一并清除；旧备份里还有，请按期限销毁。",
    "{count} are gone for good; laptops follow with their next sync. Old backups still hold them.",
)
_NONE_GONE = Words("还没有清除过记录。", "Nothing was ever purged.")


def preview(call: Call) -> None:
    """Says what would go today and what stays, each with the reason."""
    from gridworker.server.purging import look

    with opened(call) as district:
        found = look(district.site)
    named = labels(call.language)
    cells = [
        [
            named.kind(one.kind),
            one.due_on.isoformat(),
            one.id,
            call.said(_KEPT[one.kept] if one.kept else _GOES),
        ]
        for one in found
    ]
    stays = sum(one.kept is not None for one in found)
    text = call.said(_PREVIEW, due=len(found), goes=len(found) - stays, stays=stays)
    table = text_table([call.said(words) for words in _HEADERS], cells)
    call.answer([_row(one) for one in found], f"{table}\n{text}" if found else call.said(_NOTHING))


def purge(call: Call) -> None:
    """Takes away for good what may go."""
    from gridworker.server.purging import purge as take_away

    with opened(call) as district:
        done = take_away(district.site, call.options.why)
    call.answer([_row(one) for one in done], call.said(_PURGED, count=len(done)))


def list_(call: Call) -> None:
    """Lists what was ever purged: that it was there, when it went and why."""
    from gridworker.server.purging import list_purged

    with opened(call) as district:
        gone = list_purged(district.site)
    named = labels(call.language)
    cells = [[moment(one.at), named.kind(one.kind), one.due_on, one.record, one.why] for one in gone]
    table = text_table([call.said(words) for words in _GONE_HEADERS], cells)
    call.answer([one._asdict() for one in gone], table if gone else call.said(_NONE_GONE))


def _row(one: Due) -> dict[str, Any]:
    return {"id": one.id, "kind": one.kind, "due_on": one.due_on.isoformat(), "kept": one.kept or ""}
