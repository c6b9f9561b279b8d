"""随手记: words kept as they came, to become a patrol, a dispute, a visit or an event later."""

from __future__ import annotations

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD

STATUS = f.workflow(
    initial=("open",),
    open=("converted", "done"),
    converted=("open",),
    done=("open",),
)

NOTE = f.Kind(
    "note",
    EVERY_RECORD
    | {
        "text": f.long_text(required=True),
        "at": f.instant(required=True),
        "tz": f.minutes(required=True),
        "status": STATUS,
        "became_id": f.record_id(),
    },
    title=("text",),
    moment="at",
)
