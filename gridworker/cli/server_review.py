"""`gridworker-server review …`: what waits for a supervisor, and the decision on it."""

from __future__ import annotations

from gridworker.cli.frame import Call, Words
from gridworker.cli.server_opened import opened
from gridworker.cli.text_table import text_table
from gridworker.documents.values import moment
from gridworker.environment.labels import labels

_HEADERS = (
    Words("时间", "time"),
    Words("谁", "by"),
    Words("记录", "record"),
    Words("编号", "op"),
)
_NOTHING = Words("没有待审核的改动。", "Nothing waits for review.")
_RELEASED = Words("已同意，结果：{result}", "Released, with the result: {result}")
_STAYS = Words(
    "还不能收下：它所在的记录还没有送到，改动仍在待审核中。",
    "Cannot be taken yet: its record has not come. The change still waits.",
)
_REFUSED = Words("已退回 {count} 项改动。", "Refused, {count} in all.")


def list_(call: Call) -> None:
    """Lists what waits, in the order it is to be decided."""
    from gridworker.server.review import list_waiting

    with opened(call) as district:
        rows = list_waiting(district.site)
    cells = [[moment(row.at), row.by, row.record, row.op] for row in rows]
    table = text_table([call.said(words) for words in _HEADERS], cells)
    call.answer([row._asdict() for row in rows], table if rows else call.said(_NOTHING))


def release(call: Call) -> None:
    """Applies a change that waited, as its author's."""
    from gridworker.server.review import release as let_through

    with opened(call) as district:
        done = let_through(district.site, call.options.op, call.options.why)
    result = labels(call.language).word("results", done.result)
    text = call.said(_STAYS) if done.result == "later" else call.said(_RELEASED, result=result)
    call.answer(done._asdict(), text)


def refuse(call: Call) -> None:
    """Refuses a change that waited, and what depends on it."""
    from gridworker.server.review import refuse as send_back

    with opened(call) as district:
        done = send_back(district.site, call.options.op, call.options.why)
    value = done[0]._asdict() | {"depending": [row.op for row in done[1:]]}
    call.answer(value, call.said(_REFUSED, count=len(done)))
