"""企业: a business by its unified social credit code, and whom to ask for there (domain notes §4.2)."""

from __future__ import annotations

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD, place

ENTERPRISE = f.Kind(
    "enterprise",
    EVERY_RECORD
    | {
        "name": f.text(required=True, search=f.Search.NAME),
        "uscc": f.text(search=f.Search.TEXT),
        "contact": f.text(privacy=f.Privacy.PERSONAL, search=f.Search.NAME),
        "phone": f.text(privacy=f.Privacy.PERSONAL, search=f.Search.TEXT),
        "place": place(),
        "size": f.text(),
        "industry": f.text(search=f.Search.TEXT),
        "text": f.long_text(),
    },
    title=("name", "place"),
)
