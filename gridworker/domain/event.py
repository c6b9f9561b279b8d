"""事件: a matter reported upwards and followed until it is closed (domain notes §5)."""

from __future__ import annotations

from typing import Any

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD, place

STATUS = f.workflow(
    required=True,
    initial=("reported", "closed"),
    reported=("accepted", "returned"),
    returned=("reported",),
    accepted=("assigned", "closed"),
    assigned=("handling", "returned"),
    handling=("handled",),
    handled=("verified", "handling"),
    verified=("closed",),
    closed=(),
)

_MOVE: dict[str, Any] = {"from": f.text(), "to": f.text()}

FLOW = f.elements(
    append_only=True,
    at=f.instant(),
    by=f.text(),
    action=f.text(),
    opinion=f.long_text(),
    **_MOVE,
)

EVENT = f.Kind(
    "event",
    EVERY_RECORD
    | {
        "type": f.text(required=True, search=f.Search.TEXT),
        "level": f.choice("general", "urgent", "grave"),
        "source": f.text(),
        "text": f.long_text(required=True),
        "at": f.instant(required=True),
        "tz": f.minutes(required=True),
        "place": place(required=True),
        "people": f.anything(),
        "status": STATUS,
        "unit": f.text(search=f.Search.TEXT),
        "due_at": f.instant(),
        "flow": FLOW,
        "result": f.long_text(),
        "rating": f.anything(),
    },
    title=("text",),
    moment="at",
)
