"""住户: a home behind one door and what it is used for; who lives there is said by the persons (domain notes §4)."""

from __future__ import annotations

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD, place

HOUSEHOLD = f.Kind(
    "household",
    EVERY_RECORD
    | {
        "place": place(required=True),
        "use": f.choice("own", "rent", "empty"),
        "head_id": f.record_id(),
        "phone": f.text(privacy=f.Privacy.PERSONAL, search=f.Search.TEXT),
        "text": f.long_text(),
    },
    title=("place",),
)
