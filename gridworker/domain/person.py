"""人口: somebody who lives or lived in the grid; what is watched over, and on which ground, is an element of its own.

A tag (`watch`) is not the person: it has a legal basis, a day of review and an end (PIPL art. 6, 19, 28; domain notes
§4.3). `stays` are the homes somebody moved into and out of; `household_id` is where they live now.
"""

from __future__ import annotations

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD, place

WATCH = f.elements(
    category=f.text(privacy=f.Privacy.SENSITIVE),
    level=f.text(),
    basis=f.text(),
    source=f.text(),
    since_on=f.date(),
    review_on=f.date(),
    until_on=f.date(),
)

STAYS = f.elements(
    household_id=f.record_id(),
    address=f.text(privacy=f.Privacy.PERSONAL),
    since_on=f.date(),
    until_on=f.date(),
    why=f.text(),
)

PERSON = f.Kind(
    "person",
    EVERY_RECORD
    | {
        "name": f.text(required=True, privacy=f.Privacy.PERSONAL, search=f.Search.NAME),
        "sex": f.text(),
        "birth_on": f.date(),
        "ethnicity": f.text(),
        "id_type": f.text(),
        "id_number": f.text(privacy=f.Privacy.SENSITIVE, search=f.Search.TEXT),
        "phone": f.text(privacy=f.Privacy.PERSONAL, search=f.Search.TEXT),
        "place": place(),
        "household_id": f.record_id(),
        "relation": f.text(),
        "residence": f.choice("registered", "migrant", "overseas", "left_behind"),
        "stays": STAYS,
        "watch": WATCH,
        "text": f.long_text(),
    },
    title=("name", "place"),
)
