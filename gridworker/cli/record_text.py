"""Records in words, for people at a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple

from gridworker.domain.fields import Field, Form, Merge
from gridworker.domain.kinds import KINDS
from gridworker.environment.labels import Labels, labels
from gridworker.environment.language import Words

SYNC_STATES = {
    "draft": Words("草稿", "draft"),
    "waiting": Words("待送", "waiting"),
    "sending": Words("正在送", "sending"),
    "synced": Words("已送达", "synced"),
    "conflict": Words("两边都改过", "conflict"),
    "refused": Words("被退回", "refused"),
    "review": Words("等待审核", "in review"),
    "quarantine": Words("已封存", "sealed"),
}
"""What `_sync` says."""

_REMOVED = Words("（已删）", " (removed)")


def sync_state(code: str, language: str) -> str:
    """How far a record is on its way to the district."""
    return SYNC_STATES[code].said(language) if code in SYNC_STATES else code


def moment(at: Any, tz: Any = None) -> str:
    """A moment in ms UTC as day and minute, `tz` minutes ahead of UTC, else in this computer's zone."""
    if not isinstance(at, int) or isinstance(at, bool):
        return ""
    try:
        zone = timezone(timedelta(minutes=tz)) if isinstance(tz, int) else None
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):
        return str(at)


def title(record: Mapping[str, Any]) -> str:
    """What a record is called in a list: its declaration's title fields."""
    kind = KINDS.get(str(record.get("kind")))
    parts = (plain(record.get(name)) for name in kind.title) if kind else ()
    return " ".join(part for part in parts if part)


def state(record: Mapping[str, Any], language: str) -> str:
    """The workflow state or, where the kind has none, the outcome of a record."""
    kind = str(record["kind"])
    name = next((name for name in ("status", "outcome", "result", "what") if name in record), "")
    return labels(language).choice(kind, name, plain(record.get(name))) if name else ""


def when(record: Mapping[str, Any]) -> str:
    """The moment that orders a record in time."""
    kind = KINDS.get(str(record.get("kind")))
    at = record.get(kind.moment) if kind else None
    return moment(at or record.get("created_at"), record.get("tz"))


def plain(value: Any) -> str:
    """A value in one line: a place by its text, a list by its items, anything else as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        return str(value["text"])
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    return json.dumps(value, ensure_ascii=False)


def lines(record: Mapping[str, Any], language: str) -> Iterator[str]:
    """A record field by field: name and value; elements beneath their collection."""
    named = labels(language)
    code = str(record["kind"])
    kind = KINDS.get(code)
    yield f"{named.kind(code)}  {record['id']}  {sync_state(str(record.get('_sync')), language)}"
    for name, value in record.items():
        if name.startswith("_") or name in ("id", "kind", "tz"):
            continue
        field = kind.fields.get(name) if kind else None
        yield from _field_lines(_Place(language, named, code, record), name, field, value)


class _Place(NamedTuple):
    """Where a field stands: in which record, and in which language it is named."""

    language: str
    named: Labels
    code: str
    record: Mapping[str, Any]


def _field_lines(place: _Place, name: str, field: Field | None, value: Any) -> Iterator[str]:
    label = place.named.field(place.code, name)
    if field and field.merge is Merge.ELEMENTS and isinstance(value, dict):
        for element, item in value.items():
            removed = isinstance(item, dict) and item.get("_deleted")
            yield f"  {label} {element}{_REMOVED.said(place.language) if removed else ''}"
            for member, inner in (item if isinstance(item, dict) else {}).items():
                if not member.startswith("_"):
                    known = field.members.get(member)
                    yield f"    {place.named.field(place.code, name, member)}  {_shown(place, member, known, inner)}"
    else:
        yield f"  {label}  {_shown(place, name, field, value)}"


def _shown(place: _Place, name: str, field: Field | None, value: Any) -> str:
    if field and field.form is Form.INSTANT:
        return moment(value, place.record.get("tz"))
    coded = field and (field.choices or field.transitions)
    if coded and isinstance(value, list):
        return "、".join(place.named.choice(place.code, name, str(item)) for item in value)
    return place.named.choice(place.code, name, value) if coded and isinstance(value, str) else plain(value)
