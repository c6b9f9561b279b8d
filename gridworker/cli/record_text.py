"""Records in words, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gridworker.documents.values import Reading, moment, plain
from gridworker.domain.fields import Field, Merge
from gridworker.domain.kinds import KINDS
from gridworker.environment.labels import labels
from gridworker.environment.language import Words

_REMOVED = Words("（已删）", " (removed)")


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
    at = (kind and record.get(kind.moment)) or record.get("created_at")
    # The first 48 bits of an id are the ms of its making (RFC 9562 §5.7).
    return moment(at or int(str(record["id"]).replace("-", "")[:12], 16))


def lines(record: Mapping[str, Any], language: str) -> Iterator[str]:
    """A record field by field, name and value; elements beneath their collection."""
    code = str(record["kind"])
    reading = Reading(code, labels(language))
    kind = KINDS.get(code)
    yield f"{reading.named.kind(code)}  {record['id']}  {reading.named.word('sync_states', str(record.get('_sync')))}"
    order = [name for name in (kind.fields if kind else ()) if name in record]
    for name in dict.fromkeys([*order, *record]):
        value = record[name]
        field = kind.fields.get(name) if kind else None
        if name.startswith("_") or name in ("id", "kind", "tz"):
            continue
        if field and field.merge is Merge.ELEMENTS and isinstance(value, dict):
            yield from _elements(reading, name, field, value, language)
        else:
            yield f"  {reading.named.field(code, name)}  {reading.text(name, field, value)}"


def _elements(
    reading: Reading, name: str, field: Field, elements: Mapping[str, Any], language: str
) -> Iterator[str]:
    for element, item in elements.items():
        members = item if isinstance(item, dict) else {}
        removed = _REMOVED.said(language) if members.get("_deleted") else ""
        yield f"  {reading.named.field(reading.kind, name)}  {element}{removed}"
        for member, value in members.items():
            if not member.startswith("_"):
                path = f"{name}/{member}"
                text = reading.text(path, field.members.get(member), value)
                yield f"    {reading.named.field(reading.kind, path)}  {text}"
