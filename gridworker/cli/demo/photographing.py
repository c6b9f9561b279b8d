"""The workers of the sample take photos: of what they find on their rounds, and of what a dispute is about."""

from __future__ import annotations

from typing import Any

from gridworker.cli.demo.pictures import CHAILING_HILL, phone_photo
from gridworker.operations.attaching import keep_content
from gridworker.operations.hazards import ledger
from gridworker.operations.records import edit_record
from gridworker.store import attached, attachments, record_rows
from gridworker.store.profile import Profile

_ON_ROUNDS = ("stairs", "hill")
_WAITING = ("wall", "stairs")


def photograph(profile: Profile, record: str, scene: str) -> None:
    """Adds a photo of a `scene` to a record, taken when the record was made."""
    row = profile.read(lambda db: record_rows.load(db, record))
    assert row is not None
    at = int(row.body.get("at") or row.body["created_at"])
    content = phone_photo(scene, at, CHAILING_HILL if scene == "hill" else None)
    element = keep_content(profile, content, f"IMG_{at % 86_400_000 // 1000:06}.jpg")
    edit_record(profile, record, {"attachments": {profile.make_id(): element}})


def photograph_rounds(profile: Profile) -> None:
    """Adds photos to a worker's last rounds, and to the hazards that wait longest for a recheck."""
    own = profile.identity.worker
    rounds = profile.read(lambda db: record_rows.select(db, "patrol", limit=500))
    found = [row.id for row in rounds if _is_by(row.body, own)]
    waiting = [hazard.id for hazard in ledger(profile).hazards if hazard.id in found]
    taken = {**dict(zip(found, _ON_ROUNDS, strict=False)), **dict(zip(waiting, _WAITING, strict=False))}
    for record, scene in taken.items():
        photograph(profile, record, scene)


def photos_on(profile: Profile) -> int:
    """How many files that records name are on a laptop, thumbnails aside."""
    named = {one.sha256 for one in profile.read(attached.named) if one.size is not None}
    return len(profile.attachments.read(lambda db: attachments.sizes(db, named)))


def _is_by(body: dict[str, Any], worker: str) -> bool:
    return body.get("created_by") == worker and "normal" not in body.get("categories", [])
