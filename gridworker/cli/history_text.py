"""Who changed what in a record, as a table for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gridworker.cli.text_table import text_table
from gridworker.documents.values import Reading, moment, value_at
from gridworker.environment.labels import labels
from gridworker.environment.language import Words

_COLUMNS = (
    Words("时间", "time"),
    Words("谁", "by"),
    Words("做了什么", "action"),
    Words("结果", "result"),
    Words("字段", "path"),
    Words("原来", "before"),
    Words("改成", "after"),
)


def history_text(kind: str, ops: Iterable[Mapping[str, Any]], language: str) -> str:
    """A line for each value that the ops of a record of this kind changed; `ops` are as the JSON of a history."""
    named = labels(language)
    reading = Reading(kind, named)
    cells = [
        [
            moment(op["at"]),
            str(op["by"]),
            named.word("actions", str(op["action"])),
            named.word("results", named.word("sync_states", str(op["result"]))),
            named.path(kind, path),
            value_at(reading, path, old),
            value_at(reading, path, new),
        ]
        for op in ops
        for path, (old, new) in op["patch"].items()
    ]
    return text_table([words.said(language) for words in _COLUMNS], cells)
