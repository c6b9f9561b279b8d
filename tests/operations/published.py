"""Reference data of the district as a laptop has it after a sync."""

from __future__ import annotations

from typing import Any

import msgspec

from gridworker.store import record_rows
from gridworker.store.profile import Profile
from tests.laptop import NOON


def publish(profile: Profile, name: str, version: int, content: Any) -> None:
    """A version of a piece of reference data has come."""
    body = msgspec.json.encode({"name": name, "version": version, "content": content, "created_at": NOON})
    row = record_rows.pulled(profile.make_id(), "reference", "reference", version, "m", False, body)
    profile.write(lambda db: record_rows.put_pulled(db, [row]))


def pull(profile: Profile, kind: str, bodies: list[dict[str, Any]]) -> None:
    rows = [
        record_rows.pulled(profile.make_id(), "s", kind, 1, "m", False, msgspec.json.encode(body))
        for body in bodies
    ]
    profile.write(lambda db: record_rows.put_pulled(db, rows))
