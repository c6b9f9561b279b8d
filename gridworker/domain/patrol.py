"""巡查: what a grid worker saw on a round, and what was done about it (domain notes §3)."""

from __future__ import annotations

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD, place

PATROL = f.Kind(
    "patrol",
    EVERY_RECORD
    | {
        "at": f.instant(required=True),
        "tz": f.minutes(required=True),
        "place": place(required=True),
        "place_id": f.record_id(),
        "mode": f.choice("walk", "bike", "car", "camera"),
        "companions": f.members(search=f.Search.NAME),
        "shift": f.text(),
        "categories": f.members(
            "normal",
            "fire",
            "security",
            "traffic",
            "sanitation",
            "facility",
            "flood",
            "school",
            "dispute_sign",
            "other",
            required=True,
        ),
        "text": f.long_text(),
        "severity": f.choice("on_spot", "minor", "major", "grave"),
        "outcome": f.choice("none", "persuaded", "fixed", "deadline", "reported", "to_dispute"),
        "recheck_on": f.date(),
        "rechecks_id": f.record_id(),
        "recheck_result": f.choice("fixed", "partly", "not_fixed", "back_again"),
        "checklist": f.text(),
        "answers": f.elements(question=f.text(), value=f.anything(), note=f.text(search=f.Search.TEXT)),
    },
    title=("place", "text"),
    moment="at",
)
