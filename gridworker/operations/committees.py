"""What the people's mediation committee of a grid's village is called."""

from __future__ import annotations

import re
from typing import Any

from gridworker.domain.numbering import short_village

_PLACE = re.compile(r".*社区|.*(?:居委会|村委会|居民委员会|村民委员会)|.*村")


def committee(content: Any, code: str, grid: str) -> str:
    """The committee of the grid's village, unless the district's `policy/mediation` names another; "" if unknown.

    `{"committees": {"330109001": "…"}}`; the longest code that fits.
    """
    named = content.get("committees") if isinstance(content, dict) else None
    by_code = named if isinstance(named, dict) else {}
    fitting = sorted((one for one in by_code if code.startswith(one)), key=len)
    return str(by_code[fitting[-1]]) if fitting else committee_of(grid)


def committee_of(grid: str) -> str:
    """The committee of a grid's village or community, by the grid's name; "" where that does not tell."""
    match = _PLACE.match(grid)
    return f"{short_village(match[0])}人民调解委员会" if match else ""
