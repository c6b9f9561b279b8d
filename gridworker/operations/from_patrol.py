"""What a patrol found goes on: reported as an event, registered as a dispute; nothing of it is typed again."""

from __future__ import annotations

from typing import Any

from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.titles import place_text
from gridworker.operations.notes import content_of, look_into
from gridworker.operations.saving import known
from gridworker.store import drafts
from gridworker.store.profile import Profile

_LEVELS = {"major": "urgent", "grave": "grave"}
_TYPES = {"fire", "security", "traffic", "sanitation", "facility", "flood"}


def report_patrol(profile: Profile, patrol: str) -> str:
    """Keeps a draft of an event that reports what a patrol found; gives the draft.

    Raises `PersonCanMend` (`unknown_record`).
    """
    body = profile.read(lambda db: known(db, patrol)).body
    found = next((code for code in body.get("categories") or () if code in _TYPES), "")
    taken = {name: body.get(name) for name in ("at", "tz", "place", "text", "attachments") if body.get(name)}
    content = {
        **taken,
        "type": found or "other",
        "level": _LEVELS.get(str(body.get("severity") or ""), "general"),
        "source": "patrol",
        "links": [patrol],
    }
    return _keep(profile, "event", content)


def register_patrol(profile: Profile, patrol: str) -> str:
    """Keeps a draft of a dispute with what a patrol heard, who is named in it and where; gives the draft.

    Raises `PersonCanMend` (`unknown_record`).
    """
    body = profile.read(lambda db: known(db, patrol)).body
    text, place = str(body.get("text") or ""), body.get("place")
    content = content_of(profile, "dispute", look_into(profile, text)) | {
        "place": place_text(place) if isinstance(place, dict) else None,
        "occurred_on": local_day(body["at"], CHINA_MINUTES).isoformat(),
        "source": "grid",
        "links": [patrol],
    }
    return _keep(profile, "dispute", content)


def _keep(profile: Profile, kind: str, content: dict[str, Any]) -> str:
    draft = drafts.Draft(profile.make_id(), kind, None, content, profile.clock.now())
    profile.write(lambda db: drafts.keep(db, draft))
    return draft.id
