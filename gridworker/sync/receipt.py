"""What one sync did, in numbers and in the few records that need a person."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from gridworker.domain.paths import CONFLICTS
from gridworker.protocol.messages import Ack
from gridworker.store import outbox, receipts, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.sync.lane import Carried


class Tally(msgspec.Struct):
    """Counted while a sync runs: the last word on each op, and the rows that others wrote."""

    started: int
    results: dict[str, str] = {}
    received: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    attachments: Carried = Carried()

    def note(self, acks: list[Ack]) -> None:
        """Takes in what an answer said of ops; the latest word on an op counts."""
        for ack in acks:
            self.results[ack.op] = ack.result

    @property
    def sent(self) -> int:
        """How many ops the server judged."""
        return len(self.results)


def write_receipt(profile: Profile, tally: Tally, error: dict[str, Any] | None) -> dict[str, Any]:
    """The JSON of `sync` (interfaces), kept as a numbered receipt."""
    finished = profile.clock.now()
    counted = Counter(tally.results.values())
    content: dict[str, Any] = {
        "started": tally.started,
        "finished": finished,
        "sent": tally.sent,
        "received": tally.received,
        "results": {
            result: counted.get(result, 0) for result in ("ok", "merged", "conflict", "refused", "later")
        },
        "attachments": tally.attachments._asdict(),
        "bytes_up": tally.bytes_up,
        "bytes_down": tally.bytes_down,
    }
    if error:
        content["error"] = error

    def work(db: Tables) -> dict[str, Any]:
        content["waiting"] = outbox.count(db, *outbox.OPEN)
        content["attention"] = attention(db)
        content["receipt"] = receipts.keep(db, finished, content)
        return content

    return profile.write(work)


def attention(db: Tables) -> list[dict[str, Any]]:
    """The records that need a person: `{id, kind, why}`, `why` being `conflict`, `refused` or `review`."""
    found = [
        {
            "id": row.id,
            "kind": row.kind,
            "why": "conflict",
            "paths": [entry["path"] for entry in row.body[CONFLICTS]],
        }
        for row in record_rows.in_conflict(db)
        if row.body.get(CONFLICTS)
    ]
    found += [
        {
            "id": kept.op.record,
            "kind": kept.op.kind,
            "why": "refused",
            "paths": [path for path, _ in kept.paths],
        }
        for kept in outbox.refused(db)
    ]
    found += [
        {"id": kept.op.record, "kind": kept.op.kind, "why": "review", "paths": []}
        for kept in outbox.in_review(db)
    ]
    return found
