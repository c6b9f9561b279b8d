"""任务: something a worker is to do, from the district or from a date in another record."""

from __future__ import annotations

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD

STATUS = f.workflow(
    required=True,
    initial=("open",),
    open=("done", "dismissed"),
    done=("open",),
    dismissed=("open",),
)

TASK = f.Kind(
    "task",
    EVERY_RECORD
    | {
        "title": f.text(required=True, search=f.Search.NAME),
        "text": f.long_text(),
        "type": f.choice("visit", "recheck", "mediate", "follow_up", "instruction", "other"),
        "about_id": f.record_id(),
        "assignee": f.text(),
        "due_at": f.instant(),
        "status": STATUS,
        "result": f.long_text(),
    },
    title=("title",),
)
