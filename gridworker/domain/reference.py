"""参考数据: code lists, checklists, phrases, holidays and policies of the district; only the server writes them."""

from __future__ import annotations

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD

REFERENCE = f.Kind(
    "reference",
    EVERY_RECORD
    | {
        "name": f.fixed(required=True),
        "version": f.Field(form=f.Form.INTEGER, required=True),
        "valid_from_on": f.date(),
        "content": f.anything(required=True),
    },
    title=("name",),
)
