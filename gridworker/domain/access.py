"""查阅记录: the app's own audit of who looked at, exported or printed personal data (PIPL art. 51, 54)."""

from __future__ import annotations

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD

ACCESS = f.Kind(
    "access",
    EVERY_RECORD
    | {
        "at": f.instant(required=True),
        "what": f.choice("reveal", "export", "print", "report", required=True),
        "about_id": f.record_id(),
        "reason": f.text(),
        "count": f.integer(),
        "file": f.text(),
    },
    title=("reason",),
    moment="at",
)
