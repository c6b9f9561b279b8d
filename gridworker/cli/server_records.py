"""`gridworker-server record …` and `reference …`: the district's own hand, and what the server holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from gridworker.cli.frame import NEEDS_A_PERSON, Call, Words
from gridworker.cli.history_text import history_text
from gridworker.cli.reading import read_json, read_object
from gridworker.cli.record_text import lines, state, title, when
from gridworker.cli.server_opened import opened
from gridworker.cli.text_table import text_table

if TYPE_CHECKING:
    from gridworker.server.hand import Written
    from gridworker.server.holdings import RecordRow
    from gridworker.server.references import Published

_WRITTEN = {
    "ok": Words("已保存：{id}", "Saved: {id}"),
    "merged": Words(
        "已保存，并和别人的改动合在一起：{id}", "Saved and merged with somebody else's change: {id}"
    ),
    "conflict": Words(
        "已保存，但别人同时改过同一处，两个值都留着，需要有人确定：{id}",
        "Saved, but somebody else has changed the same; both values are kept until a person settles it: {id}",
    ),
}
_HANDED = Words("已移交，新记录：{id}", "Handed over, the new record: {id}")
_NOTHING = Words("没有记录。", "No records.")
_LIST = (
    Words("时间", "time"),
    Words("内容", "title"),
    Words("状态", "state"),
    Words("版次", "rev"),
    Words("编号", "id"),
)
_REFERENCES = (Words("名称", "name"), Words("版本", "version"), Words("编号", "id"))


def add(call: Call) -> int:
    """Adds a record in a worker's name."""
    options = call.options
    fields = read_object(call, options.file)
    with opened(call) as district:
        written = district.add_record(options.kind, fields, grid=options.grid, worker=options.worker)
    return _answer_written(call, written)


def edit(call: Call) -> int:
    """Gives paths of a record new values, in a worker's name."""
    changes = read_object(call, call.options.file)
    with opened(call) as district:
        written = district.edit_record(call.options.id, changes, worker=call.options.worker)
    return _answer_written(call, written)


def list_(call: Call) -> None:
    """Lists the records of a kind."""
    with opened(call) as district:
        rows = district.list_records(call.options.kind, call.options.scope)
    shown = [_for_people(row) for row in rows]
    cells = [
        [when(record), title(record), state(record, call.language), str(row.rev), row.id]
        for row, record in zip(rows, shown, strict=True)
    ]
    table = text_table([call.said(words) for words in _LIST], cells)
    call.answer([_for_scripts(row) for row in rows], table if rows else call.said(_NOTHING))


def show(call: Call) -> None:
    """Shows a record, or its history."""
    with opened(call) as district:
        if call.options.history:
            ops = [msgspec.to_builtins(op) for op in district.record_history(call.options.id)]
            kind = district.show_record(call.options.id).kind
            call.answer(ops, history_text(kind, ops, call.language))
        else:
            row = district.show_record(call.options.id)
            call.answer(_for_scripts(row), "\n".join(lines(_for_people(row), call.language)))


def hand_over(call: Call) -> None:
    """Hands a record over to another region."""
    options = call.options
    with opened(call) as district:
        made = district.hand_over(options.id, to=options.to, worker=options.worker, why=options.why)
    call.answer({"id": made}, call.said(_HANDED, id=made))


def publish(call: Call) -> None:
    """Publishes a new version of reference data."""
    content = read_json(call, call.options.file)
    with opened(call) as district:
        _answer_references(call, [district.publish(call.options.name, content)])


def references(call: Call) -> None:
    """Lists what is published."""
    with opened(call) as district:
        _answer_references(call, district.list_references())


def _answer_written(call: Call, written: Written) -> int:
    call.answer(written._asdict(), call.said(_WRITTEN[written.result], id=written.id))
    return NEEDS_A_PERSON if written.result == "conflict" else 0


def _answer_references(call: Call, published: Sequence[Published]) -> None:
    cells = [[row.name, str(row.version), row.id] for row in published]
    call.answer(
        [row._asdict() for row in published], text_table([call.said(words) for words in _REFERENCES], cells)
    )


def _for_scripts(row: RecordRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "stream": row.stream,
        "rev": row.rev,
        "deleted": row.deleted,
        "body": row.body,
    }


def _for_people(row: RecordRow) -> dict[str, Any]:
    return row.body | {"id": row.id, "kind": row.kind}
