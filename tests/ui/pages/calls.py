"""Visits that were paid, and whom a plan has called on again."""

from __future__ import annotations

from typing import Any

from gridworker.operations.records import add_record
from gridworker.store import record_rows
from gridworker.ui.session import Session
from tests.laptop import NOON

DAY = 86_400_000
CHEN = {"text": "东篱苑7幢1单元302室", "building": "7", "unit": "1", "room": "302"}


def visited(session: Session, name: str, days_ago: int, **fields: Any) -> str:
    given = {"at": NOON - days_ago * DAY, "name": name, "target": "person", "result": "met", **fields}
    return add_record(session.profile, "visit", given).ids[0]


def newest(session: Session, kind: str = "visit") -> dict[str, Any]:
    rows = session.profile.read(lambda db: record_rows.select(db, kind, limit=1))
    return rows[0].body


def old_woman(session: Session, name: str, room: str, level: str = "high") -> str:
    """Somebody on file who lives alone, last called on eight days ago."""
    place = {"text": "东篱苑", "building": "9", "unit": "1", "room": room}
    watch = [{"category": "living_alone", "level": level, "basis": "浙江省社会养老服务促进条例"}]
    record = add_record(session.profile, "person", {"name": name, "place": place, "watch": watch}).ids[0]
    visited(session, name, 8, target_id=record, place=place)
    return record
