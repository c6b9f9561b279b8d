"""What stands on everything that leaves: who took it out, when, on which device, and whether it is masked."""

from __future__ import annotations

from gridworker.documents.values import moment
from gridworker.environment.language import Words
from gridworker.store.profile import Profile

_MASKED = Words("已打码", "masked")
_PLAIN = Words("明文，注意保管", "in plain, keep it safe")


def mark_of(profile: Profile, language: str, *, plain: bool = False, reason: str = "") -> str:
    """The mark of an export made now: name, time in China, device, and what for (PIPL art. 51)."""
    identity = profile.identity
    at = moment(profile.clock.now())
    how = (_PLAIN if plain else _MASKED).said(language)
    parts = (identity.name, at, identity.device, how, reason.strip())
    return " · ".join(part for part in parts if part)
