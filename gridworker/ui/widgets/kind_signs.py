"""The icon and colour of each kind of record, the same wherever one is shown."""

from __future__ import annotations

from gridworker.ui.theme.tokens import Tone

SIGNS: dict[str, tuple[str, Tone]] = {
    "patrol": ("person_walking", Tone.PRIMARY),
    "dispute": ("handshake", Tone.PLUM),
    "visit": ("building_home", Tone.INFO),
    "event": ("megaphone", Tone.DANGER),
    "task": ("clipboard_task", Tone.WARN),
    "note": ("notepad", Tone.WARN),
    "person": ("person", Tone.PRIMARY),
    "household": ("building_home", Tone.PRIMARY),
    "place": ("location", Tone.INFO),
    "enterprise": ("building_shop", Tone.INFO),
    "access": ("eye", Tone.NEUTRAL),
    "reference": ("book", Tone.NEUTRAL),
}


def sign_of(kind: str) -> tuple[str, Tone]:
    """Icon and colour of a kind; a plain sheet for one this program does not know."""
    return SIGNS.get(kind, ("document", Tone.NEUTRAL))
