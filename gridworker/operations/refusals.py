"""What the district returned: each op that was set aside, with the field and the reason."""

from __future__ import annotations

from typing import Any

from gridworker.operations.saving import known
from gridworker.store import outbox
from gridworker.store.database import Tables
from gridworker.store.profile import Profile


def list_refused(profile: Profile, record: str | None = None) -> list[dict[str, Any]]:
    """`{id, kind, op, code, detail, paths}` of every refused op, oldest first; of one record if it is named.

    Raises `PersonCanMend` (`unknown_record`).
    """

    def work(db: Tables) -> list[outbox.Kept]:
        if record is not None:
            known(db, record)
        return outbox.refused(db, record)

    return [
        {
            "id": kept.op.record,
            "kind": kept.op.kind,
            "op": kept.op.op,
            "code": kept.code,
            "detail": kept.detail,
            "paths": [list(pair) for pair in kept.paths],
        }
        for kept in profile.read(work)
    ]
