"""An address as people write it, taken apart: 东篱苑3幢2单元501室, 东篱苑3-2-501."""

from __future__ import annotations

import re
from typing import Any

from gridworker.domain.width import fold_width

_NAMED = re.compile(
    r"(?P<text>.*?[^\d\s])\s*(?P<building>[0-9]+|[A-Za-z])\s*(?:幢|栋|号楼|座)"
    r"(?:\s*(?P<unit>[0-9]+)\s*单元)?(?:\s*(?P<room>[0-9]+)\s*(?:室|号)?)?"
)
_DASHED = re.compile(
    r"(?P<text>.*?[^\d\s\-])\s*(?P<building>[0-9]+)\s*-\s*(?:(?P<unit>[0-9]+)\s*-\s*)?(?P<room>[0-9]+)\s*室?"
)


def parse_address(text: str) -> dict[str, Any]:
    """The place that a text means: `{text, building?, unit?, room?}`; all of it as `text` where it has no house number.

    Full-width digits and dashes are read as half-width ones.
    """
    plain = fold_width(text).replace("—", "-").replace("–", "-").strip()
    found = _NAMED.fullmatch(plain) or _DASHED.fullmatch(plain)
    if found is None:
        return {"text": plain} if plain else {}
    return {name: part for name, part in found.groupdict().items() if part}


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """The key by which houses stand in order: 2 before 10, A before B."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", text)
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)
