"""走访: a call on a household, a person, an enterprise or a place, and the needs that were heard (domain notes §4).

A need goes from its intake through a handler and a deadline to an answer (`answered_on`, or at once:
`answered_on_site`) and to the word of whoever brought it up (`confirmed`, `rating` 1 to 5); `domain.needs` says how it
stands. `caller` is who was on the telephone where that is not who is visited.
"""

from __future__ import annotations

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD, place

NEEDS = f.elements(
    text=f.long_text(),
    category=f.text(),
    channel=f.text(),
    urgency=f.text(),
    handler=f.text(),
    due_on=f.date(),
    answered_on_site=f.anything(),
    answered_on=f.date(),
    progress=f.anything(),
    confirmed=f.anything(),
    rating=f.anything(),
)

VISIT = f.Kind(
    "visit",
    EVERY_RECORD
    | {
        "at": f.instant(required=True),
        "tz": f.minutes(required=True),
        "target": f.choice("household", "person", "enterprise", "place", required=True),
        "target_id": f.record_id(),
        "name": f.text(required=True, privacy=f.Privacy.PERSONAL, search=f.Search.NAME),
        "caller": f.text(privacy=f.Privacy.PERSONAL, search=f.Search.NAME),
        "place": place(),
        "purpose": f.text(search=f.Search.TEXT),
        "result": f.choice("met", "absent", "phone", "refused", required=True),
        "no_change": f.flag(),
        "answers": f.elements(question=f.text(), value=f.anything(), note=f.text(search=f.Search.TEXT)),
        "text": f.long_text(),
        "needs": NEEDS,
        "next_on": f.date(),
    },
    title=("name", "place"),
    moment="at",
)
