"""场所: a shop, a school, a pond, a charging shed; its type says which checklist a patrol goes by (domain notes §3.1).

`check_every` is after how many days it is to be patrolled again; a place without it is no point that must be visited.
"""

from __future__ import annotations

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD, place

PLACE = f.Kind(
    "place",
    EVERY_RECORD
    | {
        "name": f.text(required=True, search=f.Search.NAME),
        "type": f.text(required=True, search=f.Search.TEXT),
        "place": place(required=True),
        "contact": f.text(privacy=f.Privacy.PERSONAL, search=f.Search.NAME),
        "phone": f.text(privacy=f.Privacy.PERSONAL, search=f.Search.TEXT),
        "uscc": f.text(search=f.Search.TEXT),
        "text": f.long_text(),
        "check_every": f.integer(),
    },
    title=("name", "place"),
)
