"""Whose profile this is, readable before it is unlocked: a name and a place, nothing else."""

from __future__ import annotations

from pathlib import Path

import msgspec

CARD_NAME = "card.json"
"""Written anew while its profile is open, so that its time says who worked last."""


class Card(msgspec.Struct, frozen=True):
    """What the lock shows."""

    name: str
    place: str


def read_card(folder: Path) -> Card:
    """The card of a profile; an empty one where there is none."""
    try:
        return msgspec.json.decode((folder / CARD_NAME).read_bytes(), type=Card)
    except (OSError, msgspec.DecodeError):
        return Card("", "")


def keep_card(folder: Path, card: Card) -> None:
    """Writes the card; that it cannot be written is no trouble."""
    try:
        (folder / CARD_NAME).write_bytes(msgspec.json.encode(card))
    except OSError:
        return
