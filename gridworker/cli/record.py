"""`gridworker record …` and `gridworker search`: records from and to JSON, and in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from gridworker.cli import record_text
from gridworker.cli.frame import Call, Words
from gridworker.cli.history_text import history_text
from gridworker.cli.opened import opened
from gridworker.cli.reading import read_json, read_object
from gridworker.cli.second_look import tell_doubts
from gridworker.cli.text_table import text_table
from gridworker.domain.dates import local_day
from gridworker.domain.errors import NetworkTrouble, NotAllowed, PersonCanMend
from gridworker.environment.labels import labels
from gridworker.environment.marks import LISTED
from gridworker.operations import attaching, find, records
from gridworker.operations.saving import known
from gridworker.store.profile import Profile

_SAVED = Words("已保存：{ids}", "Saved: {ids}")
_SAVED_BEFORE = Words(
    "前 {count} 条已保存，第 {number} 条没有保存：", "The first {count} are saved, number {number} is not:"
)
_CHANGED = Words("已修改：{paths}", "Changed: {paths}")
_UNCHANGED = Words(
    "和现在的内容一样，没有改动。", "This is what the record says already; nothing was changed."
)
_DELETED = Words("已删除：{id}。内容仍留在历史里。", "Deleted: {id}. Its content stays in the history.")
_ATTACHED = Words("已添加附件：{element}", "Added as {element}.")
_NOTHING = Words("没有记录。", "No records.")
_NOT_FOUND = Words("没有找到“{text}”。", 'Nothing was found for "{text}".')
_PARTIAL = Words(
    "现在问不到服务器，只列出这台电脑自己的改动。",
    "The server cannot be asked now; only the changes of this computer are shown.",
)
_LIST = (
    Words("时间", "time"),
    Words("内容", "title"),
    Words("状态", "state"),
    Words("同步", "sync"),
    Words("编号", "id"),
)
_HITS = (Words("种类", "kind"), Words("内容", "title"), Words("相关文字", "text"), Words("编号", "id"))


def add(call: Call) -> None:
    """Saves one record, or each of a list; those before one that is not valid stay saved."""
    given = read_json(call, call.options.file)
    items = given if isinstance(given, list) else [given]
    saved: list[str] = []
    with opened(call) as profile:
        for number, fields in enumerate(items, 1):
            try:
                saved += _add_one(profile, call, fields, number)
            except Exception:
                if saved:
                    call.beside["saved"] = saved
                    call.tell(call.said(_SAVED_BEFORE, count=len(saved), number=number))
                raise
    value: Any = [{"id": record} for record in saved] if isinstance(given, list) else {"id": saved[0]}
    call.answer(value, call.said(_SAVED, ids="\n".join(saved)) if saved else call.said(_NOTHING))


def _add_one(profile: Profile, call: Call, fields: Any, number: int) -> list[str]:
    if not isinstance(fields, dict):
        raise PersonCanMend("not_an_object", number=number)
    kind = call.options.kind
    saved = records.add_record(profile, kind, fields, grid=call.options.grid).ids
    tell_doubts(call, kind, fields, _today(profile))
    return saved


def _today(profile: Profile) -> date:
    now = profile.clock.now()
    return local_day(now, profile.clock.tz(now))


def edit(call: Call) -> None:
    """Gives paths of a record new values."""
    changes = read_object(call, call.options.file)
    with opened(call) as profile:
        kind = profile.read(lambda db: known(db, call.options.id)).kind
        edited = records.edit_record(profile, call.options.id, changes)
        tell_doubts(call, kind, changes, _today(profile))
    paths = call.said(LISTED).join(edited.changed)
    text = call.said(_CHANGED, paths=paths) if paths else call.said(_UNCHANGED)
    call.answer({"id": edited.id, "changed": edited.changed}, text)


def delete(call: Call) -> None:
    """Hides a record, with a reason. Raises `PersonCanMend` (`reason_needed`)."""
    if not call.options.why.strip():
        raise PersonCanMend("reason_needed")
    with opened(call) as profile:
        record = records.delete_record(profile, call.options.id, call.options.why).id
    call.answer({"id": record}, call.said(_DELETED, id=record))


def attach(call: Call) -> None:
    """Adds a file to a record."""
    with opened(call) as profile:
        added = attaching.attach(
            profile, call.options.id, Path(call.options.file), element=call.options.element
        )
    value = {"id": added.id, "element": added.element, "sha256": added.sha256}
    call.answer(value, call.said(_ATTACHED, element=added.element))


def show(call: Call) -> None:
    """Shows a record, or its history."""
    with opened(call) as profile:
        if call.options.history:
            rows = _history(call, profile)
            kind = profile.read(lambda db: known(db, call.options.id)).kind
            call.answer(rows, history_text(kind, rows, call.language))
        else:
            record = records.show_record(profile, call.options.id)
            call.answer(record, "\n".join(record_text.lines(record, call.language)))


def _history(call: Call, profile: Profile) -> list[dict[str, Any]]:
    """The server's history and behind it what waits here; only the latter where the server cannot be asked."""
    from gridworker.sync.history import server_history

    own = records.own_history(profile, call.options.id)
    try:
        rows = server_history(profile, call.options.id)
    except (NetworkTrouble, NotAllowed):
        call.tell(call.said(_PARTIAL))
        return own
    except PersonCanMend as trouble:
        if trouble.code != "NOT_FOUND":
            raise
        rows = []
    known = {row["op"] for row in rows}
    waiting = [row for row in own if row["op"] not in known]
    return rows + [{name: value for name, value in row.items() if name != "partial"} for row in waiting]


def list_(call: Call) -> None:
    """Lists records of a kind. Raises `PersonCanMend` (`condition_form`) for a condition that is not PATH=VALUE."""
    conditions = conditions_of(call.options.where)
    with opened(call) as profile:
        rows = records.list_records(
            profile, call.options.kind, conditions, call.options.limit, call.options.after
        )
    cells = [
        [
            record_text.when(row),
            record_text.title(row),
            record_text.state(row, call.language),
            labels(call.language).word("sync_states", str(row["_sync"])),
            row["id"],
        ]
        for row in rows
    ]
    call.answer(
        rows, text_table([call.said(words) for words in _LIST], cells) if rows else call.said(_NOTHING)
    )


def search(call: Call) -> None:
    """Searches everything on this laptop."""
    text = call.options.text
    with opened(call) as profile:
        hits = find.search(profile, text, call.options.limit)
    named = labels(call.language)
    cells = [[named.kind(hit["kind"]), hit["title"], hit["snippet"], hit["id"]] for hit in hits]
    found = text_table([call.said(words) for words in _HITS], cells)
    call.answer(hits, found if hits else call.said(_NOT_FOUND, text=text))


def conditions_of(texts: list[str]) -> list[tuple[str, str]]:
    """Conditions as they are typed, `status=mediating`. Raises `PersonCanMend` (`condition_form`)."""
    parts = [text.partition("=") for text in texts]
    for path, equals, value in parts:
        if not equals or not path:
            raise PersonCanMend("condition_form", condition=path + value)
    return [(path, value) for path, _, value in parts]
