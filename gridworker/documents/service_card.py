"""联系卡: who is called and for what, handed to homes and businesses; an A6 sheet, or four on A4 to cut apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class ServiceCard(NamedTuple):
    """What the card says. `whom` is the business it is made out to, "" for a card of the grid."""

    title: str
    worker: str
    grid: str
    phone: str
    hotline: str
    asked: Sequence[str]
    whom: str = ""

    @property
    def code(self) -> str:
        """What the QR code holds: a contact that a telephone takes over without a network (MECARD)."""
        fields = (("N", self.worker), ("TEL", self.phone), ("ORG", self.grid))
        told = "".join(f"{name}:{_escaped(value)};" for name, value in fields if value)
        return f"MECARD:{told};"


def _escaped(value: str) -> str:
    return "".join(f"\\{sign}" if sign in '\\;:,"' else sign for sign in value)
